package tradelab.venue.market;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last trades of a market; the oldest give way. Not thread-safe. */
public final class TradeTape {
    /** How many trades are remembered: what one request can ask for. */
    public static final int TRADES_MAX = 10_000;

    private final @Nullable Trade[] trades = new @Nullable Trade[TRADES_MAX];
    private long written;

    void add(Trade trade) {
        trades[(int) (written++ % TRADES_MAX)] = trade;
    }

    /** Returns the number of trades remembered. */
    public int size() {
        return (int) Math.min(written, TRADES_MAX);
    }

    /** Returns trade {@code index}, 0 being the newest. */
    public Trade newest(int index) {
        Trade trade = trades[(int) ((written - 1 - index) % TRADES_MAX)];
        if (index >= size() || trade == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return trade;
    }

    /** Returns at most {@code limit} trades from {@code start} to {@code end}, in time order or the newest first. */
    public List<Trade> select(long start, long end, int limit, boolean oldestFirst) {
        List<Trade> found = new ArrayList<>(Math.min(limit, size()));
        for (int i = 0; i < size() && found.size() < limit; i++) {
            Trade trade = newest(oldestFirst ? size() - 1 - i : i);
            if (trade.millis() >= start && trade.millis() <= end) {
                found.add(trade);
            }
        }
        return found;
    }
}
