package tradelab.trading.desk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import tradelab.contracts.FailureKind;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderView;

/** Counts what the desk does, for Prometheus and for the sample of each second. One event loop owns it. */
final class DeskMetrics {
    private final MeterRegistry meters;
    private final Map<OrderStatus, Counter> reached = new EnumMap<>(OrderStatus.class);
    private final Map<FailureKind, Counter> refusedByKind = new EnumMap<>(FailureKind.class);
    private final Map<String, Timer> calls = new HashMap<>();
    private final Counter duplicates;
    private final Counter refused;
    private final Counter annihilated;
    private final Counter collapsed;
    private final Counter coalesced;
    private final Counter batched;
    private final Map<String, Timer> waits = new HashMap<>();
    private final Counter unknownOrders;
    private final Counter alarms;
    private final DistributionSummary groupSize;
    private final Timer commits;
    private final DistributionSummary batchSize;

    private final Histogram commitMicros = new Histogram(60_000_000L, 2);
    private long accepted;
    private long cancelled;
    private long filled;
    private long groups;
    private long grouped;
    private long callCount;
    private long operations;
    private long sampledNanos = System.nanoTime();

    DeskMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (OrderStatus status : OrderStatus.values()) {
            reached.put(
                    status,
                    Counter.builder("trading.orders")
                            .description("Orders that reached a status")
                            .tag("status", status.name())
                            .register(meters));
        }
        for (FailureKind kind : FailureKind.values()) {
            refusedByKind.put(
                    kind,
                    Counter.builder("trading.submissions.failed")
                            .description("Submissions that were not accepted")
                            .tag("kind", kind.name())
                            .register(meters));
        }
        duplicates = counter("trading.submissions.duplicate", "Submissions answered as repetitions");
        refused = counter("trading.submissions.refused", "Submissions that broke a limit");
        annihilated = counter("trading.calls.saved", "Orders cancelled before they were sent");
        collapsed = counter("trading.amends.collapsed", "Amendments that took the place of one that still waited");
        coalesced = counter("trading.cancels.coalesced", "Cancellations of what was being cancelled already");
        batched = counter("trading.calls.batched", "Calls that batches saved: their operations but one");
        unknownOrders =
                counter("trading.venue.orders.unknown", "Orders at the venue that are not ours, each counted once");
        alarms = counter("trading.alarms", "Contradictions between us and the venue");
        groupSize = DistributionSummary.builder("trading.commit.group.size")
                .description("Things that became durable together")
                .register(meters);
        commits = Timer.builder("trading.commit.duration")
                .description("From the forming of a group until it is durable")
                .register(meters);
        batchSize = DistributionSummary.builder("trading.venue.batch.size")
                .description("Operations in one call to the venue")
                .register(meters);
    }

    <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        io.micrometer.core.instrument.Gauge.builder(name, of, value)
                .description(description)
                .strongReference(true)
                .register(meters);
    }

    <T> void venueGauge(String name, String description, String venue, T of, ToDoubleFunction<T> value) {
        io.micrometer.core.instrument.Gauge.builder(name, of, value)
                .description(description)
                .tag("venue", venue)
                .strongReference(true)
                .register(meters);
    }

    void committed(int size, List<OrderView> views, long nanos) {
        groups++;
        grouped += size;
        groupSize.record(size);
        commits.record(Duration.ofNanos(nanos));
        commitMicros.recordValue(Math.min(nanos / 1_000, commitMicros.getHighestTrackableValue()));
        for (OrderView view : views) {
            switch (view.status()) {
                case QUEUED -> accepted++;
                case FILLED -> filled++;
                case CANCELED -> cancelled++;
                case SENDING, IN_DOUBT, ACTIVE, PARTIAL, REJECTED, EXPIRED -> {}
            }
            count(reached, view.status());
        }
    }

    void called(int size, String outcome, long nanos) {
        callCount++;
        operations += size;
        batchSize.record(size);
        batched.increment(size - 1.0);
        calls.computeIfAbsent(
                        outcome,
                        name -> Timer.builder("trading.venue.call.duration")
                                .description("From the sending of a batch until its answer")
                                .tag("outcome", name)
                                .register(meters))
                .record(Duration.ofNanos(nanos));
    }

    void duplicate() {
        duplicates.increment();
    }

    void refused() {
        refused.increment();
    }

    void failed(FailureKind kind) {
        count(refusedByKind, kind);
    }

    void annihilated() {
        annihilated.increment();
    }

    void collapsed() {
        collapsed.increment();
    }

    void coalesced() {
        coalesced.increment();
    }

    void waited(String venue, boolean cancel, long nanos) {
        waits.computeIfAbsent(
                        venue + cancel,
                        _ -> Timer.builder("trading.venue.queue.wait")
                                .description("How long one waited for a call; one at a time is looked at")
                                .tag("venue", venue)
                                .tag("kind", cancel ? "cancel" : "order")
                                .register(meters))
                .record(Duration.ofNanos(nanos));
    }

    void unknownOrder() {
        unknownOrders.increment();
    }

    void alarm() {
        alarms.increment();
    }

    /** Puts what happened since the last sample. */
    void sample(Map<String, Double> values) {
        long now = System.nanoTime();
        double seconds = Math.max(1e-3, (now - sampledNanos) / 1e9);
        sampledNanos = now;
        values.put(SampleKeys.ORDERS_ACCEPTED_PER_SECOND, accepted / seconds);
        values.put(SampleKeys.ORDERS_CANCELLED_PER_SECOND, cancelled / seconds);
        values.put(SampleKeys.ORDERS_FILLED_PER_SECOND, filled / seconds);
        values.put(SampleKeys.COMMIT_GROUP_MEAN, groups == 0 ? 0.0 : (double) grouped / groups);
        values.put(SampleKeys.COMMIT_P99_MILLIS, commitMicros.getValueAtPercentile(99) / 1e3);
        values.put(SampleKeys.VENUE_BATCH_MEAN, callCount == 0 ? 0.0 : (double) operations / callCount);
        values.put(SampleKeys.VENUE_CALLS_PER_SECOND, callCount / seconds);
        accepted = 0;
        cancelled = 0;
        filled = 0;
        groups = 0;
        grouped = 0;
        callCount = 0;
        operations = 0;
        commitMicros.reset();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }
}
