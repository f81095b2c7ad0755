package tradelab.runtime;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.monitor.MonitorApi;
import tradelab.runtime.cluster.Cluster;
import tradelab.runtime.cluster.ClusterSettings;
import tradelab.runtime.management.Health;
import tradelab.runtime.management.ManagementVerticle;
import tradelab.runtime.metrics.ProcessMetrics;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.ManagementSettings;
import tradelab.runtime.settings.Settings;

/**
 * One process of the suite: one Vert.x, and the services that run in it. All of them in a demo, one in a container; the
 * services cannot tell the difference.
 */
public final class ServiceHost {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceHost.class);
    private static final long SAMPLE_MILLIS = 1_000;

    private final Vertx vertx;
    private final @Nullable ProcessMetrics process;
    private final Map<String, RunningService> services = new LinkedHashMap<>();

    private ServiceHost(Vertx vertx, @Nullable ProcessMetrics process) {
        this.vertx = vertx;
        this.process = process;
    }

    /**
     * Starts Vert.x and then all {@code services} side by side.
     *
     * @param settings what the command line says, over environment and defaults
     * @return the host, once every service serves; fails with {@link tradelab.runtime.settings.SettingsException} for
     *     settings that cannot be used, or with a {@link ServiceException} whose message is one sentence. What had
     *     started is stopped again
     */
    public static Future<ServiceHost> start(Map<String, String> settings, Service... services) {
        ProcessMetrics process = new ProcessMetrics();
        try {
            Settings loaded = load(settings, List.of(ClusterSettings.class), services);
            return Cluster.start(loaded.get(ClusterSettings.class), process.builder(), ProcessMetrics.options())
                    .compose(vertx -> {
                        process.attach(vertx);
                        return new ServiceHost(vertx, process).start(loaded, services);
                    });
        } catch (RuntimeException e) {
            process.close();
            return Future.failedFuture(e);
        }
    }

    /**
     * Starts {@code services} inside another program, a test for example, and as soon as can be: without a management
     * port, without what a process measures about itself, and reading an API's document with the first request for it.
     */
    public static Future<ServiceHost> embedded(Map<String, String> settings, Service... services) {
        try {
            Settings loaded = load(settings, List.of(), services);
            return new ServiceHost(Cluster.embedded(), null).start(loaded, services);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<ServiceHost> start(Settings settings, Service... all) {
        List<Future<Void>> starting = new ArrayList<>();
        for (Service service : all) {
            starting.add(start(service, settings));
        }
        return Future.join(starting)
                .onSuccess(_ -> beginSampling())
                .map(_ -> this)
                .recover(cause -> close().transform(_ -> Future.failedFuture(cause)));
    }

    /** Reads the settings that {@code services} and the host itself need, and refuses all others under their prefixes. */
    static Settings load(Map<String, String> settings, List<Class<?>> own, Service... services) {
        Set<Class<?>> mappings = new LinkedHashSet<>(own);
        Map<String, String> defaults = new HashMap<>();
        for (Service service : services) {
            mappings.addAll(service.settings());
            defaults.putAll(service.defaults());
        }
        return Settings.load(settings, defaults, mappings);
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Returns the port that {@code service} bound for {@code what}: {@code http} or {@code management}. */
    public int port(String service, String what) {
        RunningService running = services.get(service);
        Integer port = running == null ? null : running.ports().get(what);
        if (port == null) {
            throw new IllegalArgumentException("no port: " + service + " " + what + " among " + ports());
        }
        return port;
    }

    /** Returns all bound ports, by service and purpose. */
    public Map<String, Map<String, Integer>> ports() {
        Map<String, Map<String, Integer>> all = new LinkedHashMap<>();
        services.forEach((name, running) -> all.put(name, running.ports()));
        return all;
    }

    /** Drains every service, last started first, then closes Vert.x. Never fails. */
    public Future<Void> close() {
        List<RunningService> order = new ArrayList<>(services.values()).reversed();
        Future<Void> drained = Future.succeededFuture();
        for (RunningService running : order) {
            drained = drained.compose(_ -> running.drain());
        }
        return drained.compose(_ -> vertx.close())
                .onFailure(cause -> LOG.warn("event=close_failed", cause))
                .otherwiseEmpty()
                .onComplete(_ -> {
                    if (process != null) {
                        process.close();
                    }
                });
    }

    private Future<Void> start(Service service, Settings settings) {
        RunningService running = new RunningService(service, vertx, settings, process == null);
        services.put(service.name(), running);
        return (process == null ? Future.<Void>succeededFuture() : manage(running, service, settings, process))
                .compose(_ -> vertx.deployVerticle(new HomeVerticle(service, running), new DeploymentOptions()))
                .recover(cause -> Future.failedFuture(bound(
                        cause,
                        service.prefix() + ".http.port",
                        number(settings.value(service.prefix() + ".http.port")))))
                .onSuccess(_ -> running.health().state(Health.State.STARTED))
                .mapEmpty();
    }

    private Future<Void> manage(RunningService running, Service service, Settings settings, ProcessMetrics measured) {
        ManagementSettings management = management(service, settings);
        ManagementVerticle port = new ManagementVerticle(
                service.name(), management, running.health(), () -> measured.scrape() + running.scrape());
        return vertx.deployVerticle(port)
                .recover(cause -> Future.failedFuture(bound(
                        cause,
                        service.prefix() + ".management.port",
                        management.port().number())))
                .onSuccess(_ -> running.listening("management", port.port()))
                .mapEmpty();
    }

    /** Every mapping of a service that has a {@code management()} group is asked for it; the first has it. */
    private static ManagementSettings management(Service service, Settings settings) {
        for (Class<?> mapping : service.settings()) {
            if (settings.get(mapping) instanceof HasManagement has) {
                return has.management();
            }
        }
        throw new IllegalStateException(service.name() + " has no settings that extend HasManagement");
    }

    private void beginSampling() {
        ProcessMetrics measured = process;
        if (measured != null) {
            vertx.setPeriodic(SAMPLE_MILLIS, _ -> {
                measured.takeSample();
                services.values().forEach(running -> running.onItsLoop(() -> sample(running, measured)));
            });
        }
    }

    private void sample(RunningService running, ProcessMetrics measured) {
        running.health()
                .check()
                .onComplete(_ -> MonitorApi.SAMPLES.publish(vertx.eventBus(), running.takeSample(measured.latest())));
    }

    /** Gives a port in use its name. */
    private static Throwable bound(Throwable cause, String key, int port) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof BindException || String.valueOf(at.getMessage()).startsWith("bind(")) {
                return new ServiceException(
                        FailureKind.UNAVAILABLE,
                        key + ": port " + port + " cannot be bound (" + at.getMessage()
                                + "); choose another with --set " + key + "=PORT");
            }
        }
        return cause;
    }

    private static int number(@Nullable String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }

    /** Gives a service an event loop of its own to start on. */
    private static final class HomeVerticle extends VerticleBase {
        private final Service service;
        private final RunningService running;

        HomeVerticle(Service service, RunningService running) {
            this.service = service;
            this.running = running;
        }

        @Override
        public Future<?> start() {
            running.startedOn(vertx.getOrCreateContext());
            return service.start(running);
        }
    }
}
