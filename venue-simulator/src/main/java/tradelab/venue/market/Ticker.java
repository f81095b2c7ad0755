package tradelab.venue.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import tradelab.contracts.Decimals;

/** A market in ten numbers, the last seven over 24 hours; times 10^8. */
public record Ticker(
        long bid,
        long bidSize,
        long ask,
        long askSize,
        long change,
        long changeRelative,
        long last,
        long volume,
        long high,
        long low) {
    private static final int SIZE_LEVELS = 25;
    private static final long DAY_MILLIS = 86_400_000L;

    static Ticker of(Depth depth, TradeTape tape, CandleSeries minutes) {
        Trade last = tape.size() == 0 ? null : tape.newest(0);
        if (last == null) {
            long price = depth.bestBid();
            return new Ticker(
                    price, size(depth, true), depth.bestAsk(), size(depth, false), 0, 0, price, 0, price, price);
        }
        List<Candle> day = minutes.select(last.millis() - DAY_MILLIS, Long.MAX_VALUE, 1440, false);
        long high = last.price();
        long low = last.price();
        long volume = 0;
        for (Candle candle : day) {
            high = Math.max(high, candle.high());
            low = Math.min(low, candle.low());
            volume += candle.volume();
        }
        long open = day.isEmpty() ? last.price() : day.getLast().open();
        long change = last.price() - open;
        return new Ticker(
                depth.bestBid(),
                size(depth, true),
                depth.bestAsk(),
                size(depth, false),
                change,
                ratio(change, open),
                last.price(),
                volume,
                high,
                low);
    }

    private static long size(Depth depth, boolean bids) {
        long size = 0;
        for (int i = 0; i < Math.min(SIZE_LEVELS, depth.levels(bids)); i++) {
            size += depth.amount(bids, i);
        }
        return size;
    }

    private static long ratio(long change, long open) {
        return BigDecimal.valueOf(change)
                .multiply(BigDecimal.valueOf(Decimals.ONE))
                .divide(BigDecimal.valueOf(open), 0, RoundingMode.HALF_EVEN)
                .longValue();
    }
}
