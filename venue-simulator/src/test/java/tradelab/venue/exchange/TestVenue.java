package tradelab.venue.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.account.Wallet;
import tradelab.venue.journal.Ledger;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketObserver;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.market.PublicFeed;
import tradelab.venue.market.Trade;
import tradelab.venue.wire.Inputs;

/** An exchange with one market and two accounts, and what it said. */
final class TestVenue implements AccountObserver, MarketObserver {
    final List<String> said = new ArrayList<>();
    final List<Fill> fills = new ArrayList<>();
    final Ledger ledger = new Ledger(10_000);
    final Exchange exchange;
    final Market market;
    final Account alice = new Account(1, "alice", "a", Map.of("USD", units("100000"), "BTC", units("10")), 100);
    final Account bob = new Account(2, "bob", "b", Map.of("USD", units("100000"), "BTC", units("10")), 100);

    TestVenue() {
        AtomicLong ids = new AtomicLong(100);
        exchange = new Exchange(
                new ExchangeLimits(50, units("0.001"), units("0.002")),
                ids::incrementAndGet,
                ledger,
                this,
                Runnable::run);
        market = new Market(
                MarketSpec.of("tBTCUSD", units("1000"), units("0.001"), units("100")),
                1_000,
                ids::incrementAndGet,
                this,
                exchange);
        exchange.add(market);
        exchange.add(alice);
        exchange.add(bob);
    }

    static long units(String text) {
        return Decimals.parse("value", text);
    }

    /** Sends an order and returns the exchange's answer. */
    Notification submit(Account account, String json) {
        return answer(sink -> exchange.submit(account, Require.present("json", Inputs.read(json)), 1_000, sink));
    }

    Notification limit(Account account, String amount, String price) {
        return submit(
                account,
                "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tBTCUSD\",\"amount\":\"" + amount + "\",\"price\":\"" + price
                        + "\"}");
    }

    Notification cancel(Account account, String json) {
        return answer(sink -> exchange.cancel(account, Require.present("json", Inputs.read(json)), 2_000, sink));
    }

    Notification update(Account account, String json) {
        return answer(sink -> exchange.update(account, Require.present("json", Inputs.read(json)), 2_000, sink));
    }

    private interface Command {
        void run(Notification.Sink sink);
    }

    private static Notification answer(Command command) {
        List<Notification> answers = new ArrayList<>();
        command.run(answers::add);
        if (answers.size() != 1) {
            throw new AssertionError("expected one answer, got " + answers.size());
        }
        return answers.getFirst();
    }

    String balance(Account account, String currency) {
        Wallet wallet = account.wallets().of(currency);
        return Decimals.format(wallet.balance()) + " available " + Decimals.format(wallet.available());
    }

    @Override
    public void order(Account account, OrderEvent event, AccountOrder order) {
        said.add(account.key() + " " + event.text() + " " + order.status());
    }

    @Override
    public void fill(Account account, Fill fill) {
        said.add(account.key() + " fill " + Decimals.format(fill.amount()) + "@" + Decimals.format(fill.price()));
        fills.add(fill);
    }

    @Override
    public void wallet(Account account, Wallet wallet) {}

    @Override
    public void traded(Market traded, Trade trade) {}

    @Override
    public void tradeBooked(Market traded, Trade trade) {}

    @Override
    public void bookChanged(Market changed) {}

    @Override
    public void levelReplayed(Market replayed, long price, int count, long amount) {}

    @Override
    public void bookReplaced(Market replaced) {}

    @Override
    public void heartbeat(Market beating, PublicFeed.Channel channel) {}

    @Nullable
    String refusal(Notification notification) {
        Refusal refusal = notification.refusal();
        return refusal == null ? null : refusal.text();
    }
}
