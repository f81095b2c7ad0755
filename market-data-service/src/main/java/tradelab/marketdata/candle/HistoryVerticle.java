package tradelab.marketdata.candle;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Candles;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;
import tradelab.contracts.marketdata.TradeBatch;
import tradelab.contracts.marketdata.Trades;
import tradelab.contracts.marketdata.TradesRequest;
import tradelab.marketdata.feed.Feeds;
import tradelab.marketdata.feed.RunningFeed;
import tradelab.marketdata.feed.TradeObserver;

/**
 * Keeps the trades and candles of every instrument that is fed here, on an event loop of its own.
 *
 * <p>Feeds hand their trades over through a bounded queue; what finds it full is a hole in that instrument's history.
 * The asynchronous methods may be called from any thread.
 */
public final class HistoryVerticle extends VerticleBase implements TradeObserver {
    /** Events of all feeds that wait for the event loop. */
    static final int QUEUE_MAX = 100_000;

    private final HistorySettings settings;
    private final Function<Vertx, VenueHistory> venue;
    private final Supplier<Feeds> feeds;
    private final ToLongFunction<Instrument> confirmedEpochMillis;
    private final LongSupplier epochMillis;
    private final Map<Instrument, TradeHistory> histories = new HashMap<>();
    private final ConcurrentLinkedQueue<Event> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final Set<Instrument> overflowed = ConcurrentHashMap.newKeySet();
    private final List<Consumer<List<TradeBatch.Tick>>> listeners = new CopyOnWriteArrayList<>();
    private final LongAdder taken = new LongAdder();
    private final LongAdder known = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder venueCalls = new LongAdder();

    @SuppressWarnings("NullAway.Init") // set by start(), which Vert.x calls before anything else
    private volatile Context home;

    @SuppressWarnings("NullAway.Init")
    private Backfill backfill;

    private enum Kind {
        EXECUTED,
        LATEST,
        INTERRUPTED,
        RELEASED
    }

    private record Event(Kind kind, Instrument instrument, List<Trade> trades) {}

    /**
     * @param venue made on start: who tells the past of what is fed by a feed that says there is one
     * @param feeds who tells of what; asked for every read
     * @param confirmedEpochMillis when the venue was last heard of an instrument whose trades come in
     */
    public HistoryVerticle(
            HistorySettings settings,
            Function<Vertx, VenueHistory> venue,
            Supplier<Feeds> feeds,
            ToLongFunction<Instrument> confirmedEpochMillis,
            LongSupplier epochMillis) {
        this.settings = settings;
        this.venue = venue;
        this.feeds = feeds;
        this.confirmedEpochMillis = confirmedEpochMillis;
        this.epochMillis = epochMillis;
    }

    /** Puts the counters on the scrape. */
    public void bind(MeterRegistry meters) {
        bind(meters, "trades", "Trades by what became of them", taken, "result", "taken");
        bind(meters, "trades", "Trades by what became of them", known, "result", "known");
        bind(meters, "trades", "Trades by what became of them", late, "result", "late");
        bind(meters, "trades", "Trades by what became of them", dropped, "result", "dropped");
        bind(meters, "backfill.calls", "Calls of venues to complete candles", venueCalls);
    }

    private static void bind(MeterRegistry meters, String name, String help, LongAdder adder, String... tags) {
        var _ = FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(help)
                .tags(tags)
                .register(meters);
    }

    /** Hands over every trade that is taken in, on the history's event loop, which must not be held up. */
    public void listen(Consumer<List<TradeBatch.Tick>> listener) {
        listeners.add(listener);
    }

    @Override
    public Future<?> start() {
        backfill = new Backfill(venue.apply(vertx), settings, epochMillis, venueCalls);
        listeners.add(ticks -> MarketDataApi.TRADES.publish(vertx.eventBus(), new TradeBatch(ticks)));
        home = context;
        if (queued.get() > 0) {
            home.runOnContext(_ -> drain());
        }
        return Future.succeededFuture();
    }

    @Override
    public void executed(Instrument instrument, Trade trade) {
        offer(new Event(Kind.EXECUTED, instrument, List.of(trade)));
    }

    @Override
    public void latest(Instrument instrument, List<Trade> trades) {
        offer(new Event(Kind.LATEST, instrument, List.copyOf(trades)));
    }

    @Override
    public void interrupted(Instrument instrument) {
        offer(new Event(Kind.INTERRUPTED, instrument, List.of()));
    }

    /** Its trades come in elsewhere from now on: what is known of them here grows old and is forgotten. */
    public void released(Instrument instrument) {
        offer(new Event(Kind.RELEASED, instrument, List.of()));
    }

    private void offer(Event event) {
        int before = queued.getAndIncrement();
        if (before >= QUEUE_MAX) {
            queued.decrementAndGet();
            dropped.increment();
            overflowed.add(event.instrument());
            return;
        }
        queue.add(event);
        Context now = home;
        if (before == 0 && now != null) {
            now.runOnContext(_ -> drain());
        }
    }

    private void drain() {
        List<TradeBatch.Tick> ticks = new ArrayList<>();
        int round = queued.get(); // and not until it is empty: readers wait too
        for (int i = 0; i < round; i++) {
            Event event = queue.poll();
            if (event == null) {
                break; // counted, and added in a moment
            }
            take(event, ticks);
            if (ticks.size() >= TradeBatch.TRADES_MAX) {
                tell(ticks);
                ticks = new ArrayList<>();
            }
            queued.decrementAndGet();
        }
        tell(ticks);
        overflowed.removeIf(instrument -> {
            history(instrument).interrupted();
            return true;
        });
        if (queued.get() > 0) {
            home.runOnContext(_ -> drain());
        }
    }

    private void take(Event event, List<TradeBatch.Tick> ticks) {
        if (event.kind() == Kind.RELEASED) {
            histories.remove(event.instrument());
            return;
        }
        TradeHistory history = history(event.instrument());
        long nowMillis = epochMillis.getAsLong();
        switch (event.kind()) {
            case RELEASED -> {} // above
            case INTERRUPTED -> history.interrupted();
            case EXECUTED -> {
                Trade trade = event.trades().getFirst();
                switch (history.executed(trade, nowMillis)) {
                    case KNOWN -> known.increment();
                    case LATE -> late.increment();
                    case TAKEN -> {
                        taken.increment();
                        ticks.add(new TradeBatch.Tick(event.instrument(), history.sequence(), trade));
                    }
                }
            }
            case LATEST -> {
                List<Trade> fresh = history.latest(event.trades(), nowMillis);
                long sequence = history.sequence() - fresh.size();
                for (Trade trade : fresh) {
                    ticks.add(new TradeBatch.Tick(event.instrument(), ++sequence, trade));
                }
                taken.add(fresh.size());
                known.add(event.trades().size() - fresh.size());
            }
        }
    }

    private void tell(List<TradeBatch.Tick> ticks) {
        for (int from = 0; from < ticks.size(); from += TradeBatch.TRADES_MAX) {
            List<TradeBatch.Tick> part = ticks.subList(from, Math.min(ticks.size(), from + TradeBatch.TRADES_MAX));
            listeners.forEach(listener -> listener.accept(part));
        }
    }

    private TradeHistory history(Instrument instrument) {
        return histories.computeIfAbsent(
                instrument, _ -> new TradeHistory(settings.tradesMax(), settings.candlesMax()));
    }

    private <T> Future<T> ask(Supplier<Future<T>> question) {
        Promise<T> promise = Promise.promise();
        home.runOnContext(_ -> question.get().onComplete(promise));
        return promise.future();
    }

    /** Returns what came of an instrument's trades; of one that is known here perhaps nothing, never heard. */
    private Optional<TradeHistory> found(Instrument instrument) {
        TradeHistory history = histories.get(instrument);
        return history != null || feeds.get().of(instrument).isEmpty()
                ? Optional.ofNullable(history)
                : Optional.of(new TradeHistory(settings.tradesMax(), settings.candlesMax()));
    }

    /** Returns the latest trades; empty for an instrument that no feed here knows. */
    public Future<Optional<Trades>> trades(TradesRequest request) {
        return ask(() -> Future.succeededFuture(found(request.instrument())
                .map(history -> new Trades(
                        request.instrument(),
                        history.trades(request.limit()),
                        history.sequence(),
                        heard(request.instrument(), history),
                        history.live()))));
    }

    /** Returns candles, completed from the venue if it tells its past; empty for an instrument that no feed here knows. */
    public Future<Optional<Candles>> candles(CandleRequest request) {
        return ask(() -> {
            TradeHistory history = histories.get(request.instrument());
            if (history == null) {
                return Future.succeededFuture(found(request.instrument()).map(nothing -> made(request, nothing)));
            }
            Timeframe frame = request.timeframe();
            long last = frame.start(Math.min(end(request) - 1, marketMillis(request.instrument())));
            long from = frame.back(last, Math.min(request.limit(), settings.candlesMax()) - 1);
            Future<Void> complete = tellsPast(request.instrument())
                    ? backfill.complete(request.instrument(), history, frame, from)
                    : Future.succeededFuture();
            return complete.map(_ -> Optional.of(made(request, history)));
        });
    }

    /** What another venue trades under the same name is not what happened at this one. */
    private boolean tellsPast(Instrument instrument) {
        return feeds.get().of(instrument).map(RunningFeed::tellsPast).orElse(false);
    }

    /** Returns candles as they are, without asking the venue; empty for an instrument whose trades never came. */
    public Future<Optional<Candles>> candlesHere(CandleRequest request) {
        return ask(() -> Future.succeededFuture(
                Optional.ofNullable(histories.get(request.instrument())).map(history -> made(request, history))));
    }

    private Candles made(CandleRequest request, TradeHistory history) {
        return new Candles(
                request.instrument(),
                request.timeframe(),
                history.candles(
                        request.timeframe(),
                        end(request),
                        request.limit(),
                        request.fill(),
                        marketMillis(request.instrument())),
                heard(request.instrument(), history),
                history.live());
    }

    private static long end(CandleRequest request) {
        Long end = request.endEpochMillis();
        return end == null ? Long.MAX_VALUE : end;
    }

    /** Returns the mean prices by amount of one instrument; empty if no feed here knows it. */
    public Future<Optional<TradeMeans>> means(Instrument instrument) {
        return ask(() -> Future.succeededFuture(found(instrument)
                .map(history -> TradeMeans.of(history, heard(instrument, history), marketMillis(instrument)))));
    }

    /** Returns what time it is at the instrument's venue, as far as it has been told. Thread-safe. */
    public long marketMillis(Instrument instrument) {
        return feeds.get()
                .of(instrument)
                .map(RunningFeed::marketMillis)
                .orElse(OptionalLong.empty())
                .orElseGet(epochMillis);
    }

    private long heard(Instrument instrument, TradeHistory history) {
        return history.live()
                ? Math.max(history.heardMillis(), confirmedEpochMillis.applyAsLong(instrument))
                : history.heardMillis();
    }
}
