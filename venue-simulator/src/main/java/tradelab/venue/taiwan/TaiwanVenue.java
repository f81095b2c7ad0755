package tradelab.venue.taiwan;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.venue.fault.Faults;
import tradelab.venue.rest.RestFaults;
import tradelab.venue.taiwan.exchange.Account;
import tradelab.venue.taiwan.exchange.Holdings;
import tradelab.venue.taiwan.exchange.OrderDesk;
import tradelab.venue.taiwan.exchange.TaiwanExchange;
import tradelab.venue.taiwan.exchange.TaiwanLedger;
import tradelab.venue.taiwan.flow.BackgroundFlow;
import tradelab.venue.taiwan.flow.DayChange;
import tradelab.venue.taiwan.flow.Regime;
import tradelab.venue.taiwan.quote.QuoteHandler;
import tradelab.venue.taiwan.quote.StockQuotes;
import tradelab.venue.taiwan.session.MarketClock;
import tradelab.venue.taiwan.session.TradingDays;
import tradelab.venue.taiwan.stream.TaiwanStream;
import tradelab.venue.taiwan.universe.GeneratedUniverse;
import tradelab.venue.taiwan.universe.Security;
import tradelab.venue.taiwan.universe.SecurityFile;

/** The Taiwan market put together, running by the market clock. Owned by the event loop that made it. */
public final class TaiwanVenue {
    private static final Logger LOG = LoggerFactory.getLogger(TaiwanVenue.class);

    /** A turn of the event loop gives the market no more; what is due then waits, and the market lags its clock. */
    private static final long TURN_NANOS_MAX = 20_000_000;

    private static final int TASKS_AT_ONCE = 4;

    private final Vertx vertx;
    private final TaiwanOptions options;
    private final LongSupplier wallMillis;
    private final TaiwanExchange exchange;
    private final MarketClock clock;
    private final TaiwanStream stream;
    private final QuoteHandler quotes;
    private final OrderDesk desk;
    private final BackgroundFlow flow;
    private long timer = -1;

    private record Made(TaiwanExchange exchange, BackgroundFlow flow) {}

    private TaiwanVenue(
            Vertx vertx,
            TaiwanOptions options,
            MarketClock clock,
            Made made,
            LongSupplier wallMillis,
            String server,
            Faults faults,
            RestFaults gate) {
        this.vertx = vertx;
        this.options = options;
        this.wallMillis = wallMillis;
        this.clock = clock;
        this.exchange = made.exchange();
        this.flow = made.flow();
        int number = 0;
        for (var each : new TreeMap<>(options.accounts()).entrySet()) {
            exchange.add(new Account(
                    ++number, each.getKey(), each.getValue(), new Holdings(options.cash(), options.shares())));
        }
        stream = new TaiwanStream(
                exchange,
                wallMillis,
                this::catchUp,
                server,
                options.clockSpeed().toPlainString(),
                faults,
                gate);
        quotes = new QuoteHandler(new StockQuotes(exchange), this::catchUp, gate);
        desk = new OrderDesk(exchange);
    }

    /**
     * Reads or makes the universe and the exchange away from the event loop, which owns it from then on.
     *
     * @param gate lets requests by HTTP and handshakes through the faults in force
     */
    public static Future<TaiwanVenue> create(
            Vertx vertx,
            TaiwanOptions options,
            LongSupplier wallMillis,
            String server,
            Faults faults,
            RestFaults gate) {
        MarketClock clock;
        try {
            clock = new MarketClock(options.marketTime(), options.clockSpeed(), wallMillis.getAsLong());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
        long opensMillis = clock.marketMillis(wallMillis.getAsLong());
        return vertx.executeBlocking(() -> make(options, opensMillis)).map(result -> {
            Made made = Objects.requireNonNull(result);
            LOG.info(
                    "taiwan_opens securities={} market_time={} clock_speed={}",
                    made.exchange().markets().size(),
                    options.marketTime(),
                    options.clockSpeed());
            return new TaiwanVenue(vertx, options, clock, made, wallMillis, server, faults, gate);
        });
    }

    /** Begins to follow the market clock. */
    public void start() {
        timer = vertx.setPeriodic(options.publishMillis(), _ -> {
            catchUp();
            stream.publish();
        });
    }

    public void stop() {
        boolean _ = vertx.cancelTimer(timer);
        stream.close();
    }

    public TaiwanStream stream() {
        return stream;
    }

    public QuoteHandler quotes() {
        return quotes;
    }

    public TaiwanExchange exchange() {
        return exchange;
    }

    public OrderDesk desk() {
        return desk;
    }

    public Regime regime() {
        return flow.regime();
    }

    /** Returns how many times as wide as in the regime values swing. */
    public BigDecimal volatility() {
        return flow.volatility();
    }

    /** Makes it another kind of day from now on. */
    public void change(DayChange change) {
        catchUp();
        String regime = change.regime() == null ? null : change.regime().toString();
        desk.regime(regime, change.volatility(), wallMillis.getAsLong());
        flow.change(change);
    }

    public LongSupplier wallMillis() {
        return wallMillis;
    }

    /** Registers what an operator watches. */
    public void measure(MeterRegistry meters) {
        var _ = Gauge.builder("venue.taiwan.subscribers", stream, TaiwanStream::connections)
                .description("WebSocket connections to the Taiwan venue")
                .register(meters);
        var _ = FunctionCounter.builder("venue.taiwan.events", exchange, TaiwanExchange::events)
                .description("Events of the Taiwan exchange")
                .register(meters);
        var _ = FunctionCounter.builder("venue.taiwan.snapshots", stream, TaiwanStream::snapshotsSent)
                .description("Snapshot rows sent")
                .register(meters);
        for (String outcome : List.of("accepted", "refused")) {
            var _ = FunctionCounter.builder(
                            "venue.taiwan.orders",
                            exchange.ledger(),
                            ledger -> outcome.equals("accepted")
                                    ? ledger.acceptances()
                                    : ledger.submits() - ledger.acceptances())
                    .tag("outcome", outcome)
                    .description("Orders that arrived at the Taiwan venue")
                    .register(meters);
        }
    }

    /** Brings the exchange to the market's time, or as far as a turn allows. */
    void catchUp() {
        long target = clock.marketMillis(wallMillis.getAsLong());
        long began = System.nanoTime();
        boolean done = false;
        while (!done && System.nanoTime() - began < TURN_NANOS_MAX) {
            done = exchange.advance(target, TASKS_AT_ONCE);
        }
    }

    private static Made make(TaiwanOptions options, long opensMillis) throws IOException {
        List<Security> securities = options.symbolsFile() == null
                ? GeneratedUniverse.make(options.seed())
                : SecurityFile.read(options.symbolsFile(), options.seed());
        BackgroundFlow flow =
                new BackgroundFlow(options.seed(), options.eventsPerSecond(), options.sliceMillis(), options.regime());
        flow.change(new DayChange(null, options.volatility()));
        return new Made(
                new TaiwanExchange(
                        securities,
                        TradingDays.local(opensMillis),
                        options.seed(),
                        flow,
                        new TaiwanLedger(options.ledgerMax())),
                flow);
    }
}
