package tradelab.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Locale;
import tradelab.loadgen.run.WarmUp;
import tradelab.marketdata.MarketDataMain;
import tradelab.venue.VenueMain;

/**
 * A cached quote over HTTP against constant bytes of the same length from a bare server. Both are processes of their
 * own on the same transport; the load, a closed loop, comes from this one. A simulated venue keeps the quote moving.
 */
final class QuoteReadBenchmark {
    private static final String PATH = "/api/v1/quotes/BITFINEX:tBTCUSD";
    private static final int CONNECTIONS = 32;
    private static final int WARM_UPS = 3;
    private static final Duration PHASE = Duration.ofSeconds(3);
    private static final int PAIRS = Integer.getInteger("tradelab.benchmark.pairs", 7);
    private static final long IDLE_MILLIS = 2_000;

    private QuoteReadBenchmark() {}

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        try (ServerProcess venue = ServerProcess.start(
                        VenueMain.class,
                        "--set",
                        "venue.http.port=0",
                        "--set",
                        "venue.management.port=0",
                        "--set",
                        "venue.generator.events-per-second=10");
                ServerProcess quotes = ServerProcess.start(
                        MarketDataMain.class,
                        "--set",
                        "market-data.http.port=0",
                        "--set",
                        "market-data.management.port=0",
                        "--set",
                        "market-data.redis.enabled=false",
                        "--set",
                        "market-data.bitfinex.url=ws://127.0.0.1:" + venue.port() + "/ws/2")) {
            HttpClient client = vertx.createHttpClient();
            Awaiting.until("a LIVE quote", () -> read(client, quotes.port()).contains("\"LIVE\""));
            int length = read(client, quotes.port()).length();
            try (ServerProcess bare = ServerProcess.start(BareServer.class, Integer.toString(length))) {
                compare(vertx, quotes, bare, length);
            }
        }
        var _ = Awaiting.await(vertx.close());
    }

    private static void compare(Vertx vertx, ServerProcess quotes, ServerProcess bare, int length) {
        CpuClock quotesCpu = new CpuClock(quotes.handle());
        CpuClock bareCpu = new CpuClock(bare.handle());
        HttpPhase ours = new HttpPhase(vertx, quotesCpu);
        HttpPhase peer = new HttpPhase(vertx, bareCpu);
        System.out.printf(
                Locale.ROOT,
                "GET %s, %d bytes, %d connections, %d pairs of %d s, native transport %b%n",
                PATH,
                length,
                CONNECTIONS,
                PAIRS,
                PHASE.toSeconds(),
                vertx.isNativeTransportEnabled());
        var _ = Awaiting.await(WarmUp.run(vertx));
        for (int i = 0; i < WARM_UPS; i++) {
            var _ = run(ours, quotes);
            var _ = run(peer, bare);
        }
        double before = quotesCpu.seconds();
        Awaiting.pause(IDLE_MILLIS);
        System.out.printf(
                Locale.ROOT,
                "CPU of market-data-service with its feed alone: %.3f%n",
                (quotesCpu.seconds() - before) * 1_000 / IDLE_MILLIS);
        Comparison comparison = new Comparison("market-data", "bare");
        for (int i = 0; i < PAIRS; i++) {
            comparison.pair(() -> run(ours, quotes), () -> run(peer, bare));
        }
        comparison.summary();
    }

    private static Measure run(HttpPhase phase, ServerProcess server) {
        return phase.run(HttpPhase.get(server.port(), PATH, CONNECTIONS, PHASE));
    }

    private static String read(HttpClient client, int port) {
        return Awaiting.await(client.request(HttpMethod.GET, port, "127.0.0.1", PATH)
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .map(Buffer::toString));
    }
}
