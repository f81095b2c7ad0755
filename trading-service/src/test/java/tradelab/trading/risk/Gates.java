package tradelab.trading.risk;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Refused;
import tradelab.trading.kill.KillScope;
import tradelab.trading.order.Order;

/** Gates and what comes to them. */
final class Gates {
    /** Of a venue that has no rules of its own. */
    static final Instrument BTC = Instrument.parse("PAPER:tBTCUSD");

    static final Instrument BITFINEX = Instrument.parse("BITFINEX:tBTCUSD");
    static final Instrument TSMC = Instrument.parse("TWSE:2330");
    /** A Monday, 10:00 in Taipei. */
    static final long NOW = 1_767_578_400_000L;

    private static long cids;

    private Gates() {}

    static RiskGate gate(RiskLimits limits) {
        return new RiskGate(new RiskGate.Bounds(
                false,
                Set.of(),
                new Tradable(Set.of(BTC, BITFINEX), Set.of("TWSE")),
                Price.parse("10000000"),
                Price.parse("0.01"),
                Amount.parse("0.001"),
                Amount.parse("1000000"),
                Amount.parse("0.001"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                limits));
    }

    static SubmitOrder order(Instrument instrument, Side side, @Nullable Price price, Amount amount) {
        return new SubmitOrder(
                "a1",
                "c" + ++cids,
                instrument,
                side,
                price == null ? OrderType.MARKET : OrderType.LIMIT,
                price,
                amount,
                null);
    }

    static SubmitOrder buy(String price, String amount) {
        return order(BTC, Side.BUY, Price.parse(price), Amount.parse(amount));
    }

    static SubmitOrder sell(String price, String amount) {
        return order(BTC, Side.SELL, Price.parse(price), Amount.parse(amount));
    }

    static Order open(RiskGate gate, SubmitOrder request) {
        Order order = new Order(request, ++cids, NOW);
        gate.books().count(order);
        return order;
    }

    static @Nullable Refused ask(RiskGate gate, SubmitOrder order) {
        return ask(gate, order, NOW);
    }

    static @Nullable Refused ask(RiskGate gate, SubmitOrder order, long nowMillis) {
        return gate.refusal(order, nowMillis, nowMillis * 1_000_000);
    }

    static void quote(RiskGate gate, long bid, long ask, long receivedMillis, Quote.Validity validity) {
        gate.quotes()
                .put(new QuoteBatch(List.of(new Quote(
                        BTC,
                        new Price(bid),
                        new Amount(Decimals.ONE),
                        new Price(ask),
                        new Amount(Decimals.ONE),
                        null,
                        receivedMillis,
                        receivedMillis,
                        1,
                        validity))));
    }

    static RiskLimits makerOnly() {
        return new RiskLimits(null, null, null, null, null, null, null, true, null);
    }

    static RiskLimits exposure(Amount max) {
        return new RiskLimits(null, null, max, null, null, null, null, null, null);
    }

    static RiskLimits rate(int perSecond) {
        return new RiskLimits(null, null, null, perSecond, null, null, null, null, null);
    }

    static RiskLimits collar(Amount collar) {
        return new RiskLimits(null, null, null, null, collar, null, null, null, null);
    }

    static RiskLimits alike(int max) {
        return new RiskLimits(null, null, null, null, null, max, null, null, null);
    }

    static RiskLimits sizes(Amount amountMax, Amount notionalMax) {
        return new RiskLimits(amountMax, notionalMax, null, null, null, null, null, null, null);
    }

    static RiskLimits selfMatch() {
        return new RiskLimits(null, null, null, null, null, null, true, null, null);
    }

    static RiskLimits restricted() {
        return new RiskLimits(null, null, null, null, null, null, null, null, true);
    }

    static LimitBook.Entry entry(KillScope scope, String target, RiskLimits limits) {
        return new LimitBook.Entry(scope, target, limits, "test", 1, NOW);
    }
}
