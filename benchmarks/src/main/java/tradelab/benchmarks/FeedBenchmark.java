package tradelab.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.marketdata.MarketDataService;
import tradelab.runtime.ServiceHost;

/**
 * The whole of Taiwan's market through feed, books, cache and bus of one service: how long from the moment that the feed
 * tells a snapshot until a subscriber of the bus in the same process has its quote. The feed is in the process too, see
 * {@link FloodFeed}; nothing is measured in the first seconds.
 */
final class FeedBenchmark {
    private static final int WARM_UP_MILLIS = 8_000;
    private static final int MILLIS = Integer.getInteger("tradelab.benchmark.millis", 20_000);
    private static final int SAMPLES_MAX = 4_000_000;

    private final int[] micros = new int[SAMPLES_MAX];
    private final AtomicInteger samples = new AtomicInteger();
    private volatile boolean measuring;

    private FeedBenchmark() {}

    public static void main(String[] args) {
        new FeedBenchmark().run();
    }

    private void run() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "market-data.http.port", "0",
                "market-data.management.port", "0",
                "market-data.feeds", "flood",
                "market-data.feed.flood.rate", System.getProperty("tradelab.benchmark.rate", "50000"),
                "market-data.publish-interval", System.getProperty("tradelab.benchmark.interval", "2ms"),
                "market-data.redis.enabled", "false",
                "market-data.history.backfill", "false"));
        ServiceHost host = Awaiting.await(ServiceHost.start(settings, new MarketDataService()));
        var _ = MarketDataApi.QUOTES.subscribe(host.vertx().eventBus(), this::heard);
        Awaiting.pause(WARM_UP_MILLIS);
        CpuClock cpu = new CpuClock(ProcessHandle.current());
        double before = cpu.seconds();
        long begin = System.nanoTime();
        measuring = true;
        Awaiting.pause(MILLIS);
        measuring = false;
        double seconds = (System.nanoTime() - begin) / 1e9;
        double used = cpu.seconds() - before;
        int count = Math.min(SAMPLES_MAX, samples.get());
        int[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "told %s snapshots/s of 2,356 securities; %.0f quotes/s heard; from telling to subscriber p50 %.2f ms,"
                        + " p99 %.2f ms, p99.9 %.2f ms, longest %.1f ms; %.2f processors%n",
                settings.get("market-data.feed.flood.rate"),
                count / seconds,
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 0.999),
                at(sorted, 1),
                used / seconds);
        var _ = Awaiting.await(host.close());
    }

    private static double at(int[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * part))] / 1e3;
    }

    private void heard(QuoteBatch batch) {
        if (!measuring) {
            return;
        }
        long now = System.nanoTime() / 1_000;
        for (Quote quote : batch.quotes()) {
            int at = samples.getAndIncrement();
            if (at < SAMPLES_MAX) {
                micros[at] = (int) (now - quote.venueEpochMillis());
            }
        }
    }
}
