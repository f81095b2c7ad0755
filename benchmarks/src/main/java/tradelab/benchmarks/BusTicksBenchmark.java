package tradelab.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.marketdata.MarketDataService;
import tradelab.marketdata.serving.QuotePublisherVerticle;
import tradelab.runtime.ServiceHost;

/**
 * Quotes from one process to another over the clustered bus. First as many as go through: batches published by the
 * topic as the service does, decoded by its subscriber, against buffers of the same length that nobody encodes or
 * decodes, a fixed number of batches under way. Then how old they are at 50,000 a second: the whole service, from the
 * moment that a feed in it tells a snapshot until the other process has the quote; and the bare bus at the same pace.
 * {@code -Dtradelab.benchmark.only=throughput} or {@code age} measures one of them.
 */
final class BusTicksBenchmark {
    private static final int PAIRS = Integer.getInteger("tradelab.benchmark.pairs", 7);
    private static final int BATCH = Integer.getInteger("tradelab.benchmark.batch", QuotePublisherVerticle.BATCH_MAX);
    private static final String ONLY = System.getProperty("tradelab.benchmark.only", "");
    private static final Duration PHASE = Duration.ofSeconds(2);
    private static final int WARM_UPS = 3;
    private static final int UNDER_WAY = 64;
    private static final int SECURITIES = 2_356;

    private static final int PER_SECOND = 50_000;
    private static final long WARM_UP_MILLIS = 15_000;
    private static final int AGE_ROUNDS = 3;
    private static final long AGE_MILLIS = 5_000;
    private static final long BARE_PERIOD_MILLIS = 2;

    private BusTicksBenchmark() {}

    public static void main(String[] args) throws IOException {
        int first = freePort();
        try (ServerProcess subscriber = ServerProcess.start(TickSubscriber.class, Integer.toString(first))) {
            if (!ONLY.equals("age")) {
                throughput(subscriber, first);
            }
            if (!ONLY.equals("throughput")) {
                age(first);
            }
        }
    }

    private static void throughput(ServerProcess subscriber, int first) throws IOException {
        ServiceHost host =
                Awaiting.await(ServiceHost.start(TickSubscriber.cluster(freePort(), Integer.toString(first))));
        Vertx vertx = host.vertx();
        List<QuoteBatch> batches = batches();
        Buffer bare = Buffer.buffer()
                .appendInt(BATCH)
                .appendBytes(
                        new byte
                                [QuoteBatch.WIRE
                                                .encode()
                                                .apply(batches.getFirst())
                                                .length()
                                        - Integer.BYTES]);
        CpuClock cpu = new CpuClock(ProcessHandle.current(), subscriber.handle());
        Flow flow = new Flow(vertx, cpu);
        int[] at = new int[1];
        Runnable ours = () -> {
            List<Quote> quotes = batches.get(at[0]++ % batches.size()).quotes();
            MarketDataApi.QUOTES.publish(vertx.eventBus(), new QuoteBatch(quotes));
        };
        Runnable peer = () -> vertx.eventBus().publish(TickSubscriber.BARE, bare);
        for (int i = 0; i < WARM_UPS; i++) {
            var _ = flow.run(ours);
            var _ = flow.run(peer);
        }
        System.out.printf(
                Locale.ROOT,
                "%nquotes between two processes, %d a batch of %d bytes, %d batches under way, %d pairs of %s;"
                        + " CPU of both processes%n",
                BATCH,
                bare.length(),
                UNDER_WAY,
                PAIRS,
                PHASE);
        Comparison comparison = new Comparison("quotes", "bare bus");
        for (int i = 0; i < PAIRS; i++) {
            comparison.pair(() -> flow.run(ours), () -> flow.run(peer));
        }
        comparison.summary();
        var _ = Awaiting.await(host.close());
    }

    /** A quote of each of the securities, in batches. */
    private static List<QuoteBatch> batches() {
        List<Quote> quotes = new ArrayList<>();
        for (int i = 0; i < SECURITIES; i++) {
            long cents = 1_000 + 7L * i;
            quotes.add(new Quote(
                    new Instrument("TWSE", Integer.toString(1_000 + i)),
                    new Price(cents * 1_000_000),
                    new Amount((1 + i) * 100_000_000L),
                    new Price((cents + 5) * 1_000_000),
                    new Amount((2 + i) * 100_000_000L),
                    new Price(cents * 1_000_000),
                    1_700_000_000_000L + i,
                    1_700_000_000_000L + i,
                    1,
                    Quote.Validity.LIVE));
        }
        List<QuoteBatch> batches = new ArrayList<>();
        for (int from = 0; from + BATCH <= quotes.size(); from += BATCH) {
            batches.add(new QuoteBatch(quotes.subList(from, from + BATCH)));
        }
        return batches;
    }

    private static void age(int first) throws IOException {
        Map<String, String> settings = new HashMap<>(TickSubscriber.cluster(freePort(), Integer.toString(first)));
        settings.putAll(Map.of(
                "market-data.http.port", "0",
                "market-data.management.port", "0",
                "market-data.feeds", "flood",
                "market-data.feed.flood.rate", Integer.toString(PER_SECOND),
                "market-data.redis.enabled", "false",
                "market-data.history.backfill", "false"));
        ServiceHost host = Awaiting.await(ServiceHost.start(settings, new MarketDataService()));
        Awaiting.pause(WARM_UP_MILLIS);
        for (int i = 0; i < AGE_ROUNDS; i++) {
            tell("from a feed's telling to the other process", timed(host.vertx()));
        }
        var _ = Awaiting.await(host.close());

        ServiceHost bare =
                Awaiting.await(ServiceHost.start(TickSubscriber.cluster(freePort(), Integer.toString(first))));
        Vertx vertx = bare.vertx();
        int ticks = (int) (PER_SECOND * BARE_PERIOD_MILLIS / 1_000);
        byte[] rest = new byte[ticks * 80];
        long timer = vertx.setPeriodic(
                BARE_PERIOD_MILLIS,
                _ -> vertx.eventBus()
                        .publish(
                                TickSubscriber.BARE,
                                Buffer.buffer()
                                        .appendInt(ticks)
                                        .appendLong(System.nanoTime() / 1_000)
                                        .appendBytes(rest)));
        for (int i = 0; i < AGE_ROUNDS; i++) {
            tell("bare bus, a buffer each 2 ms", timed(vertx));
        }
        var _ = vertx.cancelTimer(timer);
        var _ = Awaiting.await(bare.close());
    }

    private static JsonObject timed(Vertx vertx) {
        var _ = TickSubscriber.tell(vertx, "time");
        Awaiting.pause(AGE_MILLIS);
        return TickSubscriber.tell(vertx, "end");
    }

    private static void tell(String what, JsonObject heard) {
        System.out.printf(
                Locale.ROOT,
                "%-45s %.0f/s, p50 %.2f ms, p99 %.2f ms, longest %.1f ms%n",
                what,
                heard.getLong("ticks") * 1e3 / AGE_MILLIS,
                heard.getDouble("p50"),
                heard.getDouble("p99"),
                heard.getDouble("longest"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Keeps {@link #UNDER_WAY} batches on their way, all sent by one event loop. */
    private static final class Flow {
        private final Vertx vertx;
        private final CpuClock cpu;
        private final Context context;
        private final ArrayDeque<Long> sentNanos = new ArrayDeque<>();
        private Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        private Promise<Measure> result = Promise.promise();
        private Runnable send = () -> {};
        private double cpuBefore;
        private long began;
        private long done;

        Flow(Vertx vertx, CpuClock cpu) {
            this.vertx = vertx;
            this.cpu = cpu;
            this.context = vertx.getOrCreateContext();
            context.runOnContext(_ -> {
                var _ = vertx.eventBus()
                        .<Integer>consumer(TickSubscriber.ACKNOWLEDGED, message -> acknowledged(message.body()));
            });
        }

        Measure run(Runnable batch) {
            var _ = TickSubscriber.tell(vertx, "begin");
            Promise<Measure> now = Promise.promise();
            context.runOnContext(_ -> {
                result = now;
                nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
                send = batch;
                done = 0;
                cpuBefore = cpu.seconds();
                began = System.nanoTime();
                more(UNDER_WAY);
            });
            Measure measure = Awaiting.await(now.future());
            long heard = TickSubscriber.tell(vertx, "end").getLong("ticks");
            if (heard != measure.done()) {
                throw new IllegalStateException("sent " + measure.done() + " ticks, heard " + heard);
            }
            return measure;
        }

        private void acknowledged(int batches) {
            long now = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                nanos.recordValue(now - sentNanos.remove());
            }
            done += batches;
            if (now - began < PHASE.toNanos()) {
                more(batches);
            } else if (sentNanos.isEmpty()) {
                result.complete(new Measure(
                        done * BATCH,
                        0,
                        (now - began) / 1e9,
                        cpu.seconds() - cpuBefore,
                        nanos.getValueAtPercentile(50) / 1e6,
                        nanos.getValueAtPercentile(99) / 1e6));
            }
        }

        private void more(int batches) {
            for (int i = 0; i < batches; i++) {
                sentNanos.add(System.nanoTime());
                send.run();
            }
        }
    }
}
