package tradelab.venue.replay;

import org.jspecify.annotations.Nullable;
import tradelab.venue.replay.RecordedEvent.BookSnapshot;
import tradelab.venue.replay.RecordedEvent.BookUpdate;
import tradelab.venue.replay.RecordedEvent.Heartbeat;
import tradelab.venue.replay.RecordedEvent.Trade;
import tradelab.venue.replay.RecordedEvent.TradeHistory;

/** Counts frames by kind. Owned by the thread that reads; others get a {@link FrameSummary}. */
final class FrameCounts {
    private static final int SHOWN_MAX = 80;

    long read;
    long events;
    long others;
    long crossed;
    private long unparsed;
    private @Nullable String firstUnparsed;
    private long bookSnapshots;
    private long bookUpdates;
    private long tradeHistories;
    private long tradesExecuted;
    private long tradesUpdated;
    private long heartbeats;

    void count(RecordedEvent event) {
        switch (event) {
            case BookUpdate _ -> bookUpdates++;
            case BookSnapshot _ -> bookSnapshots++;
            case TradeHistory _ -> tradeHistories++;
            case Heartbeat _ -> heartbeats++;
            case Trade trade -> {
                if (trade.executed()) {
                    tradesExecuted++;
                } else {
                    tradesUpdated++;
                }
            }
        }
    }

    void unparsed(String frame, MalformedFrame reason) {
        if (unparsed++ == 0) {
            String shown = frame.length() <= SHOWN_MAX ? frame : frame.substring(0, SHOWN_MAX) + "…";
            firstUnparsed = "frame " + read + ": " + reason.getMessage() + ", got '" + shown + "'";
        }
    }

    FrameSummary summary() {
        return new FrameSummary(
                read,
                unparsed,
                firstUnparsed,
                bookSnapshots,
                bookUpdates,
                tradeHistories,
                tradesExecuted,
                tradesUpdated,
                heartbeats,
                events,
                others,
                crossed);
    }
}
