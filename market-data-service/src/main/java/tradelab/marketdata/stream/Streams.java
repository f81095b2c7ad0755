package tradelab.marketdata.stream;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Candles;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Ticker;
import tradelab.contracts.marketdata.Trade;
import tradelab.contracts.marketdata.Trades;
import tradelab.contracts.marketdata.TradesRequest;
import tradelab.marketdata.replica.Market;

/** Makes the publication of a stream: where its state comes from and what counts as a change. */
final class Streams {
    private static final int TRADES = 200;
    private static final int CANDLES = 100;
    private static final long REPEAT_MILLIS = 1_000;

    private final Market market;
    private final Function<Instrument, Future<Ticker>> tickers;
    private final StreamCounters counters;

    /** Trades, newest first. */
    record TradesData(List<Trade> trades, boolean live, long receiveEpochMillis) {}

    /** Candles, oldest first: all, or those that changed. */
    record CandlesData(List<Candle> candles, boolean live, long receiveEpochMillis) {}

    Streams(Market market, Function<Instrument, Future<Ticker>> tickers, StreamCounters counters) {
        this.market = market;
        this.tickers = tickers;
        this.counters = counters;
    }

    Publication<?> open(StreamName name) {
        return switch (name.topic()) {
            case QUOTE -> quote(name);
            case TICKER ->
                new Publication<Ticker>(
                        name,
                        false,
                        () -> tickers.apply(name.instrument()),
                        one -> one,
                        Streams::tickerDelta,
                        counters);
            case BOOK ->
                new Publication<Book>(
                        name,
                        false,
                        () -> present(market.book(name.instrument(), name.depth(), null)),
                        BookDelta::whole,
                        Streams::bookDelta,
                        counters);
            case TRADES ->
                new Publication<Trades>(
                        name,
                        true,
                        () -> present(market.trades(new TradesRequest(name.instrument(), TRADES), null)),
                        all -> new TradesData(all.trades(), all.live(), all.receiveEpochMillis()),
                        Streams::tradesDelta,
                        counters);
            case CANDLES ->
                new Publication<Candles>(
                        name,
                        false,
                        () -> present(market.candles(
                                new CandleRequest(
                                        name.instrument(),
                                        Require.present("timeframe", name.timeframe()),
                                        CANDLES,
                                        null,
                                        false),
                                null)),
                        all -> new CandlesData(all.candles(), all.live(), all.receiveEpochMillis()),
                        Streams::candlesDelta,
                        counters);
        };
    }

    private Publication<Quote> quote(StreamName name) {
        return new Publication<>(
                name, false, () -> market.quote(name.instrument()), one -> one, Streams::quoteDelta, counters);
    }

    private static <T> Future<T> present(Future<Optional<T>> answer) {
        return answer.map(value -> value.orElseThrow());
    }

    private static boolean repeats(long before, long now) {
        return now - before >= REPEAT_MILLIS; // tells quiet from dead
    }

    static @Nullable Object quoteDelta(Quote before, Quote now) {
        return before.sequence() != now.sequence() || repeats(before.receiveEpochMillis(), now.receiveEpochMillis())
                ? now
                : null;
    }

    /** What follows from the trades changes with them, and at the latest every second with time. */
    static @Nullable Object tickerDelta(Ticker before, Ticker now) {
        return before.quoteSequence() != now.quoteSequence()
                        || before.validity() != now.validity()
                        || !before.rollingVolume().equals(now.rollingVolume())
                        || !before.sessionVolume().equals(now.sessionVolume())
                        || repeats(before.receiveEpochMillis(), now.receiveEpochMillis())
                ? now
                : null;
    }

    static @Nullable Object bookDelta(Book before, Book now) {
        boolean quiet = !repeats(before.receiveEpochMillis(), now.receiveEpochMillis());
        if (before.sequence() == now.sequence() && before.validity() == now.validity() && quiet) {
            return null;
        }
        BookDelta delta = BookDelta.between(before, now);
        return delta.isEmpty() && before.validity() == now.validity() && quiet ? null : delta;
    }

    static @Nullable Object tradesDelta(Trades before, Trades now) {
        long fresh = now.sequence() - before.sequence();
        if (fresh == 0 && before.live() == now.live()) {
            return null;
        }
        if (fresh < 0) { // told by another replica now, which counts anew
            Set<Long> known = before.trades().stream().map(Trade::id).collect(Collectors.toSet());
            return new TradesData(
                    now.trades().stream()
                            .filter(trade -> !known.contains(trade.id()))
                            .toList(),
                    now.live(),
                    now.receiveEpochMillis());
        }
        int count = (int) Math.clamp(fresh, 0, now.trades().size());
        return new TradesData(now.trades().subList(0, count), now.live(), now.receiveEpochMillis());
    }

    static @Nullable Object candlesDelta(Candles before, Candles now) {
        List<Candle> changed = now.candles().stream()
                .filter(candle -> !before.candles().contains(candle))
                .toList();
        return changed.isEmpty() && before.live() == now.live()
                ? null
                : new CandlesData(changed, now.live(), now.receiveEpochMillis());
    }
}
