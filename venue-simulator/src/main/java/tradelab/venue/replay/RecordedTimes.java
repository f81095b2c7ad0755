package tradelab.venue.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradelab.venue.replay.RecordedEvent.Trade;
import tradelab.venue.replay.RecordedEvent.TradeHistory;

/**
 * Gives every event its time.
 *
 * <p>A capture with receipt times has them. Raw frames have none, but trades carry the exchange's: the frames between
 * two trades are spread evenly over the time between them, so that the pace follows the market's. Frames before the
 * first trade begin at the newest trade of the history; frames after the last one go on at the recording's average
 * pace. What waits for its next trade is bounded; a longer stretch is timed by the average as well. Not thread-safe.
 */
final class RecordedTimes {
    /** The most events that wait for a trade. The recording of 2018-11-12 needs 6,050. */
    static final int WAITING_MAX = 1 << 16;

    private static final double MILLIS_PER_EVENT_UNKNOWN = 20;
    private static final long NONE = Long.MIN_VALUE;

    private final Consumer<TimedEvent> sink;
    private final List<RecordedEvent> waiting = new ArrayList<>();
    private long firstMillis = NONE;
    private long lastMillis = NONE;
    private long timed;

    RecordedTimes(Consumer<TimedEvent> sink) {
        this.sink = sink;
    }

    /** @param receivedMillis the receipt time, or {@link FrameSplitter#NO_TIME} */
    void add(RecordedEvent event, long receivedMillis) {
        if (receivedMillis != FrameSplitter.NO_TIME) {
            begin(receivedMillis);
            emit(receivedMillis, event);
            return;
        }
        if (event instanceof TradeHistory history && lastMillis == NONE) {
            for (long millis : history.millis()) {
                begin(Math.max(millis, firstMillis));
                lastMillis = Math.max(lastMillis, millis);
            }
        }
        var _ = waiting.add(event);
        if (event instanceof Trade trade && trade.executed()) {
            begin(trade.millis());
            spreadUntil(trade.millis());
        } else if (waiting.size() == WAITING_MAX) {
            spreadByAverage();
        }
    }

    /** Times what still waits. */
    void finish() {
        begin(0);
        spreadByAverage();
    }

    private void begin(long millis) {
        if (lastMillis == NONE) {
            firstMillis = millis;
            lastMillis = millis;
        }
    }

    private void spreadUntil(long endMillis) {
        long startMillis = lastMillis;
        long span = Math.max(0, endMillis - startMillis);
        int size = waiting.size();
        for (int i = 0; i < size; i++) {
            emit(startMillis + span * (i + 1) / size, waiting.get(i));
        }
        waiting.clear();
    }

    private void spreadByAverage() {
        double average = timed == 0 ? MILLIS_PER_EVENT_UNKNOWN : (double) (lastMillis - firstMillis) / timed;
        spreadUntil(lastMillis + Math.round(average * waiting.size()));
    }

    private void emit(long millis, RecordedEvent event) {
        lastMillis = Math.max(lastMillis, millis);
        timed++;
        sink.accept(new TimedEvent(lastMillis, event));
    }

    /** Returns when the recording began, or null before the first event. */
    @Nullable
    Long firstMillis() {
        return firstMillis == NONE ? null : firstMillis;
    }
}
