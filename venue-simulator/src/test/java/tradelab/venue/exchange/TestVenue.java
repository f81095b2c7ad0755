package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.account.AccountSpec;
import tradelab.venue.account.Wallet;
import tradelab.venue.account.WalletType;
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
    final Account alice = account(1, "alice");
    final Account bob = account(2, "bob");

    TestVenue() {
        AtomicLong ids = new AtomicLong(100);
        exchange = new Exchange(new ExchangeLimits(50), ids::incrementAndGet, ledger, this, Runnable::run);
        market = new Market(
                MarketSpec.of("tBTCUSD", units("1000"), units("0.001"), units("100")),
                1_000,
                ids::incrementAndGet,
                this,
                exchange.orders());
        exchange.add(market);
        exchange.add(alice);
        exchange.add(bob);
    }

    private static Account account(int owner, String key) {
        return new Account(owner, spec(key), 100);
    }

    static AccountSpec spec(String key) {
        Map<WalletType, Map<String, Long>> balances = Map.of(
                WalletType.EXCHANGE, Map.of("USD", units("100000"), "BTC", units("10")),
                WalletType.MARGIN, Map.of("USD", units("10000")));
        return new AccountSpec(key, key + "-secret", balances, units("0.001"), units("0.002"));
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

    String margin(Account account) {
        Wallet wallet = account.wallets().of(WalletType.MARGIN, "USD");
        return Decimals.format(wallet.balance()) + " available " + Decimals.format(wallet.available());
    }

    String marginCoins(Account account) {
        Wallet wallet = account.wallets().of(WalletType.MARGIN, "BTC");
        return Decimals.format(wallet.balance()) + " available " + Decimals.format(wallet.available());
    }

    static JsonNode json(String text) {
        return Require.present("json", Inputs.read(text));
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
    public void position(Account account, PositionEvent event, Position position, long lastPrice) {
        said.add(account.key() + " " + event.text() + " " + Decimals.format(position.amount()) + "@"
                + Decimals.format(position.basePrice()));
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
