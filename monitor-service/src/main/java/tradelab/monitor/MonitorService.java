package tradelab.monitor;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import tradelab.contracts.Require;
import tradelab.monitor.api.MonitorHttp;
import tradelab.monitor.collect.CollectorVerticle;
import tradelab.monitor.collect.CollectorVerticle.StreamLimits;
import tradelab.monitor.history.RosterLimits;
import tradelab.monitor.live.StreamRoute;
import tradelab.monitor.page.PageRoutes;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.HttpApi;

/** The monitor's composition root. */
public final class MonitorService implements Service {
    private static final String OPENAPI = "tradelab/monitor/openapi.yaml";

    @Override
    public String name() {
        return "monitor-service";
    }

    @Override
    public String prefix() {
        return "monitor";
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("monitor.http.port", "8084", "monitor.management.port", "9084");
    }

    @Override
    public List<Class<?>> settings() {
        return List.of(MonitorSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        MonitorSettings settings = context.settings(MonitorSettings.class);
        CollectorVerticle collector = new CollectorVerticle(
                rosterLimits(settings), streamLimits(settings), context.meters(), System::currentTimeMillis);
        MonitorHttp http = new MonitorHttp(collector);
        StreamRoute stream = new StreamRoute(collector::subscribe, collector::unsubscribe);
        return context.vertx()
                .deployVerticle(collector)
                .onSuccess(id -> context.onDrain("stream", () -> context.vertx().undeploy(id)))
                // Reading and compressing the page takes longer than an event loop should wait.
                .compose(_ -> context.vertx().executeBlocking(PageRoutes::new))
                .compose(page -> HttpApi.create(context, settings.http())
                        .operation("services", http::services)
                        .operation("overview", http::overview)
                        .operation("history", http::history)
                        .routes(router -> {
                            router.get("/api/v1/stream").handler(stream);
                            Require.present("page", page).addTo(router);
                        })
                        .listen(OPENAPI))
                .mapEmpty();
    }

    private static RosterLimits rosterLimits(MonitorSettings settings) {
        return new RosterLimits(
                settings.instancesMax(),
                settings.samplesMax(),
                settings.lostAfter().toMillis(),
                settings.removeAfter().toMillis(),
                settings.clockSkewMax().toMillis());
    }

    private static StreamLimits streamLimits(MonitorSettings settings) {
        MonitorSettings.Stream stream = settings.stream();
        return new StreamLimits(stream.tick().toMillis(), stream.subscribersMax(), stream.unreadMax());
    }
}
