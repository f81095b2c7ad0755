package tradelab.loadgen;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.api.PerformanceApi;
import tradelab.loadgen.delivery.ResultDelivery;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.TestRuns;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.HttpApi;

/** Wires the load generator together. */
public final class LoadgenService implements Service {
    private static final String OPENAPI = "tradelab/loadgen/openapi.yaml";
    private static final long DELIVERY_PAUSE_MILLIS = 1_000;

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
        return List.of(LoadgenSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        LoadgenSettings settings = context.settings(LoadgenSettings.class);
        Vertx vertx = context.vertx();
        TargetGuard guard = TargetGuard.of(settings.allowedTargets());
        EngineBounds bounds = new EngineBounds(
                settings.connectTimeout(), settings.responseMax().bytes(), settings.stopGrace());
        TestRuns.Limits limits = new TestRuns.Limits(settings.testsMax(), settings.runsMax(), settings.runsAtOnce());
        ResultDelivery delivery = new ResultDelivery(vertx, settings.deliveryAttempts(), DELIVERY_PAUSE_MILLIS);
        Counter requests = context.meters().counter("load.requests");
        Counter errors = context.meters().counter("load.errors");
        TestRuns runs = new TestRuns(vertx, limits, guard, bounds, result -> {
            requests.increment(result.requests());
            errors.increment(result.errors());
            deliver(delivery, result);
        });
        AtomicInteger underWay = new AtomicInteger();
        Gauge.builder("load.runs.active", underWay, AtomicInteger::get)
                .description("Runs under way")
                .register(context.meters());
        LoadSamples samples = new LoadSamples(runs);
        PerformanceApi.Caps caps =
                new PerformanceApi.Caps(settings.rateMax(), settings.connectionsMax(), settings.durationMax());
        HttpApi http = HttpApi.create(context, settings.http());
        return new PerformanceApi(vertx, runs, guard, caps)
                .mount(http)
                .listen(OPENAPI)
                .onSuccess(_ -> {
                    context.sample(values -> {
                        underWay.set(runs.running().size());
                        samples.sample(values);
                    });
                    context.onDrain("runs", () -> {
                        runs.stopAll();
                        return Future.join(runs.running().stream()
                                        .map(TestRuns.Entry::ended)
                                        .toList())
                                .otherwiseEmpty()
                                .mapEmpty();
                    });
                })
                .mapEmpty();
    }

    /** Delivery logs its own failure; the result stays readable here either way. */
    private static void deliver(ResultDelivery delivery, TestResult result) {
        var _ = delivery.deliver(result);
    }
}
