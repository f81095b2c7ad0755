package tradelab.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.monitor.ServiceSample;
import tradelab.runtime.management.Health;
import tradelab.runtime.metrics.Meters;
import tradelab.runtime.settings.Settings;

/** One started service: its meters, health, sample and drain steps. */
final class RunningService implements ServiceContext {
    private static final Logger LOG = LoggerFactory.getLogger(RunningService.class);
    private static final long STEP_SECONDS_MAX = 10;

    private final Service service;
    private final Vertx vertx;
    private final Settings settings;
    private final String instance = UUID.randomUUID().toString();
    private final long startedEpochMillis = System.currentTimeMillis();
    private final boolean embedded;
    private final MeterRegistry meters;
    private final Health health = new Health();
    private final Map<String, Supplier<Future<Void>>> drainSteps = new LinkedHashMap<>();
    private final Map<String, Supplier<Future<Void>>> closeSteps = new LinkedHashMap<>();
    private final List<Consumer<Map<String, Double>>> contributors = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private volatile @Nullable Context context;
    private long sampledEpochMillis = startedEpochMillis;

    RunningService(Service service, Vertx vertx, Settings settings, boolean embedded) {
        this.embedded = embedded;
        this.meters = embedded ? new SimpleMeterRegistry() : Meters.create();
        this.service = service;
        this.vertx = vertx;
        this.settings = settings;
    }

    @Override
    public String service() {
        return service.name();
    }

    @Override
    public String instance() {
        return instance;
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public <T> T settings(Class<T> mapping) {
        return settings.get(mapping);
    }

    @Override
    public boolean embedded() {
        return embedded;
    }

    @Override
    public MeterRegistry meters() {
        return meters;
    }

    @Override
    public void readiness(String dependency, Supplier<Future<Void>> check) {
        health.add(dependency, check);
    }

    @Override
    public synchronized void onDrain(String step, Supplier<Future<Void>> action) {
        drainSteps.put(step, action);
    }

    @Override
    public synchronized void onClose(String store, Supplier<Future<Void>> action) {
        closeSteps.put(store, action);
    }

    @Override
    public void sample(Consumer<Map<String, Double>> contributor) {
        contributors.add(contributor);
    }

    @Override
    public void listening(String what, int port) {
        ports.put(what, port);
    }

    /** Says on which event loop the service was started; its sample is taken there. */
    void startedOn(Context home) {
        context = home;
    }

    void onItsLoop(Runnable action) {
        Context home = context;
        if (home != null) {
            home.runOnContext(_ -> action.run());
        }
    }

    Health health() {
        return health;
    }

    String scrape() {
        return meters instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "";
    }

    Map<String, Integer> ports() {
        return Map.copyOf(ports);
    }

    /** Takes the sample of the last interval. */
    ServiceSample takeSample(Map<String, Double> process) {
        long now = System.currentTimeMillis();
        Map<String, Double> values = new HashMap<>(process);
        for (Consumer<Map<String, Double>> contributor : contributors) {
            try {
                contributor.accept(values);
            } catch (RuntimeException e) {
                LOG.warn("event=sample_failed service={}", service.name(), e);
            }
        }
        values.values().removeIf(value -> value.isNaN() || value.isInfinite());
        long interval = now - sampledEpochMillis;
        sampledEpochMillis = now;
        return new ServiceSample(
                service.name(), instance, startedEpochMillis, now, interval, health.ready(), health.status(), values);
    }

    /** Runs the drain steps, one after the other. Never fails. */
    Future<Void> drain() {
        health.state(Health.State.DRAINING);
        List<Map.Entry<String, Supplier<Future<Void>>>> steps;
        synchronized (this) {
            steps = new ArrayList<>(drainSteps.entrySet());
            steps.addAll(new ArrayList<>(closeSteps.entrySet()).reversed());
            drainSteps.clear();
            closeSteps.clear();
        }
        Future<Void> all = Future.succeededFuture();
        for (var step : steps) {
            all = all.compose(_ -> run(step.getKey(), step.getValue()));
        }
        return all.onComplete(_ -> meters.close());
    }

    private Future<Void> run(String step, Supplier<Future<Void>> action) {
        Future<Void> running;
        try {
            running = action.get();
        } catch (RuntimeException e) {
            running = Future.failedFuture(e);
        }
        return running.timeout(STEP_SECONDS_MAX, TimeUnit.SECONDS).recover(cause -> {
            LOG.warn("event=drain_step_failed service={} step={} cause=\"{}\"", service.name(), step, cause.toString());
            return Future.succeededFuture();
        });
    }
}
