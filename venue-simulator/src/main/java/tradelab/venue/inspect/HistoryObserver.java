package tradelab.venue.inspect;

import tradelab.venue.account.Wallet;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountObserver;
import tradelab.venue.exchange.AccountOrder;
import tradelab.venue.exchange.Fill;
import tradelab.venue.exchange.Position;
import tradelab.venue.journal.OrderHistory;

/** Writes executions and ends of orders into the history, and passes everything on. */
public final class HistoryObserver implements AccountObserver {
    private final OrderHistory history;
    private final AccountObserver next;

    public HistoryObserver(OrderHistory history, AccountObserver next) {
        this.history = history;
        this.next = next;
    }

    @Override
    public void order(Account account, OrderEvent event, AccountOrder order) {
        if (event == OrderEvent.CLOSED) {
            history.add(
                    OrderHistory.Kind.CLOSE,
                    order.updatedMillis(),
                    account.key(),
                    order.symbol(),
                    order.cid(),
                    order.id(),
                    0,
                    order.amount(),
                    order.price(),
                    null);
        }
        next.order(account, event, order);
    }

    @Override
    public void fill(Account account, Fill fill) {
        history.add(
                OrderHistory.Kind.EXECUTION,
                fill.millis(),
                account.key(),
                fill.symbol(),
                fill.cid(),
                fill.orderId(),
                fill.id(),
                fill.amount(),
                fill.price(),
                null);
        next.fill(account, fill);
    }

    @Override
    public void position(Account account, PositionEvent event, Position position, long lastPrice) {
        next.position(account, event, position, lastPrice);
    }

    @Override
    public void wallet(Account account, Wallet wallet) {
        next.wallet(account, wallet);
    }
}
