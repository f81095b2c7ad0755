package tradelab.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import tradelab.contracts.RequestHeader;
import tradelab.loadgen.LoadgenService;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;
import tradelab.runtime.ServiceHost;

/**
 * What the load generator takes to answer its user, in a running service: from the call that starts a test to the first
 * request at the target, from a change of the rate to requests in the new one. And load of the event bus against a bare
 * loop that sends the same messages, in turns on the same event loop, which answers them as well.
 */
final class LoadGeneratorBenchmark {
    private static final String API = "/api/performance/";
    private static final int STARTS = 20;
    private static final int CHANGES = 10;
    private static final int RATE = 100;
    private static final int NEW_RATE = 2_000;
    /** Gaps of the old rate are ten times as long as this, those of the new one a half. */
    private static final double NEW_GAP_MILLIS_MAX = 1;

    private static final long RUN_MILLIS = 400;
    private static final String ADDRESS = "benchmark.echo";
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int IN_FLIGHT = 32;
    private static final int WARM_UPS = 2;
    private static final int PAIRS = Integer.getInteger("tradelab.benchmark.pairs", 5);
    private static final Duration PHASE = Duration.ofSeconds(2);

    /** When requests came to the target, by {@link System#nanoTime()}. */
    private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();

    private final HttpClient client;
    private final int port;
    private final int target;

    private LoadGeneratorBenchmark(HttpClient client, int port, Vertx vertx) {
        this.client = client;
        this.port = port;
        this.target = Awaiting.await(vertx.createHttpServer()
                        .requestHandler(request -> {
                            arrivals.add(System.nanoTime());
                            var _ = request.response().end("ok");
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        ServiceHost host = Awaiting.await(ServiceHost.start(
                Map.of("loadgen.http.port", "0", "loadgen.management.port", "0"), new LoadgenService()));
        HttpClient client = vertx.createHttpClient();
        LoadGeneratorBenchmark service =
                new LoadGeneratorBenchmark(client, host.port("loadgen-service", "http"), vertx);
        service.starts();
        service.changes();
        var _ = Awaiting.await(host.close());
        var _ = Awaiting.await(vertx.close());
        Vertx oneLoop = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        bus(oneLoop);
        var _ = Awaiting.await(oneLoop.close());
    }

    private void starts() {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            arrivals.clear();
            long called = System.nanoTime();
            String testId = start(RATE);
            Awaiting.until("the first request", () -> !arrivals.isEmpty());
            millis.add((arrivals.element() - called) / 1e6);
            end(testId);
        }
        tell("POST to first request, ms (goal 50)", millis);
    }

    private void changes() {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            arrivals.clear();
            String testId = start(RATE);
            Awaiting.pause(RUN_MILLIS);
            long called = System.nanoTime();
            var _ = call(HttpMethod.PATCH, "tests/" + testId + "/rate", "{\"rate\":" + NEW_RATE + "}");
            Awaiting.pause(RUN_MILLIS);
            millis.add((firstInNewRate(called) - called) / 1e6);
            end(testId);
        }
        tell("PATCH to requests in the new rate, ms (goal 100)", millis);
    }

    /** Returns when the second of two requests came that are as close as only the new rate has them. */
    private long firstInNewRate(long calledNanos) {
        long last = Long.MIN_VALUE / 2;
        for (long arrival : arrivals) {
            if (arrival > calledNanos && (arrival - last) / 1e6 < NEW_GAP_MILLIS_MAX) {
                return arrival;
            }
            last = arrival;
        }
        throw new IllegalStateException("the rate did not change");
    }

    private String start(int rate) {
        String definition = "{\"target\":\"http://127.0.0.1:" + target + "/\",\"duration\":\"60s\",\"connections\":8,"
                + "\"rate\":" + rate + "}";
        return call(HttpMethod.POST, "load-test", definition).getString("testId");
    }

    private void end(String testId) {
        var _ = call(HttpMethod.POST, "tests/" + testId + "/stop", "");
        Awaiting.until(
                "the end of the test",
                () -> !Set.of("RUNNING", "STOPPING")
                        .contains(call(HttpMethod.GET, "tests/" + testId, "").getString("state")));
    }

    private JsonObject call(HttpMethod method, String path, String body) {
        return Awaiting.await(client.request(method, port, "127.0.0.1", API + path)
                .compose(request ->
                        request.putHeader("content-type", "application/json").send(Buffer.buffer(body)))
                .compose(response -> response.statusCode() < 300
                        ? response.body().map(Buffer::toJsonObject)
                        : response.body().map(why -> {
                            throw new IllegalStateException(method + " " + path + ": " + why);
                        })));
    }

    private static void tell(String what, List<Double> millis) {
        System.out.printf(
                Locale.ROOT,
                "%-50s first %.1f, median %.1f, worst of %d %.1f%n",
                what,
                millis.getFirst(),
                Ratios.median(millis),
                millis.size(),
                millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    private static void bus(Vertx vertx) {
        EventBus bus = vertx.eventBus();
        var _ = Awaiting.await(bus.<Buffer>consumer(ADDRESS)
                .handler(message -> message.reply(message.body()))
                .completion());
        CpuClock cpu = new CpuClock(ProcessHandle.current());
        Comparison comparison = new Comparison("load of the bus", "bare requests");
        for (int i = 0; i < WARM_UPS; i++) {
            var _ = load(vertx, cpu);
            var _ = bare(vertx, cpu);
        }
        System.out.printf(
                Locale.ROOT, "%nevent bus, one event loop, %d in flight, %d pairs of %s%n", IN_FLIGHT, PAIRS, PHASE);
        for (int i = 0; i < PAIRS; i++) {
            comparison.pair(() -> load(vertx, cpu), () -> bare(vertx, cpu));
        }
        comparison.summary();
    }

    private static Measure load(Vertx vertx, CpuClock cpu) {
        LoadRun.Setup setup = LoadRun.Setup.of(
                        TargetGuard.of(TargetGuard.ALLOWED_DEFAULT).withBus(List.of(ADDRESS)), EngineBounds.DEFAULT)
                .within(vertx);
        return new HttpPhase(vertx, cpu).run(LoadTest.of("bus://" + ADDRESS, 0, PHASE, IN_FLIGHT), setup);
    }

    private static Measure bare(Vertx vertx, CpuClock cpu) {
        EventBus bus = vertx.eventBus();
        Buffer body = Buffer.buffer();
        long[] sent = new long[1];
        return new ClosedLoop(
                        vertx,
                        () -> {
                            DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
                            new RequestHeader("bare-" + sent[0]++, System.currentTimeMillis() + TIMEOUT_MILLIS)
                                    .addTo(options);
                            return bus.request(ADDRESS, body, options);
                        },
                        1,
                        cpu)
                .run(IN_FLIGHT, PHASE);
    }
}
