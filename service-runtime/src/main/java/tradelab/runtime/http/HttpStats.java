package tradelab.runtime.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.monitor.SampleKeys;

/** Counts and times the requests of one API: by method, route and status for Prometheus, in sum for the sample. */
final class HttpStats {
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(10);
    private static final int STATUS_MAX = 599;

    private final MeterRegistry meters;
    private final Map<Name, Series> all = new ConcurrentHashMap<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Recorder durations = new Recorder(NANOS_MAX, 2);
    private long sampledNanos = System.nanoTime();

    private record Name(String method, String route) {}

    /** One method and route. Its timers are found without a look-up of text, because each request does that. */
    static final class Series {
        private final Name name;
        private final AtomicReferenceArray<@Nullable Timer> timers = new AtomicReferenceArray<>(STATUS_MAX + 1);

        private Series(Name name) {
            this.name = name;
        }
    }

    HttpStats(MeterRegistry meters) {
        this.meters = meters;
    }

    Series series(String method, String route) {
        return all.computeIfAbsent(new Name(method, route), Series::new);
    }

    void record(Series series, int status, long nanos) {
        long bounded = Math.clamp(nanos, 0, NANOS_MAX);
        requests.increment();
        if (status >= 500) {
            errors.increment();
        }
        durations.recordValue(bounded);
        timer(series, Math.clamp(status, 0, STATUS_MAX)).record(bounded, TimeUnit.NANOSECONDS);
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

    private Timer timer(Series series, int status) {
        Timer known = series.timers.get(status);
        if (known == null) {
            known = create(series.name, status); // the registry makes it once
            series.timers.set(status, known);
        }
        return known;
    }

    private Timer create(Name name, int status) {
        return Timer.builder("http.server.requests")
                .description("Time to answer a request, by method, route and status")
                .tag("method", name.method)
                .tag("route", name.route)
                .tag("status", Integer.toString(status))
                .register(meters);
    }
}
