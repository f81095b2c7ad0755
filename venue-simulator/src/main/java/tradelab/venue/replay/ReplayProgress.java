package tradelab.venue.replay;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.venue.market.ReplayOptions;

/** How far a replay is, for whoever asks. Not thread-safe. */
final class ReplayProgress {
    /** What a replay does. */
    enum State {
        STARTING,
        WAITING_FOR_SUBSCRIBERS,
        PLAYING,
        SEEKING,
        HOLDING,
        FAILED,
        STOPPED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    State state = State.STARTING;
    FrameSummary summary = new FrameCounts().summary();

    /** Why it cannot go on, in one sentence. */
    @Nullable
    String failure;

    /** When the recording began. */
    long firstMillis = Long.MIN_VALUE;

    /** Up to when it was played. */
    long reachedMillis;

    /** Repetitions that have begun. */
    int rounds;

    void reached(long millis) {
        firstMillis = firstMillis == Long.MIN_VALUE ? millis : firstMillis;
        reachedMillis = millis;
    }

    /** Keeps the counts of the batch that read furthest: what is read again is not counted again. */
    void read(ReplayBatch batch) {
        failure = batch.failure();
        summary = batch.summary().read() > summary.read() ? batch.summary() : summary;
    }

    boolean isAny(State first, State... others) {
        return state == first || java.util.List.of(others).contains(state);
    }

    Map<String, Object> status(ReplayOptions options, Pace pace, @Nullable ReplayMarkets markets) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("source", "replay");
        status.put("file", options.file().toString());
        status.put("speed", pace.speed().toPlainString());
        status.put("paused", pace.isPaused());
        status.put("state", state.text());
        status.put("rounds", rounds);
        status.put("frames.read", summary.read());
        status.put("frames.unparsed", summary.unparsed());
        status.put("frames.book.snapshots", summary.bookSnapshots());
        status.put("frames.book.updates", summary.bookUpdates());
        status.put("frames.trades.executed", summary.tradesExecuted());
        status.put("frames.trades.updated", summary.tradesUpdated());
        status.put("frames.heartbeats", summary.heartbeats());
        status.put("books.crossed", summary.crossed());
        status.put("events.applied", markets == null ? 0L : markets.applied());
        status.put("events.dropped", markets == null ? 0L : markets.dropped());
        status.put("recorded.millis", reachedMillis);
        if (summary.firstUnparsed() != null) {
            status.put("frames.unparsed.first", summary.firstUnparsed());
        }
        if (failure != null) {
            status.put("error", failure);
        }
        return status;
    }
}
