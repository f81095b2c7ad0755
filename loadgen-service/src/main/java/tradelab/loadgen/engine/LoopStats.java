package tradelab.loadgen.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * All that was measured, the sum of its seconds: by one loop, or by all of them. A single writer.
 *
 * <p>Times are recorded for every arrival that got a whole answer, whatever its status, and for those given up after the
 * timeout, with the time until then: leaving these out would hide the slowest.
 */
public final class LoopStats {
    private static final int REASONS_MAX = 8;

    /** What one operation did. */
    public static final class OperationStats {
        private final Histogram response = Latencies.histogram();
        private final Histogram service = Latencies.histogram();
        private final long[] errorsByKind = new long[ErrorKind.COUNT];
        private long requests;
        private long errors;
        private long checks;
        private long checksFailed;

        public Histogram response() {
            return response;
        }

        /** Returns the times from sending to the last byte. */
        public Histogram service() {
            return service;
        }

        public long requests() {
            return requests;
        }

        public long errors() {
            return errors;
        }

        /** Returns how many checks were held against answers. */
        public long checks() {
            return checks;
        }

        public long checksFailed() {
            return checksFailed;
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

        private void add(Second.OfOperation second) {
            second.response.addTo(response);
            second.service.addTo(service);
            requests += second.requests;
            errors += second.errors;
            checks += second.checks;
            checksFailed += second.checksFailed;
            int[] kinds = second.errorsByKind;
            for (int kind = 0; kinds != null && kind < kinds.length; kind++) {
                errorsByKind[kind] += kinds[kind];
            }
        }

        /** Returns what both did together. */
        public static OperationStats sum(OperationStats one, OperationStats other) {
            OperationStats sum = new OperationStats();
            sum.add(one);
            sum.add(other);
            return sum;
        }

        private void add(OperationStats other) {
            response.add(other.response);
            service.add(other.service);
            requests += other.requests;
            errors += other.errors;
            checks += other.checks;
            checksFailed += other.checksFailed;
            for (int kind = 0; kind < errorsByKind.length; kind++) {
                errorsByKind[kind] += other.errorsByKind[kind];
            }
        }
    }

    private final Histogram lag = Latencies.histogram();
    private final Histogram wait = Latencies.histogram();
    private final Histogram service = Latencies.histogram();
    private final Histogram response = Latencies.histogram();
    private final Histogram firstByte = Latencies.histogram();
    private final List<OperationStats> operations = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private long offered;
    private long completed;
    private long errors;
    private long retries;
    private long iterations;
    private long cut;
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
        Second second = new Second(0, operationCount);
        second.offer(0, 0);
        second.error(0, ErrorKind.CONNECT);
        stats.add(second);
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

    /** Returns the times from sending to the first byte of the answer. */
    public Histogram firstByte() {
        return firstByte;
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

    /** Returns how often arrivals were tried again. */
    public long retries() {
        return retries;
    }

    /** Returns how many sessions, or single operations, came to their end. */
    public long iterations() {
        return iterations;
    }

    /** Returns how many were cut short by the end. */
    public long cut() {
        return cut;
    }

    /** Returns how many were never sent. */
    public long dropped() {
        return operations.stream()
                .mapToLong(operation -> operation.errorsByKind[ErrorKind.DROPPED])
                .sum();
    }

    /** Returns when the last arrival ended, in nanoseconds since the test began. */
    public long lastEndNanos() {
        return lastEndNanos;
    }

    /** Adds a second of which everything is known. */
    public void add(Second second) {
        offered += second.offered();
        completed += second.completed();
        errors += second.errors();
        retries += second.retries();
        iterations += second.iterations();
        cut += second.cut();
        second.lag().addTo(lag);
        second.waiting().addTo(wait);
        second.firstByte().addTo(firstByte);
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).add(second.operation(i));
            second.response(i).addTo(response);
            second.operation(i).service.addTo(service);
        }
    }

    /** Adds what another loop measured; exact, because all histograms have the same buckets. */
    public void add(LoopStats other) {
        lag.add(other.lag);
        wait.add(other.wait);
        service.add(other.service);
        response.add(other.response);
        firstByte.add(other.firstByte);
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).add(other.operations.get(i));
        }
        other.reasons.forEach(this::reason);
        offered += other.offered;
        completed += other.completed;
        errors += other.errors;
        retries += other.retries;
        iterations += other.iterations;
        cut += other.cut;
        ended(other.lastEndNanos);
    }

    /** Tells when something ended. */
    public void ended(long nanos) {
        lastEndNanos = Math.max(lastEndNanos, nanos);
    }

    /** Adds why a connection failed, for people. */
    public void reason(String text) {
        if (reasons.size() < REASONS_MAX && !reasons.contains(text)) {
            reasons.add(text);
        }
    }
}
