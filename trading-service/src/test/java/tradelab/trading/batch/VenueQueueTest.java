package tradelab.trading.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Admission;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Orders;
import tradelab.trading.order.Terms;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.Operation;

class VenueQueueTest {
    private static final long NOW = Orders.NOW;
    private static final long LINGER = 3_000_000;

    private final OrderCore core = new OrderCore(0, 100, 60_000);
    private final Set<Order> stopped = new HashSet<>();
    private boolean ours = true;
    private final Owned owned = new Owned() {
        @Override
        public @Nullable OrderCore core(Order order) {
            return ours ? core : null;
        }

        @Override
        public long untilNanos(Order order) {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean mayPlace(Order order) {
            return !stopped.contains(order);
        }
    };
    private final List<String> waits = new ArrayList<>();
    private final VenueQueue queue = new VenueQueue(new DispatchListener() {
        @Override
        public void called(int operations, String outcome, long nanos) {}

        @Override
        public void doubtful() {}

        @Override
        public void waited(boolean cancel, long nanos) {
            waits.add((cancel ? "cancel " : "order ") + nanos);
        }
    });

    private Order accepted(int number) {
        return accepted(Orders.limit("a", number), number);
    }

    private Order reducing(int number) {
        SubmitOrder plain = Orders.limit("a", number);
        return accepted(
                new SubmitOrder(
                        plain.account(),
                        plain.clientOrderId(),
                        plain.instrument(),
                        plain.side(),
                        plain.type(),
                        plain.price(),
                        plain.amount(),
                        null,
                        true),
                number);
    }

    private Order accepted(SubmitOrder request, int number) {
        if (!(core.submit(request, NOW) instanceof Admission.New(Order order))) {
            throw new AssertionError("known already");
        }
        var _ = core.accepted(order, number);
        return order;
    }

    private Order resting(int number) {
        Order order = accepted(number);
        var _ = core.claim(order, 1, NOW);
        var _ = core.report(
                new VenueReport(
                        order.cid(), "v" + number, "tBTCUSD", order.signedAmount(), VenueReport.State.OPEN, 0, 0, null),
                false,
                NOW);
        return order;
    }

    @Test
    void takesCancellationsFirstAndOrdersInTheirOrder() {
        Order first = accepted(1);
        Order second = accepted(2);
        Order resting = resting(3);
        queue.add(first, 0);
        queue.add(second, 0);
        var _ = core.cancel(resting, NOW);
        queue.addCancel(resting, 0);
        VenueQueue.Batch batch = queue.take(2, owned, 0);
        assertThat(batch.cancels()).containsExactly(resting);
        assertThat(batch.orders()).containsExactly(first);
        assertThat(queue.take(2, owned, 0).orders()).containsExactly(second);
    }

    @Test
    void takesWhatAKillSwitchCancelsFirstThenCancellationsReductionsAmendmentsAndTheRest() {
        Order amended = resting(1);
        Order cancelled = resting(2);
        Order killed = resting(3);
        Order plain = accepted(4);
        Order reducing = reducing(5);
        queue.add(plain, 0);
        var _ = core.amend(amended, new Terms(1, amended.terms().amount()), NOW);
        queue.addAmend(amended, 0);
        queue.add(reducing, 0);
        var _ = core.cancel(cancelled, NOW);
        queue.addCancel(cancelled, 0);
        var _ = core.kill(killed, NOW);
        queue.addCancel(killed, 0);
        assertThat(queue.take(1, owned, 0).cancels()).containsExactly(killed);
        assertThat(queue.take(1, owned, 0).cancels()).containsExactly(cancelled);
        assertThat(queue.take(1, owned, 0).reductions()).containsExactly(reducing);
        assertThat(queue.take(1, owned, 0).amends())
                .extracting(Operation.Amend::order)
                .containsExactly(amended);
        assertThat(queue.take(1, owned, 0).orders()).containsExactly(plain);
        assertThat(queue.size()).isZero();
    }

    @Test
    void aReductionThatIsTriedAgainKeepsItsPlaceBeforeAmendments() {
        Order amended = resting(1);
        Order reducing = reducing(2);
        var _ = core.amend(amended, new Terms(1, amended.terms().amount()), NOW);
        queue.addAmend(amended, 0);
        stopped.add(reducing);
        queue.add(reducing, 0);
        assertThat(queue.take(75, owned, 0).reductions()).isEmpty();
        stopped.clear();
        queue.unhold(0);
        assertThat(queue.take(1, owned, 0).reductions()).containsExactly(reducing);
    }

    @Test
    void aKillSwitchBringsACancellationForwardThatWaitsAlreadyAndItIsSentOnce() {
        Order first = resting(1);
        Order second = resting(2);
        for (Order order : List.of(first, second)) {
            var _ = core.cancel(order, NOW);
            queue.addCancel(order, 0);
        }
        assertThat(core.kill(second, NOW)).containsExactly(new Effect.QueueCancel(second));
        queue.addCancel(second, 0);
        assertThat(queue.take(1, owned, 0).cancels()).containsExactly(second);
        assertThat(queue.take(75, owned, 0).cancels()).containsExactly(first);
        assertThat(core.kill(second, NOW)).as("a second time").isEmpty();
    }

    @Test
    void looksAtABoundedNumberForOneCall() {
        int dead = 2 * VenueQueue.LOOKS_MAX + 10;
        for (int i = 0; i < dead; i++) {
            Order order = accepted(i);
            queue.add(order, 0);
            var _ = core.cancel(order, NOW);
        }
        Order live = accepted(dead);
        queue.add(live, 0);
        for (int left = dead + 1; left > VenueQueue.LOOKS_MAX; left -= VenueQueue.LOOKS_MAX) {
            assertThat(queue.size()).isEqualTo(left);
            assertThat(queue.take(75, owned, 0).size()).isZero();
        }
        assertThat(queue.take(75, owned, 0).orders()).containsExactly(live);
        assertThat(queue.size()).isZero();
    }

    @Test
    void looksAgainAtABoundedNumberOfThoseThatWereHeld() {
        int many = VenueQueue.LOOKS_MAX + 10;
        List<Order> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Order order = accepted(i);
            all.add(order);
            stopped.add(order);
            queue.add(order, 0);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(queue.take(75, owned, 0).size()).isZero();
        }
        assertThat(queue.size()).isZero();
        assertThat(queue.waiting()).isEqualTo(many);
        stopped.remove(all.getLast());
        queue.unhold(0);
        assertThat(queue.size()).isEqualTo(many);
        assertThat(queue.take(75, owned, 0).size()).isZero();
        assertThat(queue.take(75, owned, 0).orders()).containsExactly(all.getLast());
        assertThat(queue.waiting()).isEqualTo(many - 1);
    }

    @Test
    void skipsAnOrderThatWasCancelledWhileItWaited() {
        Order first = accepted(1);
        Order second = accepted(2);
        queue.add(first, 0);
        queue.add(second, 0);
        var _ = core.cancel(first, NOW);
        assertThat(queue.take(75, owned, 0).orders()).containsExactly(second);
    }

    @Test
    void holdsWhatMayNotGoAndLetsItGoInItsTurn() {
        Order first = accepted(1);
        Order second = accepted(2);
        queue.add(first, 0);
        queue.add(second, 0);
        stopped.addAll(List.of(first, second));
        assertThat(queue.take(75, owned, 0).orders()).isEmpty();
        assertThat(queue.size()).isZero();
        assertThat(queue.waiting()).isEqualTo(2);
        stopped.clear();
        queue.unhold(0);
        assertThat(queue.take(75, owned, 0).orders()).containsExactly(first, second);
    }

    @Test
    void saysHowLongOneOfEachKindWaitedAndNothingOfWhatDidNotGo() {
        Order first = accepted(1);
        queue.add(first, 10);
        queue.add(accepted(2), 11);
        Order resting = resting(3);
        var _ = core.cancel(resting, NOW);
        queue.addCancel(resting, 20);
        assertThat(queue.take(2, owned, 50).size()).isEqualTo(2);
        assertThat(waits).containsExactly("cancel 30", "order 40");
        Order third = accepted(4);
        queue.add(third, 60);
        queue.add(accepted(5), 61);
        var _ = core.cancel(third, NOW);
        assertThat(queue.take(75, owned, 70).size()).isEqualTo(2);
        queue.add(accepted(6), 80);
        assertThat(queue.take(75, owned, 95).size()).isEqualTo(1);
        assertThat(waits).containsExactly("cancel 30", "order 40", "order 15");
    }

    @Test
    void dropsWhatIsSomebodyElsesNow() {
        queue.add(accepted(1), 0);
        ours = false;
        assertThat(queue.take(75, owned, 0).size()).isZero();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void waitsForCompanyNoLongerThanItShould() {
        queue.add(accepted(1), 10);
        assertThat(queue.nanosUntilDue(75, LINGER, 10)).isEqualTo(LINGER);
        assertThat(queue.nanosUntilDue(1, LINGER, 10)).as("a full batch").isZero();
        assertThat(queue.nanosUntilDue(75, LINGER, 10 + LINGER)).isZero();
        Order resting = resting(2);
        var _ = core.cancel(resting, NOW);
        queue.addCancel(resting, 11);
        assertThat(queue.nanosUntilDue(75, LINGER, 11)).as("a cancellation").isZero();
    }
}
