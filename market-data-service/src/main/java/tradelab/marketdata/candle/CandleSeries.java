package tradelab.marketdata.candle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.Timeframe;

/**
 * The latest candles of one instrument and frame, at most a given number. A frame without a trade has none.
 *
 * <p>Not thread-safe. Knows no clock.
 */
final class CandleSeries {
    private final Timeframe frame;
    private final int candlesMax;
    private final NavigableMap<Long, CandleSlot> slots = new TreeMap<>();

    /** What the venue told covers every trade of {@code [coveredFrom, coveredUntil)}. */
    private long coveredFrom = Long.MAX_VALUE;

    private long coveredUntil = Long.MIN_VALUE;

    /** Says whether trades may be missing of a span: first millisecond, and the one behind its last. */
    interface Missing {
        boolean within(long fromMillis, long untilMillis);
    }

    CandleSeries(Timeframe frame, int candlesMax) {
        this.frame = frame;
        this.candlesMax = candlesMax;
    }

    void trade(long millis, long id, long price, long amount) {
        slot(frame.start(millis)).trade(millis, id, price, amount);
    }

    private CandleSlot slot(long start) {
        CandleSlot slot = slots.computeIfAbsent(start, _ -> new CandleSlot());
        if (slots.size() > candlesMax) {
            var _ = slots.pollFirstEntry();
        }
        return slot;
    }

    /** Returns whether the venue was asked for everything from {@code millis} on. */
    boolean covers(long millis) {
        return coveredFrom <= millis;
    }

    /**
     * Takes what the venue tells of the time before our own trades.
     *
     * @param from from when on the venue was asked
     * @param until where our own trades begin
     * @param closed candles of this frame; those that do not lie wholly before {@code until} are ignored
     * @param parts candles of shorter frames that together are the part before {@code until} of the frame it lies in
     */
    void seed(long from, long until, List<VenueCandle> closed, List<VenueCandle> parts) {
        if (coveredUntil != Long.MIN_VALUE && coveredUntil != until) {
            return; // our own beginning was given up meanwhile: what lies between cannot be told any more
        }
        long current = frame.start(until);
        for (VenueCandle candle : closed) {
            long start = frame.start(candle.startEpochMillis());
            if (start >= from && start < current && !slots.containsKey(start)) {
                slot(start).sum(candle, frame.end(start) - 1);
            }
        }
        if (coveredUntil != until) {
            for (VenueCandle part : parts) {
                slot(current).sum(part, part.startEpochMillis());
            }
        }
        coveredFrom = Math.min(coveredFrom, from);
        coveredUntil = until;
    }

    /**
     * Returns at most {@code limit} candles that begin before {@code end}, oldest first.
     *
     * @param nowMillis the frame of it is the last one if {@code fill} is asked for
     */
    List<Candle> select(long end, int limit, boolean fill, long nowMillis, Missing missing) {
        return fill ? filled(end, limit, nowMillis, missing) : present(end, limit, nowMillis, missing);
    }

    private List<Candle> present(long end, int limit, long nowMillis, Missing missing) {
        List<Candle> found = new ArrayList<>();
        for (var slot : slots.headMap(end, false).descendingMap().entrySet()) {
            if (found.size() == limit) {
                break;
            }
            found.add(candle(slot.getKey(), slot.getValue(), nowMillis, missing));
        }
        Collections.reverse(found);
        return found;
    }

    private List<Candle> filled(long end, int limit, long nowMillis, Missing missing) {
        List<Candle> found = new ArrayList<>();
        if (slots.isEmpty()) {
            return found;
        }
        long newest = Math.max(frame.start(nowMillis), slots.lastKey());
        long last = end > newest ? newest : frame.start(end - 1);
        LongUnaryOperator before = start -> frame.back(start, 1);
        long oldest = slots.firstKey();
        for (long start = last; start >= oldest && found.size() < limit; start = before.applyAsLong(start)) {
            CandleSlot slot = slots.get(start);
            found.add(slot == null ? flat(start, nowMillis, missing) : candle(start, slot, nowMillis, missing));
        }
        Collections.reverse(found);
        return found;
    }

    private Candle flat(long start, long nowMillis, Missing missing) {
        Price close = new Price(slots.lowerEntry(start).getValue().close);
        boolean closed = nowMillis >= frame.end(start);
        return new Candle(start, close, close, close, close, Amount.ZERO, null, 0L, closed, isComplete(start, missing));
    }

    private Candle candle(long start, CandleSlot slot, long nowMillis, Missing missing) {
        return new Candle(
                start,
                new Price(slot.open),
                new Price(slot.high),
                new Price(slot.low),
                new Price(slot.close),
                new Amount(slot.volume),
                slot.summed ? null : CandleSlot.vwap(slot.turnover(), slot.seenVolume()),
                slot.summed ? null : Long.valueOf(slot.trades),
                nowMillis >= frame.end(start),
                isComplete(start, missing));
    }

    private boolean isComplete(long start, Missing missing) {
        long from = start >= coveredFrom ? Math.max(start, coveredUntil) : start;
        return from >= frame.end(start) || !missing.within(from, frame.end(start));
    }

    /** Returns the mean price by amount of the trades that we saw since {@code from}; null if there were none. */
    @Nullable
    Price vwap(long from) {
        BigInteger turnover = BigInteger.ZERO;
        long volume = 0;
        for (CandleSlot slot : slots.tailMap(from, true).values()) {
            turnover = turnover.add(slot.turnover());
            volume = CandleSlot.saturated(volume, slot.seenVolume());
        }
        return CandleSlot.vwap(turnover, volume);
    }

    /** Returns the volume of the trades that we saw since {@code from}, scaled by 10^8. */
    long volume(long from) {
        long volume = 0;
        for (CandleSlot slot : slots.tailMap(from, true).values()) {
            volume = CandleSlot.saturated(volume, slot.seenVolume());
        }
        return volume;
    }
}
