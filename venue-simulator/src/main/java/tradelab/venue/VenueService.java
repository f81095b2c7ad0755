package tradelab.venue;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.HttpApi;
import tradelab.venue.fault.FaultFile;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.fault.Faults;
import tradelab.venue.inspect.FaultApi;
import tradelab.venue.inspect.InspectionApi;
import tradelab.venue.inspect.LedgerFile;
import tradelab.venue.inspect.LifeApi;
import tradelab.venue.page.PageRoutes;
import tradelab.venue.replay.RecordingFailure;

/** The venue simulator's composition root. */
public final class VenueService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(VenueService.class);
    private static final String OPENAPI = "tradelab/venue/openapi.yaml";
    private static final long TICK_MILLIS = 1_000;

    private final VenueClock clock = new VenueClock();
    private volatile @Nullable VenueControls controls;

    /**
     * Returns the running venue's controls.
     *
     * @throws IllegalStateException if it has not started
     */
    public VenueControls controls() {
        VenueControls running = controls;
        if (running == null) {
            throw new IllegalStateException("the venue has not started");
        }
        return running;
    }

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
        Venue venue = new Venue(context.vertx(), context.instance(), settings, clock, context.meters());
        controls = new VenueControls(context.vertx().getOrCreateContext(), venue, clock);
        InspectionApi inspection = new InspectionApi(context.vertx(), venue.ledger(), venue.history(), venue::sources);
        FaultApi faults = new FaultApi(venue.faults());
        LifeApi life = venue.lifeApi();
        TaiwanHook taiwan = new TaiwanHook(context, settings, venue.faults(), venue.gate());
        return venue.begin()
                .recover(VenueService::explained)
                .compose(_ -> taiwan.begin())
                .compose(_ -> begin(settings, venue))
                .compose(_ -> {
                    long ticks = context.vertx().setPeriodic(TICK_MILLIS, _ -> venue.tick(clock.getAsLong()));
                    context.onDrain("streams", () -> {
                        boolean _ = context.vertx().cancelTimer(ticks);
                        venue.stream().close();
                        return venue.end();
                    });
                    return taiwan.serve(HttpApi.create(context, settings.http()))
                            .operation("ledger", inspection::page)
                            .operation("ledgerSummary", inspection::summary)
                            .operation("history", inspection::history)
                            .operation("sources", inspection::sources)
                            .operation("state", _ -> Future.succeededFuture(venue.state()))
                            .operation("generator", life::generator)
                            .strict("changeGenerator", life::changeGenerator)
                            .operation("replay", life::replay)
                            .strict("changeReplay", life::changeReplay)
                            .operation("view", venue.view()::view)
                            .routes(new PageRoutes()::addTo)
                            .operation("arrivals", faults::arrivals)
                            .operation("faults", faults::list)
                            .strict("addFault", faults::add)
                            .operation("clearFaults", faults::clear)
                            .operation("removeFault", faults::remove)
                            .hot(HttpMethod.GET, "/ws/2", venue::connect)
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

    /** Puts the faults of a file in force; one that cannot be used is the user's to mend. */
    private static Future<Void> begin(VenueSettings settings, Venue venue) {
        try {
            settings.faultsFile()
                    .ifPresent(path -> put(
                            venue.faults(),
                            "venue.faults-file: " + path,
                            FaultFile.read("venue.faults-file", Path.of(path)).faults()));
            put(venue.faults(), "venue.file: " + settings.file().orElse(""), venue.scriptedFaults());
            return Future.succeededFuture();
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(new ServiceException(FailureKind.INVALID_REQUEST, e));
        }
    }

    private static void put(Faults faults, String file, List<FaultSpec> specs) {
        for (int i = 0; i < specs.size(); i++) {
            try {
                var _ = faults.add(specs.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ": faults[" + i + "]." + e.getMessage(), e);
            }
        }
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
