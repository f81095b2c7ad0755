package tradelab.venue.replay;

import java.util.TreeMap;
import tradelab.venue.replay.RecordedEvent.BookSnapshot;
import tradelab.venue.replay.RecordedEvent.BookUpdate;

/** The book as a client of the recorded feed would hold it after each frame. */
final class RecordedBook {
    private final TreeMap<Long, Long> bids = new TreeMap<>();
    private final TreeMap<Long, Long> asks = new TreeMap<>();

    void apply(BookSnapshot snapshot) {
        bids.clear();
        asks.clear();
        for (int i = 0; i < snapshot.prices().length; i++) {
            set(snapshot.prices()[i], snapshot.counts()[i], snapshot.amounts()[i]);
        }
    }

    void apply(BookUpdate update) {
        set(update.price(), update.count(), update.amount());
    }

    private void set(long price, int count, long amount) {
        TreeMap<Long, Long> side = amount > 0 ? bids : asks;
        if (count == 0) {
            var _ = side.remove(price);
        } else {
            var _ = side.put(price, Math.abs(amount));
        }
    }

    boolean isCrossed() {
        return !bids.isEmpty() && !asks.isEmpty() && bids.lastKey() >= asks.firstKey();
    }

    TreeMap<Long, Long> bids() {
        return bids;
    }

    TreeMap<Long, Long> asks() {
        return asks;
    }
}
