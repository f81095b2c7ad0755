package tradelab.monitor.synthetic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.contracts.monitor.ServiceSample;

/**
 * Six services and a strategy in the life of a busy quarter of an hour: an order storm that comes and goes, a load run with
 * a pause, a report service that is gone for a while, and an instance that may be lost. The same second gives the same
 * samples.
 */
public final class SyntheticSuite {
    private static final double MEBI = 1024 * 1024;
    private static final long SECOND_MILLIS = 1000;
    private static final long UPTIME_SECONDS = 4_000;

    private final long startSecond;
    private final boolean troubled;

    /**
     * @param startEpochMillis the middle of the story; load and storms are placed around it
     * @param troubled whether market data crosses a book, orders are in doubt, and the report service falls silent
     */
    public SyntheticSuite(long startEpochMillis, boolean troubled) {
        this.startSecond = startEpochMillis / SECOND_MILLIS;
        this.troubled = troubled;
    }

    /** Returns what the services say in the second of {@code epochMillis}. */
    public List<ServiceSample> at(long epochMillis) {
        long second = epochMillis / SECOND_MILLIS;
        long story = second - startSecond;
        double storm = 0.35 + 0.3 * Math.sin(story / 47.0) + (Math.floorMod(story, 240L) > 150 ? 0.9 : 0);
        boolean loaded = Math.floorMod(story + 300, 420L) > 60;
        List<ServiceSample> samples = new ArrayList<>();
        samples.add(sample("market-data-service", epochMillis, marketData(second, storm, loaded)));
        samples.add(sample("trading-service", epochMillis, trading(second, storm)));
        samples.add(sample("venue-simulator", epochMillis, venue(second, storm)));
        samples.add(sample("loadgen-service", epochMillis, loadgen(second, storm, loaded)));
        samples.add(sample("monitor-service", epochMillis, process(second, 5, 0.02, 96, 0.4)));
        boolean away = troubled ? story > 0 : story > -150 && story < -118;
        if (!away) {
            Map<String, Double> report = process(second, 6, 0.015, 110, 0.5);
            http(report, second, 6, 4, 3.5, 0);
            samples.add(sample("report-service", epochMillis, report));
        }
        samples.add(sample("market-maker", epochMillis, strategy(second, story)));
        return samples;
    }

    private Map<String, Double> marketData(long second, double storm, boolean loaded) {
        Map<String, Double> values = process(second, 1, 0.16 + 0.12 * storm, 190, 0.7);
        double reads = loaded ? 21_000 + 9_000 * storm : 900;
        http(values, second, 1, noisy(second, 11, reads), 0.18 + 0.1 * storm, 0);
        values.put(SampleKeys.FRAMES_PER_SECOND, noisy(second, 12, 2_600 + 3_400 * storm));
        values.put(SampleKeys.FRAMES_UNPARSED, 0.0);
        values.put(SampleKeys.BOOKS_LIVE, Math.floorMod(second, 97L) < 3 ? 11.0 : 12.0);
        values.put(SampleKeys.BOOKS_CROSSED, troubled && Math.floorMod(second, 9L) < 6 ? 1.0 : 0.0);
        values.put(SampleKeys.CACHE_READS_PER_SECOND, noisy(second, 13, reads * 1.04));
        values.put(SampleKeys.CACHE_HIT_RATIO, 0.9994 - 0.012 * Math.max(0, storm - 0.9) - 0.0004 * noise(second, 14));
        values.put(SampleKeys.QUOTES_PUBLISHED_PER_SECOND, noisy(second, 15, 1_100 + 700 * storm));
        return values;
    }

    private Map<String, Double> trading(long second, double storm) {
        Map<String, Double> values = process(second, 2, 0.2 + 0.25 * storm, 260, 1.1 + 2.2 * storm);
        double orders = 1_400 * storm + 260;
        http(values, second, 2, noisy(second, 21, orders * 1.3), 2.1 + storm, troubled ? 0.02 : 0);
        values.put(SampleKeys.ORDERS_ACCEPTED_PER_SECOND, noisy(second, 22, orders));
        values.put(SampleKeys.ORDERS_CANCELLED_PER_SECOND, noisy(second, 23, orders * 0.55));
        values.put(SampleKeys.ORDERS_FILLED_PER_SECOND, noisy(second, 24, orders * 0.32));
        values.put(SampleKeys.ORDERS_OPEN, Math.rint(1_900 + 800 * Math.sin(second / 31.0)));
        values.put(SampleKeys.ORDERS_QUEUED, Math.rint(60 + 420 * storm * noise(second, 25)));
        values.put(SampleKeys.ORDERS_IN_DOUBT, troubled ? 3.0 : 0.0);
        values.put(SampleKeys.COMMIT_GROUP_MEAN, noisy(second, 26, 14 + 46 * storm));
        values.put(SampleKeys.COMMIT_P99_MILLIS, noisy(second, 27, 3.2 + 2.4 * storm));
        values.put(SampleKeys.VENUE_BATCH_MEAN, noisy(second, 28, 9 + 31 * storm));
        values.put(SampleKeys.VENUE_CALLS_PER_SECOND, noisy(second, 29, 38 + 22 * storm));
        return values;
    }

    private Map<String, Double> venue(long second, double storm) {
        Map<String, Double> values = process(second, 3, 0.1 + 0.1 * storm, 150, 0.6);
        http(values, second, 3, noisy(second, 31, 40 + 25 * storm), 1.2, 0);
        return values;
    }

    private Map<String, Double> loadgen(long second, double storm, boolean loaded) {
        Map<String, Double> values = process(second, 4, loaded ? 0.24 : 0.01, 130, 0.5);
        http(values, second, 4, 2, 2.0, 0);
        if (loaded) {
            double offered = 20_000 + 9_000 * (storm > 1 ? 1 : 0);
            values.put(SampleKeys.LOAD_OFFERED_PER_SECOND, offered);
            values.put(
                    SampleKeys.LOAD_ACHIEVED_PER_SECOND, offered * (storm > 1.3 ? 0.97 : 1) - noise(second, 41) * 60);
            values.put(SampleKeys.LOAD_ERRORS_PER_SECOND, 0.0);
            values.put(SampleKeys.LOAD_P50_MILLIS, noisy(second, 42, 0.32 + 0.1 * storm));
            values.put(SampleKeys.LOAD_P99_MILLIS, noisy(second, 43, 1.4 + 1.9 * storm));
            values.put(SampleKeys.LOAD_LAG_P99_MILLIS, noisy(second, 44, 0.11 + 0.05 * storm));
        }
        return values;
    }

    private static Map<String, Double> strategy(long second, long story) {
        Map<String, Double> values = process(second, 7, 0.01, 60, 0.4);
        double position = Math.rint(10 * Math.sin(story / 40.0)) * 0.05;
        double realized = 0.02 * story + 3 * Math.sin(story / 90.0);
        double unrealized = position * 4 * Math.cos(story / 17.0);
        values.put(SampleKeys.STRATEGY_POSITION, position);
        values.put(SampleKeys.STRATEGY_QUOTES, Math.floorMod(second, 11L) < 2 ? 1.0 : 2.0);
        values.put(SampleKeys.STRATEGY_PROFIT, realized + unrealized);
        values.put(SampleKeys.STRATEGY_PROFIT_REALIZED, realized);
        values.put(SampleKeys.STRATEGY_PROFIT_UNREALIZED, unrealized);
        return values;
    }

    private static Map<String, Double> process(long second, int salt, double cpu, double heapMebi, double lagMillis) {
        Map<String, Double> values = new LinkedHashMap<>();
        double saw = Math.floorMod(second * (salt + 3), 60L) / 60.0;
        values.put(SampleKeys.PROCESS_CPU_RATIO, noisy(second, salt * 100, cpu));
        values.put(SampleKeys.HEAP_USED_BYTES, heapMebi * MEBI * (0.7 + 0.6 * saw));
        values.put(SampleKeys.HEAP_MAX_BYTES, 512 * MEBI);
        values.put(SampleKeys.GC_PAUSE_MILLIS, saw < 0.06 ? 4 + 7 * noise(second, salt * 100 + 1) : 0.0);
        values.put(SampleKeys.THREADS, 28.0 + salt * 3);
        values.put(SampleKeys.LOOP_LAG_P99_MILLIS, noisy(second, salt * 100 + 2, lagMillis));
        values.put(SampleKeys.LOOP_LAG_MAX_MILLIS, noisy(second, salt * 100 + 3, lagMillis * 3));
        values.put(SampleKeys.BUS_LATENCY_P99_MILLIS, noisy(second, salt * 100 + 4, 0.4 + lagMillis / 4));
        return values;
    }

    private static void http(
            Map<String, Double> values, long second, int salt, double rate, double p50Millis, double errorRatio) {
        values.put(SampleKeys.HTTP_REQUESTS_PER_SECOND, rate);
        values.put(SampleKeys.HTTP_ERRORS_PER_SECOND, rate * errorRatio);
        values.put(SampleKeys.HTTP_P50_MILLIS, noisy(second, salt * 100 + 5, p50Millis));
        values.put(SampleKeys.HTTP_P99_MILLIS, noisy(second, salt * 100 + 6, p50Millis * 4.2));
    }

    private static ServiceSample sample(String service, long epochMillis, Map<String, Double> values) {
        long started = epochMillis - Math.floorMod(epochMillis, UPTIME_SECONDS * SECOND_MILLIS);
        return new ServiceSample(
                service, service.substring(0, 4) + "-" + 7, started, epochMillis, SECOND_MILLIS, true, "ready", values);
    }

    private static double noisy(long second, int salt, double mean) {
        return mean * (0.93 + 0.14 * noise(second, salt));
    }

    private static double noise(long second, int salt) {
        return new SplittableRandom(second * 1_000_003 + salt).nextDouble();
    }
}
