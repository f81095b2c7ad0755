package tradelab.trading.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.trading.risk.Gates.BTC;
import static tradelab.trading.risk.Gates.NOW;
import static tradelab.trading.risk.Gates.TSMC;
import static tradelab.trading.risk.Gates.ask;
import static tradelab.trading.risk.Gates.buy;
import static tradelab.trading.risk.Gates.entry;
import static tradelab.trading.risk.Gates.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;
import tradelab.trading.kill.KillScope;
import tradelab.trading.order.Order;

class RiskGateTest {
    private static final long HOUR = 3_600_000;

    private final RiskGate gate = gate(RiskLimits.NONE);

    @BeforeEach
    void listToday() {
        gate.facts().put(TSMC, new MarketFacts.Facts(Price.parse("534"), Price.parse("652"), null, null, false, false));
    }

    @Test
    void takesAnOrderThatBreaksNothing() {
        assertThat(ask(gate, buy("6400", "0.5"))).isNull();
        assertThat(ask(gate, taiwan("593", "2000"))).isNull();
    }

    @Test
    void namesRuleLimitAndValue() {
        refuses(
                gate,
                buy("6400.005", "0.5"),
                Reason.PRICE_LIMIT,
                "TICK: price: expected a multiple of 0.01, got 6400.005");
        refuses(gate, buy("6400", "0.0005"), Reason.AMOUNT_LIMIT, "LOT: amount: expected at least 0.001, got 0.0005");
        refuses(
                gate,
                buy("6400", "2000000"),
                Reason.AMOUNT_LIMIT,
                "SIZE: amount: expected at most 1000000, got 2000000");
        refuses(gate, buy("10000001", "1"), Reason.PRICE_LIMIT, "PRICE_LIMIT: price: expected at most 10000000");
        refuses(
                gate,
                Gates.order(Instrument.parse("BITFINEX:tXXX"), Side.BUY, Price.parse("1"), Amount.parse("1")),
                Reason.UNKNOWN_INSTRUMENT,
                "BITFINEX:tXXX");
    }

    @Test
    void keepsToTheHoursOfTheTaiwanExchangesByTheirOwnClock() {
        refusesTaiwanAt(NOW - 2 * HOUR, "08:00");
        refusesTaiwanAt(NOW + 4 * HOUR, "14:00");
        refusesTaiwanAt(NOW + 5 * 24 * HOUR, "SATURDAY");
        assertThat(ask(gate, taiwan("593", "500"), NOW + 4 * HOUR)).isNull(); // an odd lot after hours
        refusesTaiwanAt(NOW - HOUR - 1, taiwan("593", "500"), "08:59"); // odd lots wait for nothing before the opening
        assertThat(ask(gate, taiwan("593", "1000"), NOW - HOUR - 1)).isNull();
        SubmitOrder market = Gates.order(TSMC, Side.BUY, null, new Amount(1_000 * Decimals.ONE));
        refusesTaiwanAt(NOW - HOUR - 1, market, "08:59");
        refusesTaiwanAt(NOW + 3 * HOUR + 26 * HOUR / 60, market, "13:26");
        assertThat(ask(gate, market)).isNull();
        gate.clock("TWSE", wall -> wall + 2 * HOUR);
        assertThat(ask(gate, taiwan("593", "1000"), NOW - 2 * HOUR)).isNull();
    }

    @Test
    void tradesNothingOfTaiwanThatIsNotListedTodayAndNothingThatItDoesNotKnow() {
        Instrument unlisted = Instrument.parse("TWSE:9999");
        SubmitOrder order = Gates.order(unlisted, Side.BUY, Price.parse("593"), new Amount(1_000 * Decimals.ONE));
        refuses(gate, order, Reason.UNKNOWN_INSTRUMENT, "INSTRUMENT_STATUS");
        SubmitOrder maker = new SubmitOrder(
                "a1",
                "m1",
                TSMC,
                Side.BUY,
                OrderType.LIMIT,
                Price.parse("593"),
                new Amount(1_000 * Decimals.ONE),
                true);
        refuses(gate, maker, Reason.POST_ONLY, "ORDER_KIND");
        SubmitOrder odd = Gates.order(TSMC, Side.BUY, null, new Amount(500 * Decimals.ONE));
        refuses(gate, odd, Reason.AMOUNT_LIMIT, "ORDER_KIND");
        Order open = Gates.open(gate, taiwan("593", "2000"));
        assertThat(gate.amendment(open, taiwan("593", "1000"), NOW)).isNull();
        assertThat(gate.amendment(open, taiwan("593", "3000"), NOW)).isNotNull();
    }

    @Test
    void takesFiveSignificantDigitsOnBitfinexOfNewOrdersAndOfAmendments() {
        assertThat(ask(gate, bitfinex("6400.1"))).isNull();
        assertThat(ask(gate, bitfinex("100000"))).isNull();
        assertThat(ask(gate, bitfinex("99999"))).isNull();
        String expected = "TICK: price: expected at most 5 significant digits, here a multiple of ";
        refuses(gate, bitfinex("6400.15"), Reason.PRICE_LIMIT, expected + "0.1, got 6400.15");
        refuses(gate, bitfinex("100001"), Reason.PRICE_LIMIT, expected + "10, got 100001");
        refuses(gate, bitfinex("99999.5"), Reason.PRICE_LIMIT, expected + "1, got 99999.5");
        Order open = Gates.open(gate, bitfinex("6400.1"));
        assertThat(gate.amendment(open, bitfinex("6400.2"), NOW)).isNull();
        Refused amendment = gate.amendment(open, bitfinex("6400.25"), NOW);
        assertThat(amendment).isNotNull();
        assertThat(amendment == null ? "" : amendment.detail()).contains(expected + "0.1, got 6400.25");
    }

    private static SubmitOrder bitfinex(String price) {
        return Gates.order(Gates.BITFINEX, Side.BUY, Price.parse(price), Amount.parse("1"));
    }

    @Test
    void keepsToStepsLotsLimitsAndStatusOfTaiwan() {
        refuses(gate, taiwan("593.3", "1000"), Reason.PRICE_LIMIT, "a multiple of 1,");
        refuses(gate, taiwan("593", "1500"), Reason.AMOUNT_LIMIT, "LOT");
        refuses(gate, taiwan("593", "500000"), Reason.AMOUNT_LIMIT, "LOT");
        refuses(gate, taiwan("653", "1000"), Reason.PRICE_LIMIT, "534 to 652 today, got 653");
        refuses(gate, taiwan("533", "1000"), Reason.PRICE_LIMIT, "534 to 652 today, got 533");
        assertThat(ask(gate, taiwan("652", "1000"))).isNull();
        gate.facts().halted(TSMC, true);
        refuses(gate, taiwan("593", "1000"), Reason.HALTED, "INSTRUMENT_STATUS");
        gate.facts().halted(TSMC, false);
        refuses(gate, taiwan("653", "1000"), Reason.PRICE_LIMIT, "534 to 652 today");
    }

    @Test
    void refusesEverythingWithACollarWhileTheQuoteIsOldOrSuspectOrNotThere() {
        RiskGate collared = gate(Gates.collar(Amount.parse("0.05")));
        refuses(collared, buy("100", "1"), Reason.STALE_QUOTE, "got none");
        Gates.quote(collared, 9_900_000_000L, 10_000_000_000L, NOW - 2_001, Validity.LIVE);
        refuses(collared, buy("100", "1"), Reason.STALE_QUOTE, "2001 ms old");
        Gates.quote(collared, 9_900_000_000L, 10_000_000_000L, NOW, Validity.SUSPECT);
        refuses(collared, buy("100", "1"), Reason.STALE_QUOTE, "SUSPECT");
        Gates.quote(collared, 9_900_000_000L, 10_000_000_000L, NOW - 2_000, Validity.LIVE);
        assertThat(ask(collared, buy("105", "1"))).isNull();
        refuses(collared, buy("105.01", "1"), Reason.PRICE_LIMIT, "PRICE_COLLAR: price: expected at most 105");
        assertThat(ask(collared, Gates.order(BTC, Side.BUY, null, Amount.parse("1"))))
                .isNull();
    }

    @Test
    void takesOnlyPostOnlyOrdersOfAMakerAndNothingOfTheRestricted() {
        gate.limits(List.of(entry(KillScope.ACCOUNT, "a1", Gates.makerOnly())));
        refuses(gate, buy("100", "1"), Reason.POST_ONLY, "MAKER_ONLY: postOnly: expected true");
        SubmitOrder maker = new SubmitOrder(
                "a1", "m1", BTC, Side.BUY, OrderType.LIMIT, Price.parse("100"), Amount.parse("1"), true);
        assertThat(ask(gate, maker)).isNull();
        assertThat(gate.isMakerOnly(maker)).isTrue();
        gate.limits(List.of(entry(KillScope.INSTRUMENT, BTC.toString(), Gates.restricted())));
        refuses(gate, maker, Reason.RESTRICTED, "a1 PAPER:tBTCUSD");
    }

    @Test
    void countsAnAmendedOrderOnce() {
        RiskGate exposed = gate(Gates.exposure(Amount.parse("1000")));
        Order open = Gates.open(exposed, buy("100", "6"));
        refuses(exposed, buy("100", "5"), Reason.EXPOSURE_LIMIT, "worth at most 1000, got 1100");
        assertThat(exposed.amendment(open, buy("100", "10"), NOW)).isNull();
        assertThat(exposed.amendment(open, buy("100", "10.001"), NOW)).isNotNull();
    }

    @Test
    void countsWhatIsOpenWithoutAPriceAtWhatTheOtherSideAsked() {
        RiskGate exposed = gate(Gates.exposure(Amount.parse("1000")));
        Gates.quote(exposed, 9_900_000_000L, 10_000_000_000L, NOW, Validity.LIVE);
        Order market = Gates.open(exposed, Gates.order(BTC, Side.BUY, null, Amount.parse("6")));
        refuses(exposed, buy("100", "5"), Reason.EXPOSURE_LIMIT, "worth at most 1000, got 1100");
        assertThat(ask(exposed, buy("100", "4"))).isNull();
        Gates.quote(exposed, 19_900_000_000L, 20_000_000_000L, NOW, Validity.LIVE);
        exposed.books().count(market);
        assertThat(ask(exposed, buy("100", "4"))).as("it keeps its worth").isNull();
        exposed.books().forget(market);
        assertThat(ask(exposed, buy("100", "10"))).isNull();
    }

    @Test
    void anOrderWithoutAPriceIsNothingToTradeWithLater() {
        RiskGate strict = gate(Gates.selfMatch());
        Gates.quote(strict, 9_900_000_000L, 10_000_000_000L, NOW, Validity.LIVE);
        Order _ = Gates.open(strict, Gates.order(BTC, Side.SELL, null, Amount.parse("1")));
        assertThat(ask(strict, buy("200", "1"))).isNull();
    }

    @Test
    void countsEqualOrdersWithinAWindowThatSlides() {
        RiskGate counting = gate(Gates.alike(2));
        assertThat(ask(counting, buy("100", "1"), NOW)).isNull();
        assertThat(ask(counting, buy("100", "1"), NOW + 900)).isNull();
        // a new second has begun, but within the last one there were two
        assertThat(ask(counting, buy("100", "1"), NOW + 1_000)).isNotNull();
        assertThat(ask(counting, buy("100", "1"), NOW + 1_001)).isNull();
        assertThat(ask(counting, buy("100", "1"), NOW + 1_800)).isNotNull();
        assertThat(ask(counting, buy("100", "1"), NOW + 1_901)).isNull();
    }

    @Test
    void saysWhatIsOpenOfASideAndWhenItShrank() {
        AccountBooks books = gate(RiskLimits.NONE).books();
        Order first = new Order(Gates.sell("100", "2"), 1, NOW);
        Order second = new Order(Gates.sell("101", "3"), 2, NOW);
        long before = books.shrunk("a1", BTC);
        books.count(first);
        books.count(second);
        assertThat(books.open("a1", BTC, Side.SELL)).isEqualTo(5 * Decimals.ONE);
        assertThat(books.open("a1", BTC, Side.BUY)).isZero();
        assertThat(books.shrunk("a1", BTC)).as("only more").isEqualTo(before);
        books.forget(first);
        assertThat(books.open("a1", BTC, Side.SELL)).isEqualTo(3 * Decimals.ONE);
        assertThat(books.shrunk("a1", BTC)).isNotEqualTo(before);
    }

    @Test
    void refusesWhatCouldTradeWithTheAccountsOwnOrder() {
        RiskGate strict = gate(Gates.selfMatch());
        Order open = Gates.open(strict, Gates.sell("101", "1"));
        assertThat(ask(strict, buy("100.99", "1"))).isNull();
        refuses(strict, buy("101", "1"), Reason.SELF_MATCH, "below 101");
        strict.books().forget(open);
        assertThat(ask(strict, buy("101", "1"))).isNull();
    }

    private void refusesTaiwanAt(long millis, String got) {
        refusesTaiwanAt(millis, taiwan("593", "1000"), got);
    }

    private void refusesTaiwanAt(long millis, SubmitOrder order, String got) {
        Refused refused = ask(gate, order, millis);
        assertThat(refused).isNotNull();
        if (refused != null) {
            assertThat(refused.reason()).isEqualTo(Reason.MARKET_CLOSED);
            assertThat(refused.detail()).contains(got);
        }
    }

    private static void refuses(RiskGate gate, SubmitOrder order, Reason reason, String detail) {
        @Nullable Refused refused = ask(gate, order);
        assertThat(refused).as("%s", order).isNotNull();
        if (refused != null) {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).contains(detail);
        }
    }

    private static SubmitOrder taiwan(String price, String shares) {
        return Gates.order(TSMC, Side.BUY, Price.parse(price), new Amount(Long.parseLong(shares) * Decimals.ONE));
    }
}
