package tradelab.trading.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.batch.Steps;
import tradelab.trading.order.Admission;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Orders;
import tradelab.trading.order.VenueReport;
import tradelab.trading.pace.Timing;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;
import tradelab.trading.venue.VenueRecords;

/** A partition with more orders than one turn looks at. */
class ReconcilerTest {
    private static final int ORDERS = 10 * Reconciler.SLICE;
    private static final long QUARANTINE = 12_000;

    private final OrderCore core = new OrderCore(0, 100, 600_000);
    private final List<Order> orders = new ArrayList<>();
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private final List<Effect> effects = new ArrayList<>();
    private final OnlyPart part = new OnlyPart();
    private final Exchange venue = new Exchange();
    private final Reconciler reconciler =
            new Reconciler(venue, new Settings(), new Clock(), new Homes(1), this::isLookedAt);
    private long now = Orders.NOW;
    private int lookedAt;
    private @Nullable Promise<Void> commit;

    private boolean isLookedAt(Order order) {
        lookedAt++;
        return order.request().account().equals("a");
    }

    private final class OnlyPart implements Part {
        private boolean held = true;
        private int reconciled;

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public OrderCore core() {
            return core;
        }

        @Override
        public boolean holds() {
            return held;
        }

        @Override
        public Steps steps() {
            return given -> {
                effects.addAll(given);
                Promise<Void> waits = commit;
                return waits == null || given.isEmpty() ? Future.succeededFuture() : waits.future();
            };
        }

        @Override
        public void reconciled() {
            reconciled++;
        }
    }

    private static final class Exchange implements Venue {
        private List<VenueReport> open = List.of();

        @Override
        public void follow(VenueEvents events) {}

        @Override
        public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
            return Future.failedFuture("not asked for");
        }

        @Override
        public Future<VenueRecords> records(long sinceMillis) {
            return Future.succeededFuture(new VenueRecords(open, List.of(), List.of(), 0));
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    private final class Clock implements Timing {
        @Override
        public long nanoTime() {
            return now * 1_000_000;
        }

        @Override
        public long epochMillis() {
            return now;
        }

        @Override
        public void after(long millis, Runnable action) {
            timers.addLast(action);
        }
    }

    private static final class Settings implements ReconcileSettings {
        @Override
        public Duration interval() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration sweepInterval() {
            return Duration.ofSeconds(60);
        }

        @Override
        public Duration quarantine() {
            return Duration.ofMillis(QUARANTINE);
        }

        @Override
        public int readingsMin() {
            return 3;
        }

        @Override
        public Duration clockSkew() {
            return Duration.ZERO;
        }
    }

    @Test
    void looksAtABoundedNumberOfRecordsAndOrdersATurn() {
        submit();
        venue.open = orders.stream().map(ReconcilerTest::open).toList();
        reconciler.add(part);
        Future<Void> read = reconciler.read();
        int turns = 1;
        int before = 0;
        while (!read.isComplete()) {
            assertThat(effects.size() - before).isBetween(0, Reconciler.SLICE);
            assertThat(lookedAt).isLessThanOrEqualTo(turns * Reconciler.SLICE);
            before = effects.size();
            assertThat(part.reconciled).isZero();
            turn();
            turns++;
        }
        assertThat(read.succeeded()).isTrue();
        assertThat(turns).as("once each record, once each order").isBetween(20, 22);
        assertThat(effects).hasSize(ORDERS).allMatch(Effect.Store.class::isInstance);
        assertThat(core.count(OrderStatus.ACTIVE)).isEqualTo(ORDERS);
        assertThat(part.reconciled).isEqualTo(1);
    }

    @Test
    void provesTheAbsenceOfEveryOrderOfManyThatIsStillInDoubt() {
        submit();
        orders.forEach(this::lose);
        reconciler.add(part);
        for (int reading = 1; reading <= 3; reading++) {
            now += QUARANTINE / 2;
            Future<Void> read = reconciler.read();
            turn();
            if (reading == 3) {
                // the venue shows one after the reading, another ends, which the walk would have come to later
                var _ = core.report(open(orders.getLast()), false, now);
                var _ = core.refused(orders.get(ORDERS / 2), "late answer", now);
            }
            run(read);
        }
        assertThat(effects.stream().filter(Effect.QueueNew.class::isInstance)).hasSize(ORDERS - 2);
        assertThat(orders.getLast().status()).isEqualTo(OrderStatus.ACTIVE);
        assertThat(orders.get(ORDERS / 2).status()).isEqualTo(OrderStatus.REJECTED);
    }

    @Test
    void concludesNothingOnceThePartMayBeAnothers() {
        submit();
        orders.forEach(this::lose);
        reconciler.add(part);
        for (int reading = 1; reading <= 3; reading++) {
            now += QUARANTINE / 2;
            Future<Void> read = reconciler.read();
            part.held = reading < 3;
            run(read);
        }
        assertThat(effects.stream().filter(Effect.QueueNew.class::isInstance))
                .as("what the first turn concluded")
                .hasSize(Reconciler.SLICE);
        assertThat(part.reconciled).isEqualTo(2);
    }

    @Test
    void makesEachPieceDurableBeforeTheNext() {
        submit();
        venue.open = orders.stream().map(ReconcilerTest::open).toList();
        Promise<Void> slow = Promise.promise();
        commit = slow;
        reconciler.add(part);
        Future<Void> read = reconciler.read();
        assertThat(timers).isEmpty();
        assertThat(effects).hasSize(Reconciler.SLICE);
        commit = null;
        slow.complete();
        run(read);
        assertThat(effects).hasSize(ORDERS);
    }

    @Test
    void isNotReconciledByAReadingThatCouldNotBeStored() {
        submit();
        venue.open = orders.stream().map(ReconcilerTest::open).toList();
        Promise<Void> broken = Promise.promise();
        commit = broken;
        reconciler.add(part);
        Future<Void> read = reconciler.read();
        broken.fail("the log is gone");
        run(read);
        assertThat(part.reconciled).isZero();
        assertThat(effects).hasSize(Reconciler.SLICE);
    }

    private void submit() {
        for (int i = 0; i < ORDERS; i++) {
            if (core.submit(Orders.limit("a", i), now) instanceof Admission.New(Order order)) {
                var _ = core.accepted(order, i + 1L);
                var _ = core.claim(order, 1, now);
                orders.add(order);
            }
        }
        assertThat(orders).hasSize(ORDERS);
    }

    private void lose(Order order) {
        var _ = core.unanswered(order, now);
    }

    private static VenueReport open(Order order) {
        return new VenueReport(
                order.cid(),
                "v" + order.cid(),
                order.request().instrument().symbol(),
                order.signedAmount(),
                VenueReport.State.OPEN,
                0,
                0,
                null);
    }

    private void turn() {
        List<Runnable> due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    private void run(Future<Void> read) {
        for (int turns = 0; !read.isComplete(); turns++) {
            assertThat(turns).isLessThan(100);
            turn();
        }
    }
}
