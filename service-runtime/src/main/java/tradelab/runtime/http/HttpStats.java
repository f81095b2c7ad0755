package tradelab.runtime.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import tradelab.contracts.monitor.SampleKeys;

/** Counts and times the requests of one API: by method, route and status for Prometheus, in sum for the sample. */
final class HttpStats {
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

    private final MeterRegistry meters;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Recorder durations = new Recorder(NANOS_MAX, 2);
    private long sampledNanos = System.nanoTime();

    private record Series(String method, String route, int status) {}

    HttpStats(MeterRegistry meters) {
        this.meters = meters;
    }

    void record(String method, String route, int status, long nanos) {
        long bounded = Math.clamp(nanos, 0, NANOS_MAX);
        requests.increment();
        if (status >= 500) {
            errors.increment();
        }
        durations.recordValue(bounded);
        timer(method, route, status).record(bounded, TimeUnit.NANOSECONDS);
    }

    /** Puts the rates since the last call, and percentiles if there were requests. */
    void sample(Map<String, Double> values) {
        long now = System.nanoTime();
        double seconds = Math.max(1e-3, (now - sampledNanos) / 1e9);
        sampledNanos = now;
        Histogram interval = durations.getIntervalHistogram();
        values.put(SampleKeys.HTTP_REQUESTS_PER_SECOND, requests.sumThenReset() / seconds);
        values.put(SampleKeys.HTTP_ERRORS_PER_SECOND, errors.sumThenReset() / seconds);
        if (interval.getTotalCount() == 0) {
            return;
        }
        values.put(SampleKeys.HTTP_P50_MILLIS, interval.getValueAtPercentile(50) / 1e6);
        values.put(SampleKeys.HTTP_P99_MILLIS, interval.getValueAtPercentile(99) / 1e6);
    }

    private Timer timer(String method, String route, int status) {
        Series key = new Series(method, route, status);
        Timer known = timers.get(key);
        return known != null ? known : timers.computeIfAbsent(key, _ -> create(method, route, status));
    }

    private Timer create(String method, String route, int status) {
        return Timer.builder("http.server.requests")
                .description("Time to answer a request, by method, route and status")
                .tag("method", method)
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .register(meters);
    }
}
