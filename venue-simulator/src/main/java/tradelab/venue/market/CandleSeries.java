package tradelab.venue.market;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last candles of one market and frame; spans without a trade have none. Not thread-safe. */
public final class CandleSeries {
    /** How many candles are remembered: what one request can ask for. */
    public static final int CANDLES_MAX = 10_000;

    private final Timeframe frame;
    private final List<Candle> ring = new ArrayList<>();
    private long written;
    private @Nullable Candle last;

    CandleSeries(Timeframe frame) {
        this.frame = frame;
    }

    /** Returns the newest candle, or null before the first trade. */
    public @Nullable Candle last() {
        return last;
    }

    /** Returns at most {@code limit} candles from {@code start} to {@code end}, oldest or newest first. */
    public List<Candle> select(long start, long end, int limit, boolean oldestFirst) {
        List<Candle> found = new ArrayList<>();
        int size = ring.size();
        for (int i = 0; i < size && found.size() < limit; i++) {
            long back = oldestFirst ? size - 1 - i : i;
            Candle candle = ring.get((int) ((written - 1 - back) % CANDLES_MAX));
            if (candle.millis() >= start && candle.millis() <= end) {
                found.add(candle);
            }
        }
        return found;
    }

    void add(long millis, long price, long amount) {
        long start = frame.start(millis);
        Candle current = last;
        if (current != null && start <= current.millis()) { // a late trade counts for the newest candle
            last = current.with(price, amount);
            ring.set((int) ((written - 1) % CANDLES_MAX), last);
            return;
        }
        last = new Candle(start, price, price, price, price, amount);
        if (ring.size() < CANDLES_MAX) {
            ring.add(last);
        } else {
            ring.set((int) (written % CANDLES_MAX), last);
        }
        written++;
    }
}
