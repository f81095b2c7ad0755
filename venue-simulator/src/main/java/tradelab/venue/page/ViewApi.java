package tradelab.venue.page;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.runtime.http.ApiRequest;
import tradelab.venue.account.Wallet;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountOrder;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.fault.Faults;
import tradelab.venue.market.Depth;
import tradelab.venue.market.Market;
import tradelab.venue.market.Trade;

/** Answers {@code /sim/view}: all that the page shows, in one answer. Runs on the event loop that owns the exchange. */
public final class ViewApi {
    private static final int LEVELS = 14;
    private static final int TRADES = 24;
    private static final int ORDERS = 50;
    private static final int FAULTS = 50;

    private final Exchange exchange;
    private final Faults faults;
    private final Supplier<Integer> connections;
    private final Supplier<Map<String, Object>> sources;
    private final LongSupplier clockMillis;

    public ViewApi(
            Exchange exchange,
            Faults faults,
            Supplier<Integer> connections,
            Supplier<Map<String, Object>> sources,
            LongSupplier clockMillis) {
        this.exchange = exchange;
        this.faults = faults;
        this.connections = connections;
        this.sources = sources;
        this.clockMillis = clockMillis;
    }

    private record Level(String price, String amount, int count) {}

    private record TradeView(long id, long millis, String price, String amount) {}

    private record WalletView(String type, String currency, String balance, String available) {}

    private record AccountView(String key, int openOrders, List<WalletView> wallets) {}

    private record OrderView(
            String account,
            long id,
            long cid,
            String symbol,
            String type,
            String amount,
            String price,
            String status,
            long createdMillis) {}

    private record FaultView(String id, String kind, String scope, String end, long strikes) {}

    private record View(
            long millis,
            List<String> symbols,
            String symbol,
            boolean replayed,
            String lastPrice,
            List<Level> bids,
            List<Level> asks,
            List<TradeView> trades,
            List<AccountView> accounts,
            List<OrderView> orders,
            long openOrders,
            List<FaultView> faults,
            long arrivals,
            long accepted,
            long refused,
            int connections,
            Map<String, Object> sources) {}

    public Future<?> view(ApiRequest request) {
        String asked = request.query("symbol");
        Market market =
                asked == null ? exchange.markets().values().stream().findFirst().orElse(null) : exchange.market(asked);
        if (market == null) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.NOT_FOUND,
                    "symbol: expected one of " + exchange.markets().keySet() + ", got '" + asked + "'"));
        }
        List<OrderView> orders = orders();
        return Future.succeededFuture(new View(
                clockMillis.getAsLong(),
                List.copyOf(exchange.markets().keySet()),
                market.spec().symbol(),
                market.isReplayed(),
                Decimals.format(market.lastPrice()),
                levels(market.depth(), true),
                levels(market.depth(), false),
                trades(market),
                exchange.accounts().stream().map(ViewApi::account).toList(),
                orders,
                exchange.accounts().stream()
                        .mapToLong(each -> each.open().size())
                        .sum(),
                faults(),
                faults.journal().arrivals(),
                exchange.ledger().acceptances(),
                exchange.ledger().arrivals() - exchange.ledger().acceptances(),
                connections.get(),
                sources.get()));
    }

    private static List<Level> levels(Depth depth, boolean bids) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < Math.min(LEVELS, depth.levels(bids)); i++) {
            levels.add(new Level(
                    Decimals.format(depth.price(bids, i)),
                    Decimals.format(depth.amount(bids, i)),
                    depth.count(bids, i)));
        }
        return levels;
    }

    private static List<TradeView> trades(Market market) {
        List<TradeView> trades = new ArrayList<>();
        for (int i = 0; i < Math.min(TRADES, market.tape().size()); i++) {
            Trade trade = market.tape().newest(i);
            trades.add(new TradeView(
                    trade.id(), trade.millis(), Decimals.format(trade.price()), Decimals.format(trade.amount())));
        }
        return trades;
    }

    private static AccountView account(Account account) {
        List<WalletView> wallets = new ArrayList<>();
        for (Wallet wallet : account.wallets().all()) {
            wallets.add(new WalletView(
                    wallet.type().text(),
                    wallet.currency(),
                    Decimals.format(wallet.balance()),
                    Decimals.format(wallet.available())));
        }
        return new AccountView(account.key(), account.open().size(), wallets);
    }

    private List<OrderView> orders() {
        List<OrderView> views = new ArrayList<>();
        for (Account account : exchange.accounts()) {
            account.open().stream().limit(ORDERS).forEach(order -> views.add(order(account, order)));
        }
        return views.stream()
                .sorted(Comparator.comparingLong(OrderView::id).reversed())
                .limit(ORDERS)
                .toList();
    }

    private static OrderView order(Account account, AccountOrder order) {
        return new OrderView(
                account.key(),
                order.id(),
                order.cid(),
                order.symbol(),
                order.type(),
                Decimals.format(order.amount()),
                Decimals.format(order.price()),
                order.status(),
                order.createdMillis());
    }

    private List<FaultView> faults() {
        return faults.inForce().stream()
                .limit(FAULTS)
                .map(fault -> new FaultView(
                        fault.id(),
                        fault.spec().kind().toString(),
                        fault.spec().scope().toString(),
                        end(fault.spec().count(), fault.spec().durationMillis(), fault.begunMillis()),
                        fault.strikes()))
                .toList();
    }

    private String end(@Nullable Integer count, @Nullable Long duration, long begun) {
        String after = count == null ? "" : "after " + count + (count == 1 ? " strike" : " strikes");
        if (duration == null) {
            return after.isEmpty() ? "when switched off" : after;
        }
        long left = Math.max(0, begun + duration - clockMillis.getAsLong()) / 1000;
        return (after.isEmpty() ? "" : after + " or ") + "in " + left + " s";
    }
}
