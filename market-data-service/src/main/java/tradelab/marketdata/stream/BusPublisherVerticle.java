package tradelab.marketdata.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.BookBatch;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.CandleBatch;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.TradeBatch;
import tradelab.marketdata.candle.HistoryVerticle;
import tradelab.marketdata.feed.Feeds;

/**
 * Publishes changes of books and candles of what is fed here on the event bus, each at most once an interval: what
 * changed more often comes as one change.
 */
public final class BusPublisherVerticle extends VerticleBase {
    private final BusSettings settings;
    private final Feeds feeds;
    private final HistoryVerticle history;
    private final LongSupplier epochMillis;
    private final List<Timeframe> frames;
    private final boolean everyBook;
    private final Set<Instrument> wanted;
    private final Map<Instrument, ToldBook> told = new HashMap<>();
    private final Map<CandleKey, Candle> candles = new HashMap<>();
    private final Set<Instrument> traded = ConcurrentHashMap.newKeySet();
    private final LongAdder bookChanges = new LongAdder();
    private final LongAdder candleChanges = new LongAdder();
    private boolean asking;

    /** What was told last of a book. */
    private static final class ToldBook {
        @Nullable
        Book book;

        long sequence;
        long wholeMillis;
    }

    private record CandleKey(Instrument instrument, Timeframe timeframe) {}

    /** @throws IllegalArgumentException naming the setting that cannot be used */
    public BusPublisherVerticle(
            BusSettings settings,
            Feeds feeds,
            HistoryVerticle history,
            LongSupplier epochMillis,
            MeterRegistry meters) {
        this.settings = settings;
        this.feeds = feeds;
        this.history = history;
        this.epochMillis = epochMillis;
        List<String> names = settings.books().orElse(List.of());
        this.everyBook = names.contains("*");
        this.wanted = names.stream()
                .filter(name -> !name.equals("*"))
                .map(Instrument::parse)
                .collect(Collectors.toUnmodifiableSet());
        this.frames =
                settings.candles().stream().map(Timeframe::parse).distinct().toList();
        var _ = Require.range("bookDepth", settings.bookDepth(), 1, BookRequest.DEPTH_MAX);
        history.listen(this::traded);
        count(meters, "bus.books.published", "Book changes published on the event bus", bookChanges);
        count(meters, "bus.candles.published", "Candles published on the event bus", candleChanges);
    }

    private static void count(MeterRegistry meters, String name, String help, LongAdder adder) {
        var _ = FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(help)
                .register(meters);
    }

    @Override
    public Future<?> start() {
        if (everyBook || !wanted.isEmpty()) {
            var _ = vertx.setPeriodic(Math.max(1, settings.bookInterval().toMillis()), _ -> books());
        }
        if (!frames.isEmpty()) {
            var _ = vertx.setPeriodic(Math.max(1, settings.candleInterval().toMillis()), _ -> candles());
        }
        return Future.succeededFuture();
    }

    private void books() {
        if (asking) {
            return; // the last round is not over: what has changed meanwhile comes with the next one
        }
        asking = true;
        List<Instrument> fed = feeds.instruments().stream()
                .filter(one -> everyBook || wanted.contains(one))
                .toList();
        told.keySet().retainAll(fed);
        List<Future<Optional<Book>>> asked =
                fed.stream().map(one -> feeds.book(one, settings.bookDepth())).toList();
        Future.join(asked).onComplete(_ -> {
            asking = false;
            long now = epochMillis.getAsLong();
            List<BookBatch.Change> changes = new ArrayList<>();
            for (Future<Optional<Book>> one : asked) {
                Book book = one.succeeded() ? one.result().orElse(null) : null;
                BookBatch.Change change = book == null ? null : change(book, now);
                if (change != null) {
                    changes.add(change);
                }
            }
            publish(changes);
        });
    }

    private BookBatch.@Nullable Change change(Book book, long nowMillis) {
        ToldBook last = told.computeIfAbsent(book.instrument(), _ -> new ToldBook());
        Book before = last.book;
        boolean whole = before == null
                || nowMillis - last.wholeMillis >= settings.bookWhole().toMillis();
        BookDelta delta = before == null || whole ? BookDelta.whole(book) : BookDelta.between(before, book);
        if (before != null && !whole && delta.isEmpty() && before.validity() == book.validity()) {
            return null;
        }
        long previous = whole ? 0 : last.sequence;
        last.wholeMillis = whole ? nowMillis : last.wholeMillis;
        last.book = book;
        last.sequence++;
        return new BookBatch.Change(
                book.instrument(),
                last.sequence,
                previous,
                book.receiveEpochMillis(),
                (int) delta.checksum(),
                book.validity(),
                delta.bids(),
                delta.asks());
    }

    private void publish(List<BookBatch.Change> changes) {
        for (int from = 0; from < changes.size(); from += BookBatch.CHANGES_MAX) {
            List<BookBatch.Change> part = changes.subList(from, Math.min(changes.size(), from + BookBatch.CHANGES_MAX));
            MarketDataApi.BOOKS.publish(vertx.eventBus(), new BookBatch(part));
            bookChanges.add(part.size());
        }
    }

    private void traded(List<TradeBatch.Tick> ticks) {
        ticks.forEach(tick -> traded.add(tick.instrument()));
    }

    /** Asks for what was traded, and for what has come to its end since it was told. */
    private void candles() {
        Set<Instrument> fed = new HashSet<>(feeds.instruments());
        boolean _ = candles.keySet().removeIf(key -> !fed.contains(key.instrument));
        Set<CandleKey> due = new HashSet<>();
        for (Instrument instrument : List.copyOf(traded)) {
            traded.remove(instrument);
            frames.forEach(frame -> due.add(new CandleKey(instrument, frame)));
        }
        candles.forEach((key, candle) -> {
            if (!candle.closed()
                    && key.timeframe.end(candle.startEpochMillis()) <= history.marketMillis(key.instrument)) {
                due.add(key);
            }
        });
        List<Future<?>> asked = new ArrayList<>();
        List<CandleBatch.Tick> changed = new ArrayList<>();
        due.stream().filter(key -> fed.contains(key.instrument)).forEach(key -> asked.add(latest(key, changed)));
        Future.join(asked).onComplete(_ -> {
            for (int from = 0; from < changed.size(); from += CandleBatch.CANDLES_MAX) {
                List<CandleBatch.Tick> part =
                        changed.subList(from, Math.min(changed.size(), from + CandleBatch.CANDLES_MAX));
                MarketDataApi.CANDLES.publish(vertx.eventBus(), new CandleBatch(part));
                candleChanges.add(part.size());
            }
        });
    }

    private Future<?> latest(CandleKey key, List<CandleBatch.Tick> changed) {
        return history.candlesHere(new CandleRequest(key.instrument, key.timeframe, 2, null, false))
                .onSuccess(found -> found.ifPresent(all -> {
                    Candle told = candles.get(key);
                    for (Candle candle : all.candles()) {
                        boolean older = told != null && candle.startEpochMillis() < told.startEpochMillis();
                        if (!older && !candle.equals(told)) {
                            changed.add(new CandleBatch.Tick(key.instrument, key.timeframe, candle));
                            candles.put(key, candle);
                        }
                    }
                }));
    }
}
