package tradelab.venue.taiwan.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.venue.taiwan.exchange.TestFloor.accepted;
import static tradelab.venue.taiwan.exchange.TestFloor.refused;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.market.CancelReason;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.OrderState;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.OrderType;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.TimeInForce;
import tradelab.venue.taiwan.session.TradingDays;

class TaiwanExchangeTest {
    private static final LocalTime NINE = LocalTime.of(9, 0);

    @Test
    void opensWithOneCallAuctionAndGoesOnContinuously() {
        TestFloor floor = new TestFloor(LocalTime.of(8, 30));
        var _ = floor.buy("101", 3_000);
        var _ = floor.buy("100.5", 1_000);
        var _ = floor.sell("100", 2_000);
        var _ = floor.sell("100.5", 1_000);
        floor.to(8, 59, 59);
        assertThat(floor.trades).isEmpty();
        assertThat(floor.market().simulated().shares()).isEqualTo(3_000);
        floor.to(9, 0, 0);
        assertThat(floor.market().day().open()).isEqualTo(Decimals.parse("open", "100.5"));
        assertThat(floor.market().day().volume()).isEqualTo(3_000);
        Order taker = floor.sell("100", 2_000);
        assertThat(floor.tape()).last().isEqualTo("100.5 x 1000 CONTINUOUS");
        assertThat(taker.remaining()).isEqualTo(1_000);
    }

    @Test
    void takesMarketAndImmediateOrdersInContinuousTradingOnly() {
        TestFloor floor = new TestFloor(LocalTime.of(8, 30));
        for (TimeInForce time : TimeInForce.values()) {
            assertThat(refused(floor.submit(Side.BUY, null, 1_000, time)))
                    .isEqualTo(RefusalCode.ORDER_KIND_NOT_ALLOWED);
        }
        assertThat(refused(floor.submit(Side.BUY, "100", 1_000, TimeInForce.IOC)))
                .isEqualTo(RefusalCode.ORDER_KIND_NOT_ALLOWED);
        floor.to(13, 25, 0);
        assertThat(refused(floor.submit(Side.BUY, "100", 1_000, TimeInForce.FOK)))
                .isEqualTo(RefusalCode.ORDER_KIND_NOT_ALLOWED);
        floor.to(13, 30, 0);
        assertThat(refused(floor.submit(Side.BUY, "100", 1_000, TimeInForce.ROD)))
                .isEqualTo(RefusalCode.WRONG_SESSION);
    }

    @Test
    void fillsOrKillsAndCancelsWhatIsNotImmediate() {
        TestFloor floor = new TestFloor(NINE);
        var _ = floor.sell("100", 1_000);
        var _ = floor.sell("100.5", 1_000);
        Order killed = accepted(floor.submit(Side.BUY, "100.5", 3_000, TimeInForce.FOK));
        assertThat(killed.reason()).isEqualTo(CancelReason.NOT_COMPLETELY);
        Order filled = accepted(floor.submit(Side.BUY, "100.5", 2_000, TimeInForce.FOK));
        assertThat(filled.state()).isEqualTo(OrderState.FILLED);
        var _ = floor.sell("100", 1_000);
        Order part = accepted(floor.submit(Side.BUY, "100", 2_000, TimeInForce.IOC));
        assertThat(part.filled()).isEqualTo(1_000);
        assertThat(part.reason()).isEqualTo(CancelReason.NOT_AT_ONCE);
    }

    @Test
    void paysAWaitingMarketBuyTheHighestOfLastPriceAndBestLimits() {
        TestFloor floor = new TestFloor(NINE);
        var _ = floor.buy("101", 1_000);
        var _ = floor.sell("101", 1_000);
        var _ = floor.buy("100", 1_000);
        Order waiting = accepted(floor.submit(Side.BUY, null, 2_000, TimeInForce.ROD));
        assertThat(waiting.isOpen()).isTrue();
        var _ = floor.sell("99", 1_000);
        assertThat(floor.tape())
                .last()
                .isEqualTo("101 x 1000 CONTINUOUS"); // ahead of the limit order, at its own price
        var _ = floor.sell("102", 1_000);
        assertThat(floor.tape()).last().isEqualTo("102 x 1000 CONTINUOUS");
        assertThat(waiting.state()).isEqualTo(OrderState.FILLED);
    }

    @Test
    void stopsMatchingForTwoMinutesBeyondThreeAndAHalfPercentOfTheMean() {
        TestFloor floor = new TestFloor(NINE);
        var _ = floor.sell("100", 1_000);
        var _ = floor.buy("100", 1_000);
        var _ = floor.sell("103.5", 1_000);
        var _ = floor.sell("104", 1_000);
        Order far = floor.buy("104", 3_000);
        assertThat(far.filled()).isEqualTo(1_000); // 103.5 is 3.5 %, not more
        assertThat(floor.market().state()).isEqualTo(SecurityState.INTERRUPTED);
        floor.to(9, 2, 0);
        assertThat(floor.tape()).last().isEqualTo("104 x 1000 AFTER_INTERRUPTION");
        floor.to(9, 10, 0); // nothing traded for five minutes: compared with the last price
        var _ = accepted(floor.desk.cancel(floor.account, new OrderRef(far.id(), null), 0));
        var _ = floor.sell("107.5", 1_000);
        var _ = accepted(floor.submit(Side.BUY, null, 1_000, TimeInForce.ROD));
        assertThat(floor.tape()).last().isEqualTo("107.5 x 1000 CONTINUOUS");
    }

    @Test
    void deletesMarketOrdersWhenItInterruptsAndResumesThroughAnAuction() {
        TestFloor floor = new TestFloor(NINE);
        var _ = floor.sell("100", 1_000);
        var _ = floor.buy("100", 1_000);
        var _ = floor.sell("104", 2_000);
        Order market = accepted(floor.submit(Side.BUY, null, 1_000, TimeInForce.ROD));
        assertThat(market.reason()).isEqualTo(CancelReason.VOLATILITY_INTERRUPTION);
        assertThat(floor.market().state()).isEqualTo(SecurityState.INTERRUPTED);
        assertThat(refused(floor.submit(Side.BUY, "104", 1_000, TimeInForce.IOC)))
                .isEqualTo(RefusalCode.ORDER_KIND_NOT_ALLOWED);
        Order limit = floor.buy("104", 2_000);
        floor.to(9, 1, 59);
        assertThat(limit.filled()).isZero();
        assertThat(floor.market().simulated().shares()).isEqualTo(2_000);
        floor.to(9, 2, 0);
        assertThat(floor.tape()).last().isEqualTo("104 x 2000 AFTER_INTERRUPTION");
        assertThat(floor.market().state()).isEqualTo(SecurityState.TRADING);
        assertThat(floor.states).contains("1101 INTERRUPTED 09:00", "1101 TRADING 09:02");
    }

    @Test
    void opensTwoMinutesLateIfTheSimulatedPriceSwingsInTheLastMinute() {
        TestFloor floor = new TestFloor(LocalTime.of(8, 30));
        var _ = floor.buy("96", 1_000);
        var _ = floor.sell("96", 1_000);
        floor.to(8, 59, 10);
        var _ = floor.buy("105", 5_000);
        var _ = floor.sell("105", 4_000);
        floor.to(9, 0, 0);
        assertThat(floor.market().state()).isEqualTo(SecurityState.DELAYED_OPEN);
        Order late = floor.buy("105", 1_000);
        floor.to(9, 2, 0);
        assertThat(floor.market().day().volume()).isEqualTo(5_000);
        assertThat(late.isOpen()).isTrue();
    }

    @Test
    void closesWithACallAuctionAndCancelsTheRest() {
        TestFloor floor = new TestFloor(LocalTime.of(13, 20));
        Order rest = floor.buy("99", 1_000);
        Order waiting = accepted(floor.submit(Side.SELL, null, 1_000, TimeInForce.ROD));
        assertThat(waiting.state()).isEqualTo(OrderState.FILLED);
        Order unmatched = accepted(floor.submit(Side.SELL, null, 1_000, TimeInForce.ROD));
        floor.to(13, 25, 0);
        assertThat(unmatched.reason()).isEqualTo(CancelReason.END_OF_SESSION);
        var _ = floor.buy("100", 1_000);
        var _ = floor.sell("98", 1_000);
        Order left = floor.buy("97", 1_000);
        floor.to(13, 30, 0);
        assertThat(floor.tape()).last().asString().endsWith("CLOSING");
        assertThat(left.reason()).isEqualTo(CancelReason.END_OF_SESSION);
        assertThat(rest.state()).isEqualTo(OrderState.FILLED);
        assertThat(floor.account.holdings().reserved()).isZero();
    }

    @Test
    void callsOddLotsEachMinuteAndTradesAfterHoursAtTheClose() {
        TestFloor floor = new TestFloor(NINE);
        var _ = floor.buy("100", 1_000);
        var _ = floor.sell("100", 1_000);
        OrderTerms odd = new OrderTerms(
                Side.BUY, OrderType.LIMIT, TimeInForce.ROD, OrderSession.ODD, Decimals.parse("price", "101"), 7);
        var _ = floor.submit(odd);
        var _ = floor.submit(
                new OrderTerms(Side.SELL, OrderType.LIMIT, TimeInForce.ROD, OrderSession.ODD, odd.price(), 5));
        floor.to(9, 9, 59);
        assertThat(floor.trades).hasSize(1);
        floor.to(9, 10, 0);
        assertThat(floor.tape()).last().isEqualTo("101 x 5 ODD_LOT");
        floor.to(14, 0, 0);
        OrderTerms fixed = new OrderTerms(Side.BUY, OrderType.LIMIT, TimeInForce.ROD, OrderSession.FIXED, 0, 3_000);
        var _ = floor.submit(fixed);
        var _ = floor.submit(new OrderTerms(Side.SELL, OrderType.LIMIT, TimeInForce.ROD, OrderSession.FIXED, 0, 2_000));
        floor.to(14, 30, 0);
        assertThat(floor.tape()).last().isEqualTo("100 x 2000 FIXED_PRICE");
        assertThat(floor.account.orders(true, 0, 100)).isEmpty();
    }

    @Test
    void refusesWhatTheRulesRefuseAndSaysWhy() {
        TestFloor floor = new TestFloor(NINE);
        assertThat(refused(floor.submit(Side.BUY, "110.5", 1_000, TimeInForce.ROD)))
                .isEqualTo(RefusalCode.OUTSIDE_LIMITS);
        assertThat(refused(floor.submit(Side.BUY, "89.9", 1_000, TimeInForce.ROD)))
                .isEqualTo(RefusalCode.OUTSIDE_LIMITS);
        assertThat(refused(floor.submit(Side.BUY, "100.1", 1_000, TimeInForce.ROD)))
                .isEqualTo(RefusalCode.OFF_TICK);
        assertThat(refused(floor.submit(Side.BUY, "100", 999, TimeInForce.ROD))).isEqualTo(RefusalCode.WRONG_LOT);
        assertThat(refused(floor.submit(Side.BUY, "100", 500_000, TimeInForce.ROD)))
                .isEqualTo(RefusalCode.WRONG_LOT);
        assertThat(refused(floor.submit(Side.SELL, "100", 101_000, TimeInForce.ROD)))
                .isEqualTo(RefusalCode.INSUFFICIENT_SHARES);
        assertThat(refused(floor.desk.submit(
                        floor.account, "x", "9999", OrderTerms.limit(Side.BUY, Decimals.ONE, 1_000), 0)))
                .isEqualTo(RefusalCode.UNKNOWN_SYMBOL);
        TaiwanLedger.Summary summary = floor.exchange.ledger().summary();
        assertThat(summary.submits()).isEqualTo(7);
        assertThat(summary.refusals()).isEqualTo(7);
        assertThat(floor.exchange.ledger().page(0, 100)).hasSize(7).allMatch(each -> each.refusal() != null);
    }

    @Test
    void takesAClientOrderIdOnceEvenAfterTheOrderIsClosed() {
        TestFloor floor = new TestFloor(NINE);
        OrderTerms terms = OrderTerms.limit(Side.BUY, 100 * Decimals.ONE, 1_000);
        Order first = accepted(floor.desk.submit(floor.account, "twice", "1101", terms, 0));
        assertThat(refused(floor.desk.submit(floor.account, "twice", "1101", terms, 0)))
                .isEqualTo(RefusalCode.DUPLICATE_CLIENT_ORDER_ID);
        var _ = accepted(floor.desk.cancel(floor.account, new OrderRef(null, "twice"), 0));
        assertThat(first.reason()).isEqualTo(CancelReason.CLIENT);
        assertThat(refused(floor.desk.submit(floor.account, "twice", "1101", terms, 0)))
                .isEqualTo(RefusalCode.DUPLICATE_CLIENT_ORDER_ID);
        assertThat(floor.exchange.ledger().summary().repeatedClientOrderIds()).isZero();
    }

    @Test
    void keepsThePlaceOfAReducedOrderAndGivesARepricedOneANewTime() {
        TestFloor floor = new TestFloor(NINE);
        Order first = floor.buy("100", 3_000);
        Order second = floor.buy("100", 1_000);
        var _ = accepted(floor.desk.amend(floor.account, new OrderRef(first.id(), null), 1_000, 0, 0));
        var _ = floor.sell("100", 1_000);
        assertThat(first.state()).isEqualTo(OrderState.FILLED);
        assertThat(first.shares()).isEqualTo(1_000);
        Order third = floor.buy("99", 1_000);
        var _ = accepted(
                floor.desk.amend(floor.account, new OrderRef(third.id(), null), 0, Decimals.parse("price", "100"), 0));
        var _ = floor.sell("100", 1_000);
        assertThat(second.state()).isEqualTo(OrderState.FILLED);
        assertThat(third.isOpen()).isTrue();
        assertThat(refused(floor.desk.amend(floor.account, new OrderRef(third.id(), null), 2_000, 0, 0)))
                .isEqualTo(RefusalCode.BAD_REQUEST);
        assertThat(floor.account.holdings().reserved()).isEqualTo(100_000L * Decimals.ONE + 142 * Decimals.ONE);
    }

    @Test
    void chargesCommissionOnBothSidesAndTaxOnTheSale() {
        TestFloor floor = new TestFloor(NINE);
        long before = floor.account.holdings().cash();
        var _ = floor.sell("100", 1_000);
        var _ = floor.buy("100", 1_000);
        // Bought and sold on one day: half of the 0.3 %.
        assertThat(floor.account.holdings().taxes()).isEqualTo(150 * Decimals.ONE);
        assertThat(floor.account.holdings().fees()).isEqualTo(2 * 142 * Decimals.ONE);
        assertThat(floor.account.holdings().cash()).isEqualTo(before - 434 * Decimals.ONE);
        Execution execution = floor.reports.stream()
                .map(Report::execution)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertThat(execution.settles()).isEqualTo("2026-01-07");
    }

    @Test
    void haltsOneSecurityOrTheWholeMarketAndGoesOnThroughAnAuction() {
        TestFloor floor = new TestFloor(NINE);
        Order waiting = floor.buy("100", 1_000);
        assertThat(floor.desk.halt("1101", true, 0)).isTrue();
        assertThat(refused(floor.submit(Side.BUY, "100", 1_000, TimeInForce.ROD)))
                .isEqualTo(RefusalCode.HALTED);
        var _ = floor.desk.halt("1101", false, 0);
        var _ = floor.sell("100", 1_000);
        assertThat(waiting.filled()).isZero();
        floor.to(9, 2, 0);
        assertThat(waiting.state()).isEqualTo(OrderState.FILLED);
        assertThat(floor.desk.halt(null, true, 0)).isTrue();
        assertThat(floor.exchange.markets()).allMatch(each -> each.state() == SecurityState.HALTED);
        assertThat(floor.desk.halt("0000", true, 0)).isFalse();
    }

    @Test
    void givesNewListingsNoLimitsForFiveDays() {
        TestFloor floor = new TestFloor(NINE, TestFloor.MONDAY);
        assertThat(floor.exchange.markets().get(1).limits().isNone()).isTrue();
        assertThat(floor.exchange.markets().get(0).limits().isNone()).isFalse();
        for (int day = 0; day < 5; day++) {
            assertThat(floor.exchange.markets().get(1).limits().isNone()).isTrue();
            floor.to(14, 30, 0);
            var _ = floor.exchange.advance(
                    TradingDays.millis(TradingDays.next(floor.exchange.date()), LocalTime.of(8, 30)), 1_000_000);
        }
        assertThat(floor.exchange.markets().get(1).limits().isNone()).isFalse();
    }
}
