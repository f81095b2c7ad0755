package tradelab.loadgen.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * All that one loop measured. A single writer while the test runs; handed over as a whole when it has ended.
 *
 * <p>Times are recorded for every arrival that got a whole answer, whatever its status, and for those given up after the
 * timeout, with the time until then: leaving these out would hide the slowest.
 */
public final class LoopStats {
    private static final int REASONS_MAX = 8;

    /** What one operation did. */
    public static final class OperationStats {
        private final Histogram response = Latencies.histogram();
        private final long[] errorsByKind = new long[ErrorKind.COUNT];
        private long requests;
        private long errors;

        public Histogram response() {
            return response;
        }

        public long requests() {
            return requests;
        }

        public long errors() {
            return errors;
        }

        public Map<String, Long> errorsByKind() {
            Map<String, Long> named = new TreeMap<>();
            for (int kind = 0; kind < errorsByKind.length; kind++) {
                if (errorsByKind[kind] > 0) {
                    named.put(ErrorKind.name(kind), errorsByKind[kind]);
                }
            }
            return named;
        }

        private void add(OperationStats other) {
            response.add(other.response);
            requests += other.requests;
            errors += other.errors;
            for (int kind = 0; kind < errorsByKind.length; kind++) {
                errorsByKind[kind] += other.errorsByKind[kind];
            }
        }
    }

    private final Histogram lag = Latencies.histogram();
    private final Histogram wait = Latencies.histogram();
    private final Histogram service = Latencies.histogram();
    private final Histogram response = Latencies.histogram();
    private final List<OperationStats> operations = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final OpenSeconds seconds = new OpenSeconds();
    private long offered;
    private long completed;
    private long errors;
    private long dropped;
    private long lastEndNanos;

    LoopStats(int operationCount) {
        for (int i = 0; i < operationCount; i++) {
            operations.add(new OperationStats());
        }
    }

    /** An empty sum to add loops to. */
    public static LoopStats sumOf(int operationCount) {
        return new LoopStats(operationCount);
    }

    /** What a test measured whose target could not even be found: one refused arrival. */
    public static LoopStats unreachable(int operationCount, String reason) {
        LoopStats stats = new LoopStats(operationCount);
        stats.offered(0, 0, 0);
        stats.failed(0, ErrorKind.CONNECT, 0, 0);
        stats.reason(reason);
        return stats;
    }

    public Histogram lag() {
        return lag;
    }

    public Histogram waiting() {
        return wait;
    }

    public Histogram service() {
        return service;
    }

    public Histogram response() {
        return response;
    }

    public List<OperationStats> operations() {
        return operations;
    }

    /** Returns what connections failed with, each text once, a few at most. */
    public List<String> reasons() {
        return reasons;
    }

    /** Returns how many arrivals began. */
    public long offered() {
        return offered;
    }

    /** Returns how many got a whole answer. */
    public long completed() {
        return completed;
    }

    public long errors() {
        return errors;
    }

    /** Returns how many were never sent. */
    public long dropped() {
        return dropped;
    }

    /** Returns when the last arrival ended, in nanoseconds since the test began. */
    public long lastEndNanos() {
        return lastEndNanos;
    }

    OpenSeconds seconds() {
        return seconds;
    }

    /** Adds what another loop measured; exact, because all histograms have the same buckets. */
    public void add(LoopStats other) {
        lag.add(other.lag);
        wait.add(other.wait);
        service.add(other.service);
        response.add(other.response);
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).add(other.operations.get(i));
        }
        other.reasons.forEach(this::reason);
        offered += other.offered;
        completed += other.completed;
        errors += other.errors;
        dropped += other.dropped;
        lastEndNanos = Math.max(lastEndNanos, other.lastEndNanos);
    }

    void offered(int operation, long intendedNanos, long lagNanos) {
        offered++;
        operations.get(operation).requests++;
        Latencies.record(lag, lagNanos);
        seconds.begin(intendedNanos).offer(lagNanos);
    }

    void sent(long waitNanos) {
        Latencies.record(wait, waitNanos);
    }

    void answered(int operation, long intendedNanos, long sentNanos, long nowNanos, boolean expected, int status) {
        completed++;
        long responseNanos = nowNanos - intendedNanos;
        Latencies.record(service, nowNanos - sentNanos);
        Latencies.record(response, responseNanos);
        Latencies.record(operations.get(operation).response, responseNanos);
        Second second = seconds.end(intendedNanos);
        second.answer(responseNanos);
        lastEndNanos = nowNanos;
        if (!expected) {
            count(operation, status, second);
        }
    }

    /** An arrival whose time, until it was given up, counts. */
    void timedOut(int operation, long intendedNanos, long nowNanos) {
        long responseNanos = nowNanos - intendedNanos;
        Latencies.record(response, responseNanos);
        Latencies.record(operations.get(operation).response, responseNanos);
        Second second = seconds.end(intendedNanos);
        second.givenUp(responseNanos);
        lastEndNanos = nowNanos;
        count(operation, ErrorKind.TIMEOUT, second);
    }

    void failed(int operation, int kind, long intendedNanos, long nowNanos) {
        lastEndNanos = nowNanos;
        if (kind == ErrorKind.DROPPED) {
            dropped++;
        }
        count(operation, kind, seconds.end(intendedNanos));
    }

    private void count(int operation, int kind, Second second) {
        errors++;
        second.error();
        OperationStats stats = operations.get(operation);
        stats.errors++;
        stats.errorsByKind[kind]++;
    }

    void reason(String text) {
        if (reasons.size() < REASONS_MAX && !reasons.contains(text)) {
            reasons.add(text);
        }
    }
}
