package tradelab.venue;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.HttpApi;
import tradelab.venue.inspect.InspectionApi;
import tradelab.venue.inspect.LedgerFile;
import tradelab.venue.replay.RecordingFailure;

/** The venue simulator's composition root. */
public final class VenueService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(VenueService.class);
    private static final String OPENAPI = "tradelab/venue/openapi.yaml";
    private static final long TICK_MILLIS = 1_000;

    @Override
    public String name() {
        return "venue-simulator";
    }

    @Override
    public String prefix() {
        return "venue";
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("venue.http.port", "8086", "venue.management.port", "9086", "venue.http.body-max", "1MiB");
    }

    @Override
    public List<Class<?>> settings() {
        return List.of(VenueSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        VenueSettings settings = context.settings(VenueSettings.class);
        Venue venue =
                new Venue(context.vertx(), context.instance(), settings, System::currentTimeMillis, context.meters());
        InspectionApi inspection = new InspectionApi(context.vertx(), venue.ledger(), venue::sources);
        TaiwanHook taiwan = new TaiwanHook(context, settings);
        return venue.begin()
                .recover(VenueService::explained)
                .compose(_ -> taiwan.begin())
                .compose(_ -> {
                    long ticks = context.vertx().setPeriodic(TICK_MILLIS, _ -> venue.tick(System.currentTimeMillis()));
                    context.onDrain("streams", () -> {
                        boolean _ = context.vertx().cancelTimer(ticks);
                        venue.stream().close();
                        return venue.end();
                    });
                    return taiwan.serve(HttpApi.create(context, settings.http()))
                            .operation("ledger", inspection::page)
                            .operation("ledgerSummary", inspection::summary)
                            .operation("sources", inspection::sources)
                            .operation("state", _ -> Future.succeededFuture(venue.state()))
                            .hot(HttpMethod.GET, "/ws/2", venue.stream()::handle)
                            .hot(HttpMethod.GET, "/v1/", venue.rest()::handle)
                            .hot(HttpMethod.POST, "/v1/", venue.rest()::handle)
                            .hot(HttpMethod.GET, "/v2/", venue.rest()::handle)
                            .hot(HttpMethod.POST, "/v2/", venue.rest()::handle)
                            .listen(OPENAPI);
                })
                .onSuccess(_ -> settings.ledgerFile()
                        .ifPresent(file -> context.onDrain("ledger", () -> write(context, venue, Path.of(file)))))
                .mapEmpty();
    }

    /** A recording that cannot be played is the user's to mend: one sentence, and no defect of ours. */
    private static Future<Void> explained(Throwable cause) {
        return Future.failedFuture(
                cause instanceof RecordingFailure failure
                        ? new ServiceException(FailureKind.INVALID_REQUEST, failure)
                        : cause);
    }

    private static Future<Void> write(ServiceContext context, Venue venue, Path file) {
        return context.vertx()
                .executeBlocking(() -> LedgerFile.write(venue.ledger(), file))
                .onSuccess(last -> LOG.info("ledger_written file={} last_sequence={}", file, last))
                .mapEmpty();
    }
}
