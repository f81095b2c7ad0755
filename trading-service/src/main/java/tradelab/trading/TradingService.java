package tradelab.trading;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.postgres.Postgres;
import tradelab.trading.api.HistoryHttp;
import tradelab.trading.api.KillHttp;
import tradelab.trading.api.LimitHttp;
import tradelab.trading.api.OrderIntake;
import tradelab.trading.api.TradingBus;
import tradelab.trading.api.TradingHttp;
import tradelab.trading.batch.Dispatcher;
import tradelab.trading.desk.FloorPlan;
import tradelab.trading.desk.TradingFloor;
import tradelab.trading.journal.EventStore;
import tradelab.trading.journal.FillStore;
import tradelab.trading.kill.KillStore;
import tradelab.trading.order.ClientIds;
import tradelab.trading.partition.DatabaseClock;
import tradelab.trading.risk.LimitStore;
import tradelab.trading.risk.RiskGate;
import tradelab.trading.risk.RiskLimits;
import tradelab.trading.risk.Tradable;
import tradelab.trading.stream.OrderEventHub;
import tradelab.trading.venue.OpenVenue;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueProvider;
import tradelab.trading.venue.bitfinex.BitfinexVenue;

/** Composes the trading service. */
public final class TradingService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(TradingService.class);

    private final @Nullable Function<ServiceContext, Venue> venue;
    private @Nullable TradingFloor floor;

    public TradingService() {
        this(null);
    }

    /** @param venue instead of the one that the settings name; null for that one */
    TradingService(@Nullable Function<ServiceContext, Venue> venue) {
        this.venue = venue;
    }

    @Override
    public String name() {
        return "trading-service";
    }

    @Override
    public String prefix() {
        return "trading";
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("trading.http.port", "8082", "trading.management.port", "9082");
    }

    @Override
    public List<Class<?>> settings() {
        return List.of(TradingSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        TradingSettings settings = context.settings(TradingSettings.class);
        FloorPlan plan = plan(settings);
        warnOfAShortQuarantine(settings);
        // Steps run in the order of registration: ours before the database's, which Postgres.open registers.
        context.onDrain("intake", () -> floor == null ? Future.succeededFuture() : floor.stopIntake());
        context.onDrain("flush", () -> floor == null ? Future.succeededFuture() : floor.flush());
        DatabaseClock clock = new DatabaseClock(() -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        return Postgres.open(context, settings.postgres(), "trading")
                .compose(pool -> TradingFloor.begin(
                                context, pool, venues(context, settings, clock), plan, clock, System::currentTimeMillis)
                        .compose(begun -> serve(context, settings, pool, begun)))
                .mapEmpty();
    }

    private Future<Integer> serve(ServiceContext context, TradingSettings settings, Pool pool, TradingFloor begun) {
        floor = begun;
        OrderIntake intake = new OrderIntake(context.vertx(), begun, System::currentTimeMillis);
        KillHttp kill = new KillHttp(new KillStore(pool), begun, context.vertx().eventBus(), System::currentTimeMillis);
        EventStore events = new EventStore(pool);
        OrderEventHub hub = new OrderEventHub(
                context.vertx(), settings.stream(), events, context.meters(), System::currentTimeMillis);
        context.onDrain("streams", hub::close);
        HistoryHttp history = new HistoryHttp(events, new FillStore(pool), begun.balances(), hub);
        TradingBus.serve(context.vertx(), context.instance(), intake, history);
        return TradingHttp.listen(
                context,
                settings.http(),
                intake,
                kill,
                new LimitHttp(new LimitStore(pool), begun, System::currentTimeMillis),
                history,
                begun.store(),
                settings.desk().answerMax(),
                System::currentTimeMillis);
    }

    private List<OpenVenue> venues(ServiceContext context, TradingSettings settings, DatabaseClock clock) {
        List<OpenVenue> venues = new ArrayList<>();
        for (String name : settings.venues()) {
            venues.add(
                    name.equals("bitfinex")
                            ? new OpenVenue(name, Set.of("BITFINEX"), bitfinex(context, settings, clock))
                            : plugIn(context, settings, name));
        }
        return venues;
    }

    private Venue bitfinex(ServiceContext context, TradingSettings settings, DatabaseClock clock) {
        return venue != null
                ? venue.apply(context)
                : new BitfinexVenue(context.vertx(), settings.bitfinex(), clock::micros);
    }

    private static OpenVenue plugIn(ServiceContext context, TradingSettings settings, String name) {
        List<String> known = new ArrayList<>(List.of("bitfinex"));
        for (VenueProvider provider : ServiceLoader.load(VenueProvider.class)) {
            if (provider.name().equals(name)) {
                Map<String, String> own = settings.venueSettings().getOrDefault(name, Map.of());
                return new OpenVenue(name, provider.codes(), provider.open(context.vertx(), own));
            }
            boolean _ = known.add(provider.name());
        }
        throw Require.refused("trading.venues", "some of " + known, name);
    }

    /** Absence proves nothing while a call may still be under way. */
    private static void warnOfAShortQuarantine(TradingSettings settings) {
        Duration underWay = settings.intentAge().plus(settings.bitfinex().callTimeout());
        if (settings.reconcile().quarantine().compareTo(underWay) <= 0) {
            LOG.warn(
                    "event=quarantine_short key=trading.reconcile.quarantine value={} expected_above={}",
                    settings.reconcile().quarantine(),
                    underWay);
        }
    }

    private static FloorPlan plan(TradingSettings settings) {
        TradingSettings.RiskSettings risk = settings.risk();
        return new FloorPlan(
                settings.desk(),
                settings.reconcile(),
                new Dispatcher.Limits(settings.batchMax(), settings.batchLinger(), settings.intentAge()),
                new FloorPlan.VenueLimits(
                        calls("trading.calls-per-minute", settings.callsPerMinute()),
                        calls("trading.reads-per-minute", settings.readsPerMinute()),
                        settings.batchMax()),
                limits(settings),
                bounds(risk),
                (int) Require.range("trading.partitions", settings.partitions(), 1, ClientIds.PARTITIONS_MAX),
                settings.breakerFailures(),
                settings.breakerOpen());
    }

    private static Map<String, FloorPlan.VenueLimits> limits(TradingSettings settings) {
        Map<String, FloorPlan.VenueLimits> limits = new HashMap<>();
        settings.venueLimits().forEach((venue, own) -> {
            String key = "trading.venue-limits." + venue;
            if (!settings.venues().contains(venue)) {
                throw Require.refused(key, "one of trading.venues " + settings.venues(), venue);
            }
            int batch = own.batchMax().orElse(settings.batchMax());
            limits.put(
                    venue,
                    new FloorPlan.VenueLimits(
                            calls(
                                    key + ".calls-per-minute",
                                    own.callsPerMinute().orElse(settings.callsPerMinute())),
                            calls(
                                    key + ".reads-per-minute",
                                    own.readsPerMinute().orElse(settings.readsPerMinute())),
                            (int) Require.range(key + ".batch-max", batch, 1, 75)));
        });
        return limits;
    }

    private static int calls(String key, int perMinute) {
        return (int) Require.range(key, perMinute, 2, 1_000_000);
    }

    private static RiskGate.Bounds bounds(TradingSettings.RiskSettings risk) {
        RiskLimits limits = new RiskLimits(
                null,
                risk.notionalMax()
                        .map(text -> amount("trading.risk.notional-max", text))
                        .orElse(null),
                risk.exposureMax()
                        .map(text -> amount("trading.risk.exposure-max", text))
                        .orElse(null),
                risk.ordersPerSecond().isPresent() ? risk.ordersPerSecond().getAsInt() : null,
                risk.collar().map(text -> amount("trading.risk.collar", text)).orElse(null),
                risk.equalOrdersMax().isPresent() ? risk.equalOrdersMax().getAsInt() : null,
                risk.refuseSelfMatch(),
                risk.makerOnly(),
                null);
        return new RiskGate.Bounds(
                risk.halted(),
                risk.accounts().orElse(Set.of()),
                Tradable.of(risk.instruments()),
                price("trading.risk.price-max", risk.priceMax()),
                price("trading.risk.price-tick", risk.priceTick()),
                amount("trading.risk.amount-min", risk.amountMin()),
                amount("trading.risk.amount-max", risk.amountMax()),
                amount("trading.risk.amount-lot", risk.amountLot()),
                risk.duplicateWindow(),
                risk.quoteAgeMax(),
                limits);
    }

    private static Price price(String key, String text) {
        return new Price(Decimals.parse(key, text));
    }

    private static Amount amount(String key, String text) {
        return new Amount(Decimals.parse(key, text));
    }
}
