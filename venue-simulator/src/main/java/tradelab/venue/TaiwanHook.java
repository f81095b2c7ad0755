package tradelab.venue;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.math.RoundingMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.HttpApi;
import tradelab.venue.fault.Faults;
import tradelab.venue.rest.RestFaults;
import tradelab.venue.taiwan.TaiwanOptions;
import tradelab.venue.taiwan.TaiwanVenue;
import tradelab.venue.taiwan.flow.Regime;
import tradelab.venue.taiwan.inspect.TaiwanInspection;

/** Puts the Taiwan market beside the other one, if the settings say so. */
final class TaiwanHook {
    private final ServiceContext context;
    private final VenueSettings settings;
    private final Faults faults;
    private final RestFaults gate;
    private @Nullable TaiwanVenue venue;

    TaiwanHook(ServiceContext context, VenueSettings settings, Faults faults, RestFaults gate) {
        faults.listen(new TaiwanHalts(() -> venue));
        this.faults = faults;
        this.gate = gate;
        this.context = context;
        this.settings = settings;
    }

    /** Opens the market; does nothing if it is switched off. */
    Future<Void> begin() {
        if (!settings.taiwan().enabled()) {
            return Future.succeededFuture();
        }
        TaiwanOptions options;
        try {
            options = options();
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(
                    new ServiceException(FailureKind.INVALID_REQUEST, "venue.taiwan." + e.getMessage()));
        }
        return TaiwanVenue.create(context.vertx(), options, System::currentTimeMillis, context.instance(), faults, gate)
                .recover(TaiwanHook::explained)
                .onSuccess(this::opened)
                .mapEmpty();
    }

    /** Adds what the market serves; its inspection says that it is switched off if it is. */
    HttpApi serve(HttpApi api) {
        TaiwanInspection inspection = new TaiwanInspection(() -> venue);
        TaiwanVenue open = venue;
        HttpApi served = api.operation("taiwan", inspection::status)
                .strict("changeTaiwan", inspection::change)
                .operation("taiwanLedger", inspection::ledger)
                .operation("taiwanLedgerSummary", inspection::summary)
                .operation("taiwanOrders", inspection::orders)
                .operation("taiwanExecutions", inspection::executions)
                .strict("taiwanHalt", inspection::halt);
        return open == null
                ? served
                : served.hot(HttpMethod.GET, "/taiwan/ws/1", open.stream()::handle)
                        .hot(HttpMethod.GET, "/stock/api/", open.quotes()::handle);
    }

    private void opened(TaiwanVenue open) {
        venue = open;
        open.measure(context.meters());
        open.start();
        context.onDrain("taiwan", () -> {
            open.stop();
            return Future.succeededFuture();
        });
    }

    private TaiwanOptions options() {
        VenueSettings.Taiwan taiwan = settings.taiwan();
        Map<String, String> accounts = new LinkedHashMap<>();
        accounts.put(settings.key(), settings.secret().value());
        settings.furtherAccounts().forEach(each -> accounts.put(each.key(), each.secret()));
        return new TaiwanOptions(
                taiwan.symbolsFile().map(Path::of).orElse(null),
                taiwan.seed(),
                taiwan.marketTime(),
                taiwan.clockSpeed(),
                taiwan.eventsPerSecond(),
                (int) Math.clamp(taiwan.slice().toMillis(), 0, Integer.MAX_VALUE),
                Regime.parse(taiwan.regime()),
                taiwan.volatility(),
                taiwan.publishInterval().toMillis(),
                Decimals.parse(
                        "cash", taiwan.cash().setScale(0, RoundingMode.DOWN).toPlainString()),
                taiwan.shares(),
                settings.ledgerMax(),
                accounts);
    }

    /** A file that cannot be read is the user's to mend: one sentence, and no defect of ours. */
    private static Future<TaiwanVenue> explained(Throwable cause) {
        if (cause instanceof NoSuchFileException missing) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.INVALID_REQUEST,
                    "venue.taiwan.symbols-file: expected a file, got " + missing.getFile()));
        }
        return Future.failedFuture(
                cause instanceof IllegalArgumentException
                        ? new ServiceException(FailureKind.INVALID_REQUEST, cause)
                        : cause);
    }
}
