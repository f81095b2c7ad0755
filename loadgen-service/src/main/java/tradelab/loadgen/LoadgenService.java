package tradelab.loadgen;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.agent.AgentVerticle;
import tradelab.loadgen.agent.DistributedRun;
import tradelab.loadgen.api.ControlApi;
import tradelab.loadgen.api.Definitions;
import tradelab.loadgen.api.FaultApi;
import tradelab.loadgen.api.PerformanceApi;
import tradelab.loadgen.delivery.ResultDelivery;
import tradelab.loadgen.fault.FaultTools;
import tradelab.loadgen.fault.LocalFaults;
import tradelab.loadgen.fault.LocalProcesses;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.proxy.FaultProxies;
import tradelab.loadgen.run.ActiveRun;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.SearchRun;
import tradelab.loadgen.run.TestRuns;
import tradelab.loadgen.run.WarmUp;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.cluster.ClusterSettings;
import tradelab.runtime.http.HttpApi;

/** Wires the load generator together. */
public final class LoadgenService implements Service {
    private static final String OPENAPI = "tradelab/loadgen/openapi.yaml";
    private static final long SAMPLE_MILLIS = 1_000;
    private static final long DELIVERY_PAUSE_MILLIS = 1_000;
    private static final int ENGINE_LOOPS_MAX = 8;

    @Override
    public String name() {
        return "loadgen-service";
    }

    @Override
    public String prefix() {
        return "loadgen";
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("loadgen.http.port", "8083", "loadgen.management.port", "9083");
    }

    @Override
    public List<Class<?>> settings() {
        return List.of(LoadgenSettings.class, ClusterSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        LoadgenSettings settings = context.settings(LoadgenSettings.class);
        LoadLimits limits = LoadLimits.of(settings);
        TargetGuard guard = limits.guard();
        ClusterPorts.watch(context.vertx(), context.settings(ClusterSettings.class), guard.closed());
        Vertx engines = engines();
        FaultProxies proxies = new FaultProxies(context.vertx(), guard);
        LocalFaults local = new LocalFaults(context.vertx(), LocalProcesses.of(settings.localProcessesFile()));
        Context home = context.vertx().getOrCreateContext();
        FaultTools tools = new FaultTools(task -> home.runOnContext(_ -> task.run()), proxies, local);
        TestRuns runs = runs(context, engines, settings, limits, tools);
        Definitions definitions = new Definitions(
                context.vertx(),
                guard,
                limits.bounds().caps(),
                settings.dataFolder().map(Path::of));
        PerformanceApi api = new PerformanceApi(runs, definitions);
        AgentVerticle agent = new AgentVerticle(engines, LoadRun.newId("agent"), guard, limits.bounds());
        HttpApi http = new FaultApi(proxies, local)
                .mount(new ControlApi(runs, agent).mount(api.mount(HttpApi.create(context, settings.http()))));
        return WarmUp.run(engines)
                .compose(_ -> context.vertx().deployVerticle(agent))
                .compose(_ -> http.listen(OPENAPI))
                .onSuccess(_ -> {
                    observe(context, runs);
                    context.onDrain("runs", () -> endAll(runs));
                    context.onClose("engines", engines::close);
                    context.onClose("fault-proxies", proxies::close);
                    context.onClose("local-faults", local::close);
                })
                .mapEmpty();
    }

    /**
     * Event loops for engines alone: what else runs in this process must not make an arrival late. Made on a thread that
     * is not Vert.x', where it warns of a second one, which here is meant.
     */
    private static Vertx engines() {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(
                        Math.min(ENGINE_LOOPS_MAX, Runtime.getRuntime().availableProcessors()))
                .setPreferNativeTransport(true);
        return CompletableFuture.supplyAsync(() -> Vertx.vertx(options)).join();
    }

    private static TestRuns runs(
            ServiceContext context, Vertx engines, LoadgenSettings settings, LoadLimits loads, FaultTools tools) {
        TestRuns.Limits limits = new TestRuns.Limits(settings.testsMax(), settings.runsMax(), settings.runsAtOnce());
        ResultDelivery delivery =
                new ResultDelivery(context.vertx(), settings.deliveryAttempts(), DELIVERY_PAUSE_MILLIS);
        Counter requests = counter(context, "load.requests", "Requests of ended runs");
        Counter errors = counter(context, "load.errors", "Requests of ended runs that failed");
        Context home = context.vertx().getOrCreateContext();
        TestRuns.Starter starter = (defined, runId, live) -> {
            LoadRun.Setup setup = LoadRun.Setup.of(runId, defined.testId(), loads.guard(), loads.bounds())
                    .within(context.vertx())
                    .harming(tools);
            return start(context, engines, defined, settings.dataFolder().map(Path::of), setup, live);
        };
        return new TestRuns(task -> home.runOnContext(_ -> task.run()), limits, starter, result -> {
            requests.increment(result.requests());
            errors.increment(result.errors());
            deliver(delivery, result);
        });
    }

    private static ActiveRun start(
            ServiceContext context,
            Vertx engines,
            TestRuns.DefinedTest defined,
            Optional<Path> data,
            LoadRun.Setup setup,
            Consumer<IntervalResult> live) {
        int agents = defined.test().conduct().agents();
        return agents == 0
                ? SearchRun.start(engines, defined.test(), setup, live)
                : DistributedRun.start(
                        context.vertx(),
                        defined.definition(),
                        data,
                        setup,
                        new DistributedRun.Control(agents, DistributedRun.Control.SILENCE_MAX_DEFAULT),
                        live);
    }

    private static Counter counter(ServiceContext context, String name, String description) {
        return Counter.builder(name).description(description).register(context.meters());
    }

    private static void observe(ServiceContext context, TestRuns runs) {
        AtomicInteger underWay = new AtomicInteger();
        Gauge.builder("load.runs.active", underWay, AtomicInteger::get)
                .description("Runs under way")
                .strongReference(true)
                .register(context.meters());
        // Runs belong to this event loop; whoever takes the sample reads what it left.
        LoadSamples samples = new LoadSamples(runs);
        AtomicReference<Map<String, Double>> latest = new AtomicReference<>(Map.of());
        context.vertx().setPeriodic(SAMPLE_MILLIS, _ -> {
            underWay.set(runs.running().size());
            latest.set(samples.take());
        });
        context.sample(values -> values.putAll(latest.get()));
    }

    private static Future<Void> endAll(TestRuns runs) {
        return Future.join(runs.stopAll().stream().map(TestRuns.Entry::ended).toList())
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Delivery logs its own failure; the result stays readable here either way. */
    private static void deliver(ResultDelivery delivery, TestResult result) {
        var _ = delivery.deliver(result);
    }
}
