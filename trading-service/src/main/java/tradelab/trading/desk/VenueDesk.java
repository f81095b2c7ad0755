package tradelab.trading.desk;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.trading.batch.DispatchListener;
import tradelab.trading.batch.Dispatcher;
import tradelab.trading.batch.Owned;
import tradelab.trading.batch.Steps;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.pace.Pace;
import tradelab.trading.partition.Shares;
import tradelab.trading.reconcile.Homes;
import tradelab.trading.reconcile.Part;
import tradelab.trading.reconcile.Reconciler;
import tradelab.trading.venue.Breaker;
import tradelab.trading.venue.GuardedVenue;
import tradelab.trading.venue.LastGate;
import tradelab.trading.venue.OpenVenue;
import tradelab.trading.venue.Operation;

/**
 * One venue and all that is its own: queue, pace, call, breaker, records. What happens to one venue stays there.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class VenueDesk {
    private static final Logger LOG = LoggerFactory.getLogger(VenueDesk.class);
    private static final long MILLIS_PER_MINUTE = 60_000;

    /** A partition as this venue's reconciler sees it. */
    private record VenuePart(TradingDay day, String venue) implements Part {
        @Override
        public int partition() {
            return day.partition();
        }

        @Override
        public OrderCore core() {
            return day.core();
        }

        @Override
        public boolean holds() {
            return day.holds();
        }

        @Override
        public Steps steps() {
            return day.steps();
        }

        @Override
        public void reconciled() {
            day.reconciled(venue);
        }
    }

    private final OpenVenue open;
    private final GuardedVenue venue;
    private final Dispatcher dispatcher;
    private final Reconciler reconciler;
    private final DeskMetrics metrics;
    private final Homes homes;
    private final FloorPlan.VenueLimits limits;
    private final int partitions;
    private int callsPerMinute;

    VenueDesk(
            OpenVenue open,
            FloorPlan plan,
            Owned owned,
            Steps steps,
            LastGate gate,
            DeskMetrics metrics,
            java.util.function.Consumer<String> halt,
            long firstBatch,
            LoopTiming timing) {
        this.open = open;
        this.metrics = metrics;
        this.homes = plan.homes();
        this.limits = plan.limits(open.name());
        this.partitions = plan.partitions();
        this.callsPerMinute = limits.callsPerMinute();
        Breaker breaker = new Breaker(plan.breakerFailures(), plan.breakerOpen().toNanos());
        this.venue = new GuardedVenue(open, gate, breaker, timing::nanoTime, halt);
        venue.reads(limits.readsPerMinute(), timing.nanoTime());
        this.dispatcher = new Dispatcher(
                owned,
                venue,
                Pace.perMinute(callsPerMinute, timing.nanoTime()),
                new Dispatcher.Limits(
                        limits.batchMax(),
                        plan.batches().linger(),
                        plan.batches().intentAge()),
                steps,
                new CallListener(),
                firstBatch,
                timing);
        venue.again(dispatcher::tryAgain);
        this.reconciler = new Reconciler(venue, plan.reconcile(), timing, homes, this::takes);
        String name = open.name();
        metrics.venueGauge(
                "trading.venue.breaker.open",
                "1 while no call goes to the venue",
                name,
                breaker,
                state -> state.state() == Breaker.State.CLOSED ? 0 : 1);
        metrics.venueGauge(
                "trading.venue.budget.used",
                "Part of the calls that may be made at once that is used up",
                name,
                dispatcher,
                Dispatcher::budgetUsed);
        metrics.venueGauge(
                "trading.venue.reads.used",
                "Part of the reads of records that may be made at once that is used up",
                name,
                venue,
                GuardedVenue::readsUsed);
        metrics.venueGauge(
                "trading.venue.orders.intended", "Placements whose intent became durable", name, gate, LastGate::in);
        metrics.venueGauge("trading.venue.orders.placed", "Placements that left", name, gate, LastGate::out);
    }

    boolean takes(Order order) {
        return open.codes().contains(order.request().instrument().venue());
    }

    String name() {
        return open.name();
    }

    Iterable<String> codes() {
        return open.codes();
    }

    GuardedVenue venue() {
        return venue;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Reconciler reconciler() {
        return reconciler;
    }

    void follow(TradingFloor floor, LongSupplier millis) {
        venue.follow(new StreamListener(floor, homes, reconciler, millis, this::pause));
        reconciler.start();
    }

    /** The venue asks not to be called; when that is over its records are read, for much may have happened. */
    private void pause(String why, long nanos) {
        LOG.warn(
                "event=venue_pause venue={} millis={} cause=\"{}\"",
                open.name(),
                TimeUnit.NANOSECONDS.toMillis(nanos),
                why);
        dispatcher.hold(nanos);
        if (nanos == 0) {
            reconciler.soon();
        }
    }

    /** From now on this instance has {@code owned} of all partitions, and its share of the calls. */
    void pace(int owned, long spentNanos) {
        callsPerMinute = Shares.calls(limits.callsPerMinute(), owned, partitions);
        dispatcher.pace(callsPerMinute, spentNanos);
        venue.reads(Shares.calls(limits.readsPerMinute(), owned, partitions), spentNanos);
    }

    /** Returns how long what comes now would wait, at the full pace of this instance. */
    long waitMillis() {
        long turns = dispatcher.waiting() * MILLIS_PER_MINUTE / ((long) callsPerMinute * limits.batchMax());
        return turns + TimeUnit.NANOSECONDS.toMillis(dispatcher.heldNanos());
    }

    void add(TradingDay day) {
        reconciler.add(new VenuePart(day, open.name()));
    }

    void remove(TradingDay day) {
        reconciler.remove(new VenuePart(day, open.name()));
    }

    private final class CallListener implements DispatchListener {
        @Override
        public void intended(List<Operation> operations) {
            venue.gate().intended(operations);
        }

        @Override
        public void waited(boolean cancel, long nanos) {
            metrics.waited(open.name(), cancel, nanos);
        }

        @Override
        public void called(int operations, String outcome, long nanos) {
            metrics.called(operations, outcome, nanos);
            if (outcome.equals("unanswered") || outcome.equals("not_executed")) {
                LOG.warn("event=venue_call venue={} outcome={} operations={}", open.name(), outcome, operations);
            }
        }

        @Override
        public void doubtful() {
            reconciler.soon();
        }
    }
}
