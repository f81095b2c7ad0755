package tradelab.trading.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.VenueReport.State;

class OrderCoreTest {
    private static final long NOW = Orders.NOW;
    private final OrderCore core = new OrderCore(0, 100, 60_000);

    @Test
    void annihilatesAnOrderThatWasNotSent() {
        Order order = accepted(1);
        assertThat(core.cancel(order, NOW)).singleElement().isInstanceOf(Effect.Store.class);
        assertThat(order.status()).isEqualTo(OrderStatus.CANCELED);
        assertThat(core.claim(order, 1, NOW)).isEmpty();
    }

    @Test
    void sendsACancellationOnlyWhenTheVenueHasShownTheOrder() {
        Order order = accepted(1);
        claimed(order);
        assertThat(core.cancel(order, NOW)).noneMatch(Effect.QueueCancel.class::isInstance);
        assertThat(core.report(report(order, State.OPEN, 0), false, NOW))
                .anyMatch(Effect.QueueCancel.class::isInstance);
    }

    @Test
    void staysInDoubtUntilTheVenueProvesSomething() {
        Order order = accepted(1);
        claimed(order);
        assertThat(core.unanswered(order, NOW)).hasSize(1);
        assertThat(order.status()).isEqualTo(OrderStatus.IN_DOUBT);
        assertThat(core.claim(order, 2, NOW)).isEmpty();
        assertThat(core.provenUnsent(order, NOW)).containsExactly(new Effect.QueueNew(order));
        assertThat(core.claim(order, 2, NOW)).hasSize(1);
        assertThat(order.status()).isEqualTo(OrderStatus.IN_DOUBT);
        assertThat(core.provenUnsent(order, NOW)).as("on its way again").isEmpty();
    }

    @Test
    void remembersAFilledOrderWhoseExecutionsAreMissingUntilTheyCome() {
        Order order = accepted(1);
        claimed(order);
        var _ = core.report(report(order, State.FILLED, order.amount()), false, NOW);
        assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(core.unsettled()).containsExactly(order);
        long half = order.amount() / 2;
        var _ = core.fill(new VenueFill(1, order.cid(), "v1", 5, half, null, null, NOW), NOW);
        assertThat(core.unsettled()).containsExactly(order);
        var _ = core.fill(new VenueFill(2, order.cid(), "v1", 5, order.amount() - half, null, null, NOW), NOW);
        assertThat(core.unsettled()).isEmpty();
    }

    @Test
    void expiresAnOrderThatIsTooOldToBeSent() {
        Order order = accepted(1);
        assertThat(core.claim(order, 1, NOW + 60_001)).hasSize(1);
        assertThat(order.status()).isEqualTo(OrderStatus.EXPIRED);
    }

    @Test
    void reportsAnOrderOfSomebodyElse() {
        VenueReport foreign = new VenueReport(7, "v7", "tBTCUSD", 5, State.OPEN, 0, 0, null);
        assertThat(core.report(foreign, true, NOW)).containsExactly(new Effect.Unknown(foreign));
        VenueReport over = new VenueReport(8, "v8", "tBTCUSD", 5, State.FILLED, 5, 1, null);
        assertThat(core.report(over, true, NOW)).containsExactly(new Effect.Unknown(over));
    }

    @Test
    void doesNotAdoptAnOrderThatOnlySharesOurId() {
        Order order = accepted(1);
        claimed(order);
        VenueReport other = new VenueReport(order.cid(), "v7", "tETHUSD", 5, State.OPEN, 0, 0, null);
        assertThat(core.report(other, true, NOW)).containsExactly(new Effect.Unknown(other));
        assertThat(order.status()).isEqualTo(OrderStatus.SENDING);
    }

    @Test
    void raisesAnAlarmForASecondVenueOrder() {
        Order order = accepted(1);
        claimed(order);
        assertThat(core.report(report(order, State.OPEN, 0), false, NOW)).hasSize(1);
        VenueReport second =
                new VenueReport(order.cid(), "v99", "tBTCUSD", order.signedAmount(), State.OPEN, 0, 0, null);
        assertThat(core.report(second, true, NOW)).singleElement().isInstanceOf(Effect.Alarm.class);
    }

    @Test
    void countsATradeOnceAndMeansItsPrice() {
        Order order = accepted(1);
        claimed(order);
        VenueFill first = new VenueFill(1, order.cid(), "v1", 600, 40_000_000, null, null, NOW);
        VenueFill second = new VenueFill(2, order.cid(), "v1", 700, 60_000_000, null, null, NOW);
        assertThat(core.fill(first, NOW)).hasSize(2);
        assertThat(core.fill(first, NOW)).isEmpty();
        assertThat(order.status()).isEqualTo(OrderStatus.PARTIAL);
        assertThat(core.fill(second, NOW)).hasSize(2);
        assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(new OrderChange(order).averagePrice()).isEqualTo(660);
    }

    @Test
    void putsAnOrderOfUnknownFateInDoubtAtStart() {
        Order order = new Order(Orders.limit("a", 1), 5, NOW);
        order.status = OrderStatus.SENDING;
        order.unsent = false;
        assertThat(core.restore(order, List.of(), NOW)).singleElement().isInstanceOf(Effect.Store.class);
        assertThat(order.isInDoubt()).isTrue();
    }

    @Test
    void forgetsOnlyFinalOrders() {
        OrderCore small = new OrderCore(0, 1, 60_000);
        Order open = ((Admission.New) small.submit(Orders.limit("a", 0), NOW)).order();
        for (int i = 1; i < 5; i++) {
            Order order = ((Admission.New) small.submit(Orders.limit("a", i), NOW)).order();
            assertThat(small.accepted(order, i)).hasSize(1);
            assertThat(small.cancel(order, NOW)).hasSize(1);
        }
        assertThat(small.find(open.cid())).isSameAs(open);
        assertThat(small.count(OrderStatus.CANCELED)).isEqualTo(1);
        assertThat(small.submit(Orders.limit("a", 1), NOW)).isInstanceOf(Admission.New.class);
    }

    @Test
    void amendsAnOrderThatWasNotSentWithoutACall() {
        Order order = accepted(1);
        assertThat(amended(core.amend(order, new Terms(65, 2), NOW)))
                .singleElement()
                .isInstanceOf(Effect.Store.class);
        assertThat(amended(core.amend(order, new Terms(66, 3), NOW))).hasSize(1);
        claimed(order);
        assertThat(order.working()).isEqualTo(new Terms(66, 3));
        assertThat(order.signedAmount()).isEqualTo(-3);
        assertThat(core.amendSent(order)).isNull();
    }

    @Test
    void sendsOnlyTheLastOfSeveralAmendments() {
        Order order = resting(1);
        assertThat(amended(core.amend(order, new Terms(65, 2), NOW))).contains(new Effect.QueueAmend(order));
        assertThat(amended(core.amend(order, new Terms(66, 3), NOW))).doesNotContain(new Effect.QueueAmend(order));
        assertThat(core.amendSent(order)).isEqualTo(new Terms(66, 3));
        assertThat(core.amendTaken(order, new Terms(66, 3), NOW)).doesNotContain(new Effect.QueueAmend(order));
        assertThat(order.working()).isEqualTo(order.terms());
    }

    @Test
    void sendsAnAmendmentThatCameWhileAnotherWasUnderWay() {
        Order order = resting(1);
        assertThat(amended(core.amend(order, new Terms(65, 2), NOW))).hasSize(2);
        assertThat(core.amendSent(order)).isEqualTo(new Terms(65, 2));
        assertThat(amended(core.amend(order, new Terms(66, 3), NOW))).hasSize(1);
        assertThat(core.amendTaken(order, new Terms(65, 2), NOW)).contains(new Effect.QueueAmend(order));
        assertThat(core.amendSent(order)).isEqualTo(new Terms(66, 3));
    }

    @Test
    void sendsAnAmendmentWithoutAnAnswerAgainAndGivesUpARefusedOne() {
        Order order = resting(1);
        Terms before = order.terms();
        assertThat(amended(core.amend(order, new Terms(65, 2), NOW))).hasSize(2);
        assertThat(core.amendSent(order)).isNotNull();
        core.amendFailed(order);
        assertThat(core.report(report(order, State.OPEN, 0), true, NOW)).containsExactly(new Effect.QueueAmend(order));
        assertThat(core.amendSent(order)).isEqualTo(new Terms(65, 2));
        assertThat(core.amendRefused(order, new Terms(65, 2), NOW)).hasSize(1);
        assertThat(order.terms()).isEqualTo(before);
    }

    @Test
    void refusesAnAmendmentOfWhatIsEndedCancelledOrFilledThatFar() {
        Order order = resting(1);
        VenueFill fill = new VenueFill(1, order.cid(), "v1", 600, 40_000_000, null, null, NOW);
        assertThat(core.fill(fill, NOW)).hasSize(2);
        assertThat(core.amend(order, new Terms(65, 40_000_000), NOW)).isInstanceOf(Amendment.Refused.class);
        assertThat(core.amend(order, new Terms(0, 90_000_000), NOW)).isInstanceOf(Amendment.Refused.class);
        assertThat(core.cancel(order, NOW)).isNotEmpty();
        assertThat(core.amend(order, new Terms(65, 90_000_000), NOW)).isInstanceOf(Amendment.Refused.class);
        assertThat(core.report(report(order, State.CANCELED, 40_000_000), false, NOW))
                .isNotEmpty();
        assertThat(core.amend(order, new Terms(65, 90_000_000), NOW)).isInstanceOf(Amendment.Refused.class);
    }

    @Test
    void keepsBackWhatTheGateStopsAndCancelsIt() {
        Order order = accepted(1);
        core.gate(_ -> "the account may only make");
        assertThat(core.claim(order, 1, NOW)).hasSize(1);
        assertThat(order.status()).isEqualTo(OrderStatus.CANCELED);
        assertThat(order.attempted()).isFalse();
        assertThat(order.view(new OrderChange(order), 2).reason()).isEqualTo("the account may only make");
    }

    @Test
    void tellsTheSameOrderFromAnotherOfItsName() {
        Order order = accepted(1);
        assertThat(core.submit(Orders.limit("a", 1), NOW)).isEqualTo(new Admission.Known(order));
        var other = Orders.limit("a", 3);
        var namesake = new tradelab.contracts.trading.SubmitOrder(
                "a",
                "c1",
                other.instrument(),
                other.side(),
                other.type(),
                other.price(),
                tradelab.contracts.Amount.parse("2"),
                null);
        assertThat(core.submit(namesake, NOW)).isEqualTo(new Admission.Taken(order));
    }

    private Order resting(int number) {
        Order order = accepted(number);
        claimed(order);
        assertThat(core.report(report(order, State.OPEN, 0), false, NOW)).hasSize(1);
        return order;
    }

    private static List<Effect> amended(Amendment amendment) {
        return ((Amendment.Taken) amendment).effects();
    }

    private Order accepted(int number) {
        Order order = ((Admission.New) core.submit(Orders.limit("a", number), NOW)).order();
        assertThat(core.accepted(order, number)).containsExactly(new Effect.QueueNew(order));
        return order;
    }

    private void claimed(Order order) {
        assertThat(core.claim(order, 1, NOW)).hasSize(1);
        assertThat(order.status()).isEqualTo(OrderStatus.SENDING);
    }

    private static VenueReport report(Order order, State state, long executed) {
        return new VenueReport(order.cid(), "v1", "tBTCUSD", order.signedAmount(), state, executed, 0, null);
    }
}
