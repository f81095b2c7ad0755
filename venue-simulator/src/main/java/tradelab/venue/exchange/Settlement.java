package tradelab.venue.exchange;

import java.util.function.LongSupplier;
import tradelab.contracts.Decimals;
import tradelab.venue.account.WalletType;
import tradelab.venue.account.Wallets;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketSpec;

/**
 * Moves the money of orders: sets it aside, pays, receives, takes fees, and keeps positions.
 *
 * <p>A spot buy sets its price aside in the quote currency, a spot sell its amount in the base currency; the fee comes
 * off what is received. Margin orders and positions set a part of their value aside in the margin wallet of the quote
 * currency, where gains, losses and fees go too. Not thread-safe.
 */
final class Settlement {
    private final LongSupplier positionIds;
    private final AccountObserver observer;

    Settlement(LongSupplier positionIds, AccountObserver observer) {
        this.positionIds = positionIds;
        this.observer = observer;
    }

    /** Sets aside what an order needs now: less as it fills, nothing once it is closed. */
    void reserve(Account account, AccountOrder order, MarketSpec spec) {
        if (order.isMargin()) {
            long value = order.isOpen() ? value(order.remaining(), order.reservePrice()) : 0;
            long more = account.position(order.symbol()).orders(order.buys(), value - order.reserved());
            order.reserved(value);
            account.wallets().reserve(WalletType.MARGIN, spec.quote(), more);
            return;
        }
        boolean held = order.isOpen() && order.placedBy() == 0;
        long needed = held ? spotNeeded(order.buys(), order.remaining(), order.reservePrice()) : 0;
        account.wallets()
                .reserve(WalletType.EXCHANGE, order.buys() ? spec.quote() : spec.base(), needed - order.reserved());
        order.reserved(needed);
    }

    /** What a spot order sets aside. Market buys, whose price is 0, pay as they go. */
    static long spotNeeded(boolean buys, long remaining, long price) {
        return buys ? value(remaining, price) : remaining;
    }

    /** Fills pay rounded down, so all of them together never pay more than this. */
    private static long value(long amount, long price) {
        return amount == 0 || price == 0 ? 0 : Math.max(1, Decimals.multiply(price, amount));
    }

    /** Books a trade and returns it as its owner sees it. {@code amount} is signed. */
    Fill fill(
            Account account,
            AccountOrder order,
            Market market,
            long tradeId,
            long amount,
            long price,
            boolean maker,
            long nowMillis) {
        MarketSpec spec = market.spec();
        long traded = Math.abs(amount);
        long money = Decimals.multiply(price, traded);
        boolean feeInBase = amount > 0 && !order.isMargin();
        // A hidden order pays as a taker even when it waited: that is the price of not being seen.
        long rate = account.fee(maker && !order.isHidden());
        long fee = -Decimals.multiply(feeInBase ? traded : money, rate);
        String feeCurrency = feeInBase ? spec.base() : spec.quote();
        String trade = Decimals.format(traded) + " " + spec.base();
        String at = " @ " + Decimals.format(price);
        if (order.isMargin()) {
            position(account, market, amount, money, at, nowMillis);
        } else {
            String why = "Exchange " + trade + " for " + spec.quote() + at;
            Wallets wallets = account.wallets();
            wallets.add(WalletType.EXCHANGE, spec.base(), amount, nowMillis, why);
            wallets.add(WalletType.EXCHANGE, spec.quote(), amount > 0 ? -money : money, nowMillis, why);
        }
        if (fee != 0) {
            WalletType type = order.isMargin() ? WalletType.MARGIN : WalletType.EXCHANGE;
            String percent = Decimals.format(rate * 100);
            account.wallets()
                    .add(
                            type,
                            feeCurrency,
                            fee,
                            nowMillis,
                            "Trading fees for " + trade + " (" + spec.pair() + ")" + at + " on BFX (" + percent + "%)");
        }
        return new Fill(
                tradeId,
                order.symbol(),
                nowMillis,
                order.id(),
                amount,
                price,
                order.type(),
                order.price(),
                maker,
                fee,
                feeCurrency,
                order.cid());
    }

    private void position(Account account, Market market, long amount, long money, String at, long nowMillis) {
        String quote = market.spec().quote();
        Position position = account.position(market.spec().symbol());
        Position before = position.copy();
        long gained = position.fill(amount, money, positionIds.getAsLong(), nowMillis);
        if (gained != 0) {
            account.wallets().add(WalletType.MARGIN, quote, gained, nowMillis, "Position closed" + at + " (TRADE)");
        }
        account.wallets().reserve(WalletType.MARGIN, quote, position.orders(true, 0));
        tell(account, market, before, position);
    }

    /**
     * Trades a part of a position against the margin wallets of both currencies instead of the market: what a claimed
     * long position holds is paid for and received, what a short one owes is handed over. {@code traded} is signed.
     */
    Position exchange(Account account, Market market, long traded, long money, String why, long nowMillis) {
        Position position = account.position(market.spec().symbol());
        Position before = position.copy();
        long gained = position.fill(traded, money, positionIds.getAsLong(), nowMillis);
        Wallets wallets = account.wallets();
        wallets.reserve(WalletType.MARGIN, market.spec().quote(), position.orders(true, 0));
        wallets.add(WalletType.MARGIN, market.spec().base(), -traded, nowMillis, why);
        wallets.add(WalletType.MARGIN, market.spec().quote(), (traded > 0 ? money : -money) + gained, nowMillis, why);
        tell(account, market, before, position);
        return position.isOpen() ? position : before;
    }

    private void tell(Account account, Market market, Position before, Position position) {
        boolean reopened = before.isOpen() && position.isOpen() && before.id() != position.id();
        if (before.isOpen() && (reopened || !position.isOpen())) {
            account.closed(before);
            observer.position(account, AccountObserver.PositionEvent.CLOSED, before, market.lastPrice());
        }
        if (position.isOpen()) {
            observer.position(
                    account,
                    before.isOpen() && !reopened
                            ? AccountObserver.PositionEvent.UPDATED
                            : AccountObserver.PositionEvent.OPENED,
                    position,
                    market.lastPrice());
        }
    }
}
