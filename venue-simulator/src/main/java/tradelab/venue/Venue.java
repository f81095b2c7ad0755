package tradelab.venue;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Decimals;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.venue.account.AccountSpec;
import tradelab.venue.account.WalletType;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.ExchangeLimits;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.fault.Faults;
import tradelab.venue.fault.OperationFaults;
import tradelab.venue.fault.Visit;
import tradelab.venue.inspect.HistoryObserver;
import tradelab.venue.inspect.JournalFile;
import tradelab.venue.inspect.LifeApi;
import tradelab.venue.journal.Ledger;
import tradelab.venue.journal.OrderHistory;
import tradelab.venue.life.GeneratedLife;
import tradelab.venue.life.GeneratorChange;
import tradelab.venue.life.Regime;
import tradelab.venue.market.GeneratorOptions;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketSource;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.market.ReplayOptions;
import tradelab.venue.page.ViewApi;
import tradelab.venue.playback.StateHash;
import tradelab.venue.playback.VenueSetup;
import tradelab.venue.replay.RecordedReplay;
import tradelab.venue.rest.RateLimit;
import tradelab.venue.rest.RestFaults;
import tradelab.venue.rest.RestHandler;
import tradelab.venue.stream.StreamHandler;
import tradelab.venue.stream.StreamLimits;

/** The venue put together from its settings. Owned by the event loop that made it. */
final class Venue {
    private static final Logger LOG = LoggerFactory.getLogger(Venue.class);
    private static final long AMOUNT_MIN = Decimals.parse("amountMin", "0.00004");
    private static final long AMOUNT_MAX = Decimals.parse("amountMax", "2000");

    /** Ids look like the exchange's: ten digits and growing. */
    private static final long ORDER_IDS_FROM = 1_000_000_000L;

    private final Ledger ledger;
    private final OrderHistory history;
    private final Faults faults;
    private final RestFaults gate;
    private final StreamHandler stream;
    private final Exchange exchange;
    private final Backoffice backoffice;
    private final RestHandler rest;
    private final Floor floor;
    private final List<MarketSource> sources = new ArrayList<>();
    private final VenueSettings settings;
    private final Vertx vertx;
    private final VenueSetup setup;
    private @Nullable JournalFile journal;
    private @Nullable GeneratedLife life;
    private @Nullable RecordedReplay replay;

    private final VenueFile file;
    private final LongSupplier clockMillis;

    Venue(Vertx vertx, String instance, VenueSettings settings, LongSupplier clockMillis, MeterRegistry meters) {
        this.settings = settings;
        this.vertx = vertx;
        this.clockMillis = clockMillis;
        Context home = vertx.getOrCreateContext();
        Executor later = task -> home.runOnContext(_ -> task.run());
        AtomicLong orderId = new AtomicLong(ORDER_IDS_FROM);
        LongSupplier orderIds = orderId::incrementAndGet;
        ledger = new Ledger(settings.ledgerMax());
        faults = new Faults(vertx, clockMillis, settings.arrivalsMax(), ledger::arrivals);
        history = new OrderHistory(settings.historyEntriesMax(), this::call);
        gate = new RestFaults(faults);
        stream = new StreamHandler(
                limits(settings.stream(), settings.exchangeLimits()), clockMillis, instance, later, faults);
        exchange = new Exchange(
                new ExchangeLimits(settings.openOrdersMax()),
                orderIds,
                ledger,
                new HistoryObserver(history, stream.accounts()),
                later);
        exchange.history(history);
        exchange.gate(new OperationFaults(faults));
        faults.listen(new KnownSymbols(exchange));
        file = settings.file().map(VenueFile::read).orElse(VenueFile.EMPTY);
        List<MarketSpec> specs = instruments(file);
        for (MarketSpec spec : specs) {
            exchange.add(new Market(spec, settings.bookOrdersMax(), orderIds, stream.markets(), exchange.orders()));
        }
        int owner = 0;
        List<AccountSpec> accounts = accounts(file);
        for (AccountSpec account : accounts) {
            exchange.add(new Account(++owner, account, settings.historyMax()));
        }
        setup = new VenueSetup(
                ORDER_IDS_FROM,
                settings.bookOrdersMax(),
                settings.openOrdersMax(),
                settings.historyMax(),
                specs,
                accounts.stream().map(VenueSetup.Holder::of).toList());
        backoffice = new Backoffice(exchange);
        stream.serve(exchange, backoffice);
        rest = new RestHandler(
                exchange,
                backoffice,
                clockMillis,
                new RateLimit(settings.rateLimitPerMinute(), settings.exchangeLimits()),
                gate,
                settings.http().bodyMax().bytes());
        floor = new Floor(vertx, clockMillis, exchange, stream);
        measure(meters);
    }

    /** Ends the orders whose time is over. */
    void tick(long nowMillis) {
        exchange.expire(nowMillis);
        backoffice.tick(nowMillis);
        exchange.publish();
        stream.tick();
        if (journal != null) {
            journal.flush();
        }
    }

    Ledger ledger() {
        return ledger;
    }

    OrderHistory history() {
        return history;
    }

    private long call() {
        Visit visit = faults.current();
        return visit == null ? 0 : visit.sequence();
    }

    StreamHandler stream() {
        return stream;
    }

    /** @throws IllegalArgumentException if there is no such market */
    Market market(String symbol) {
        return floor.market(symbol);
    }

    /** Returns where the house enters orders of a market that is matched. */
    HouseDesk desk(String symbol) {
        return floor.desk(symbol);
    }

    Faults faults() {
        return faults;
    }

    /** Takes a WebSocket handshake. */
    void connect(HttpServerRequest request) {
        gate.handshake(request, number -> stream.handle(request, number));
    }

    /** Returns the place through which requests come and answers leave. */
    RestFaults gate() {
        return gate;
    }

    RestHandler rest() {
        return rest;
    }

    /** Returns the faults that the venue's file asks for. */
    List<FaultSpec> scriptedFaults() {
        return file.faults();
    }

    /** Brings the markets to life: the replayed one first, then all others by generated flow, then resting orders. */
    Future<Void> begin() {
        return journal().compose(_ -> replay()).compose(_ -> generate()).map(_ -> {
            file.orders().forEach(each -> each.enter(floor.desk(each.symbol()), clockMillis.getAsLong()));
            return null;
        });
    }

    Future<Void> end() {
        List<Future<Void>> ends = sources.stream().map(MarketSource::stop).toList();
        return Future.join(ends).compose(_ -> journal == null ? Future.succeededFuture() : journal.close());
    }

    /** Returns what the page shows. */
    ViewApi view() {
        return new ViewApi(exchange, faults, stream::connections, this::sources, clockMillis);
    }

    /** Returns how the life of the markets is looked at and changed. */
    LifeApi lifeApi() {
        return new LifeApi(() -> life, () -> replay);
    }

    /** Returns what each source says about its work. */
    Map<String, Object> sources() {
        Map<String, Object> status = new LinkedHashMap<>();
        sources.forEach(
                source -> status.put(source instanceof RecordedReplay ? "replay" : "generator", source.status()));
        return status;
    }

    /** Returns the hash of the exchange's state, and how far its journal is. */
    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("hash", StateHash.of(exchange));
        state.put("journal", journal == null ? Map.of("status", "off") : journal.status());
        return state;
    }

    private Future<Void> journal() {
        if (settings.journalFile().isEmpty()) {
            return Future.succeededFuture();
        }
        if (settings.replay().file().isPresent()) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.INVALID_REQUEST,
                    "venue.journal-file: expected none beside venue.replay.file, whose frames are no inputs of the"
                            + " exchange"));
        }
        return JournalFile.open(vertx, Path.of(settings.journalFile().get()), setup)
                .onSuccess(opened -> {
                    journal = opened;
                    exchange.journal(opened);
                })
                .mapEmpty();
    }

    private Future<Void> replay() {
        if (settings.replay().file().isEmpty()) {
            return Future.succeededFuture();
        }
        VenueSettings.Replay asked = settings.replay();
        Path recording = Path.of(asked.file().get());
        LOG.info("replay_begins file={} speed={}", recording, asked.speed());
        RecordedReplay begun = RecordedReplay.of(
                new ReplayOptions(recording, asked.speed(), asked.subscribersMin()), asked.afterEnd());
        replay = begun;
        return started(begun);
    }

    private Future<Void> generate() {
        VenueSettings.Generator generator = settings.generator();
        if (!generator.enabled() || floor.markets().isEmpty()) {
            return Future.succeededFuture();
        }
        GeneratedLife begun = GeneratedLife.of(new GeneratorOptions(generator.seed(), generator.eventsPerSecond()));
        try {
            begun.change(new GeneratorChange(
                    null, generator.speed(), Regime.parse(generator.regime()), generator.volatility()));
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(
                    new ServiceException(FailureKind.INVALID_REQUEST, "venue.generator." + e.getMessage()));
        }
        begun.change(file.generator());
        life = begun;
        return started(begun);
    }

    private Future<Void> started(MarketSource source) {
        sources.add(source);
        return source.start(floor);
    }

    private List<MarketSpec> instruments(VenueFile file) {
        List<MarketSpec> all = new ArrayList<>();
        settings.instruments()
                .forEach(each -> all.add(MarketSpec.of(each.name(), each.units(), AMOUNT_MIN, AMOUNT_MAX)));
        file.instruments().forEach(each -> all.add(each.spec(AMOUNT_MIN, AMOUNT_MAX)));
        return all;
    }

    private List<AccountSpec> accounts(VenueFile file) {
        Map<WalletType, Map<String, Long>> balances = new EnumMap<>(WalletType.class);
        balances.put(WalletType.EXCHANGE, units(settings.balances()));
        balances.put(WalletType.MARGIN, units(settings.marginBalances()));
        balances.put(WalletType.FUNDING, units(settings.fundingBalances()));
        long maker = fee("makerFee", settings.makerFee());
        long taker = fee("takerFee", settings.takerFee());
        List<AccountSpec> all = new ArrayList<>();
        all.add(new AccountSpec(settings.key(), settings.secret().value(), balances, maker, taker));
        settings.furtherAccounts()
                .forEach(each -> all.add(new AccountSpec(each.key(), each.secret(), balances, maker, taker)));
        file.accounts().forEach(each -> all.add(each.spec(balances, maker, taker)));
        return all;
    }

    private static Map<String, Long> units(List<NamedUnits> named) {
        Map<String, Long> units = new LinkedHashMap<>();
        named.forEach(each -> units.put(each.name(), each.units()));
        return units;
    }

    private void measure(MeterRegistry meters) {
        var _ = Gauge.builder("venue.subscribers", stream, StreamHandler::connections)
                .description("WebSocket connections")
                .register(meters);
        var _ = FunctionCounter.builder("venue.subscribers.cut", stream, StreamHandler::cuts)
                .description("WebSocket connections cut because their clients did not read")
                .register(meters);
        for (String outcome : List.of("accepted", "refused")) {
            var _ = FunctionCounter.builder(
                            "venue.orders",
                            ledger,
                            each -> outcome.equals("accepted")
                                    ? each.acceptances()
                                    : each.arrivals() - each.acceptances())
                    .tag("outcome", outcome)
                    .description("Orders that arrived")
                    .register(meters);
        }
    }

    private static StreamLimits limits(VenueSettings.Stream stream, boolean exchangeLimits) {
        return new StreamLimits(
                stream.channelsMax(),
                stream.connectionsMax(),
                stream.unsentMax(),
                stream.fullMax().toMillis(),
                stream.heartbeat().toMillis(),
                exchangeLimits);
    }

    private static long fee(String field, BigDecimal part) {
        if (part.signum() < 0 || part.compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException(field + ": expected 0 to below 1, got " + part);
        }
        return part.multiply(BigDecimal.valueOf(Decimals.ONE))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
