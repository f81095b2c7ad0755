package tradelab.report;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import tradelab.report.api.ReportVerticle;
import tradelab.report.history.ResultHistory;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.postgres.Postgres;

/** History, verdicts and reports. The composition root of the report service. */
public final class ReportService implements Service {
    @Override
    public String name() {
        return "report-service";
    }

    @Override
    public String prefix() {
        return "report";
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of(
                "report.http.port", "8085",
                "report.management.port", "9085",
                // A result with a day of seconds is 13 MB.
                "report.http.body-max", "16MiB",
                "report.postgres.connections-max", "4");
    }

    @Override
    public List<Class<?>> settings() {
        return List.of(ReportSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        ReportSettings settings = context.settings(ReportSettings.class);
        return Postgres.open(context, settings.postgres(), "report").compose(pool -> {
            ResultHistory history = new ResultHistory(pool, context.meters(), System::nanoTime);
            ReportVerticle verticle = new ReportVerticle(context, settings.http(), history, System::nanoTime);
            context.onDrain("bus", verticle::stopTaking);
            return context.vertx().deployVerticle(verticle).mapEmpty();
        });
    }
}
