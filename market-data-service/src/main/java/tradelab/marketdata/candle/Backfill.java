package tradelab.marketdata.candle;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Timeframe;

/**
 * Completes candles from the venue when somebody asks for them: first the trades of holes, then the candles of the time
 * before our own trades.
 *
 * <p>One conversation for each instrument and frame at a time, paced by a budget of calls; without budget or venue the
 * reader gets what is there. Owned by the history's event loop.
 */
final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final int HOLES_A_TIME = 4;
    private static final long MINUTE_MILLIS = 60_000;

    private final VenueHistory venue;
    private final HistorySettings settings;
    private final LongSupplier epochMillis;
    private final Map<Instrument, Future<Void>> flights = new HashMap<>();
    private final Map<Instrument, Long> notBefore = new HashMap<>();
    private final LongAdder calls;
    private double budget;
    private long budgetMillis;

    Backfill(VenueHistory venue, HistorySettings settings, LongSupplier epochMillis, LongAdder calls) {
        this.calls = calls;
        this.venue = venue;
        this.settings = settings;
        this.epochMillis = epochMillis;
        this.budget = settings.venueCallsPerMinute();
        this.budgetMillis = epochMillis.getAsLong();
    }

    /** Returns when the candles since {@code fromMillis} are as complete as they can be made in time. Never fails. */
    Future<Void> complete(Instrument instrument, TradeHistory history, Timeframe frame, long fromMillis) {
        long nowMillis = epochMillis.getAsLong();
        boolean whole = history.hole().isEmpty() && history.covers(frame, fromMillis);
        if (whole || !settings.backfill() || nowMillis < notBefore.getOrDefault(instrument, 0L)) {
            return Future.succeededFuture();
        }
        Future<Void> before = flights.getOrDefault(instrument, Future.succeededFuture());
        Future<Void> flight = before.compose(_ -> fetch(instrument, history, frame, fromMillis))
                .recover(cause -> {
                    notBefore.put(
                            instrument,
                            epochMillis.getAsLong() + settings.retryAfter().toMillis());
                    LOG.info("event=backfill_failed instrument={} reason={}", instrument, cause.getMessage());
                    return Future.succeededFuture();
                });
        if (!flight.isComplete()) {
            flights.put(instrument, flight);
            flight.onComplete(_ -> flights.remove(instrument, flight));
        }
        return flight.timeout(settings.readerWait().toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private Future<Void> fetch(Instrument instrument, TradeHistory history, Timeframe frame, long fromMillis) {
        return holes(instrument, history, HOLES_A_TIME).compose(_ -> seed(instrument, history, frame, fromMillis));
    }

    private Future<Void> holes(Instrument instrument, TradeHistory history, int left) {
        if (left == 0 || history.hole().isEmpty()) {
            return Future.succeededFuture();
        }
        Holes.Hole hole = history.hole().get();
        return call(() -> venue.trades(instrument, hole.fromMillis(), hole.toMillis()))
                .compose(trades -> {
                    if (trades.size() >= VenueHistory.TRADES_MAX) {
                        return Future.failedFuture(new ServiceException(
                                FailureKind.UNAVAILABLE, "a hole of more trades than the venue tells at once"));
                    }
                    history.fill(hole, trades);
                    return holes(instrument, history, left - 1);
                });
    }

    private Future<Void> seed(Instrument instrument, TradeHistory history, Timeframe frame, long fromMillis) {
        if (history.begins().isEmpty() || history.covers(frame, fromMillis)) {
            return Future.succeededFuture();
        }
        long until = history.begins().get();
        long from = frame.start(fromMillis);
        long current = frame.start(until);
        long day = Math.max(current, Timeframe.D1.start(until));
        Future<List<VenueCandle>> closed = candles(instrument, frame, from, current);
        Future<List<VenueCandle>> hours = candles(instrument, Timeframe.H1, current, day);
        Future<List<VenueCandle>> minutes = candles(instrument, Timeframe.M1, day, until);
        return Future.all(closed, hours, minutes)
                .onSuccess(_ -> history.seed(
                        frame,
                        from,
                        closed.result(),
                        java.util.stream.Stream.concat(hours.result().stream(), minutes.result().stream())
                                .toList()))
                .mapEmpty();
    }

    /** Returns the candles that lie wholly in {@code [from, until)}. */
    private Future<List<VenueCandle>> candles(Instrument instrument, Timeframe frame, long from, long until) {
        return from >= until
                ? Future.succeededFuture(List.of())
                : call(() -> venue.candles(instrument, frame, from, until - 1))
                        .map(all -> all.stream()
                                .filter(one ->
                                        one.startEpochMillis() >= from && frame.end(one.startEpochMillis()) <= until)
                                .toList());
    }

    private <T> Future<T> call(Supplier<Future<T>> venueCall) {
        long nowMillis = epochMillis.getAsLong();
        double earned = (double) Math.max(0, nowMillis - budgetMillis) * settings.venueCallsPerMinute() / MINUTE_MILLIS;
        budget = Math.min(settings.venueCallsPerMinute(), budget + earned);
        budgetMillis = nowMillis;
        if (budget < 1) {
            return Future.failedFuture(
                    new ServiceException(FailureKind.OVERLOADED, "no more calls of the venue in this minute"));
        }
        budget--;
        calls.increment();
        return venueCall.get();
    }
}
