package tradelab.marketdata.candle;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Price;

/** One candle in the making. Owned by its series. Taking a trade does not allocate. */
final class CandleSlot {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    long open;
    long high = Long.MIN_VALUE;
    long low = Long.MAX_VALUE;
    long close;
    long volume;
    long trades;

    /** Whether the venue made a part of it; then neither its turnover nor its number of trades is known. */
    boolean summed;

    /** Volume of the trades that we saw ourselves. */
    private long seenVolume;

    /** Price times amount of these, in 10^-16, as 128 bits. */
    private long turnoverHigh;

    private long turnoverLow;

    private long openMillis = Long.MAX_VALUE;
    private long openId = Long.MAX_VALUE;
    private long closeMillis = Long.MIN_VALUE;
    private long closeId = Long.MIN_VALUE;

    void trade(long millis, long id, long price, long amount) {
        ends(millis, id, price, millis, id, price);
        high = Math.max(high, price);
        low = Math.min(low, price);
        volume = saturated(volume, amount);
        seenVolume = saturated(seenVolume, amount);
        trades++;
        long productLow = price * amount;
        turnoverLow += productLow;
        turnoverHigh += Math.multiplyHigh(price, amount) + (Long.compareUnsigned(turnoverLow, productLow) < 0 ? 1 : 0);
    }

    /** Adds a whole part of this candle that lies before every trade that we saw. */
    void sum(VenueCandle part, long lastMillis) {
        ends(part.startEpochMillis(), Long.MIN_VALUE, part.open(), lastMillis, Long.MIN_VALUE, part.close());
        high = Math.max(high, part.high());
        low = Math.min(low, part.low());
        volume = saturated(volume, part.volume());
        summed = true;
    }

    private void ends(long firstMillis, long firstId, long first, long lastMillis, long lastId, long last) {
        if (firstMillis < openMillis || firstMillis == openMillis && firstId < openId) {
            openMillis = firstMillis;
            openId = firstId;
            open = first;
        }
        if (lastMillis > closeMillis || lastMillis == closeMillis && lastId > closeId) {
            closeMillis = lastMillis;
            closeId = lastId;
            close = last;
        }
    }

    long seenVolume() {
        return seenVolume;
    }

    /** Returns price times amount of the trades that we saw, in 10^-16. */
    BigInteger turnover() {
        BigInteger low64 = BigInteger.valueOf(turnoverLow);
        return BigInteger.valueOf(turnoverHigh).multiply(TWO_64).add(turnoverLow < 0 ? low64.add(TWO_64) : low64);
    }

    /** Returns the mean price by amount, rounded down; null if nothing was seen. */
    static @Nullable Price vwap(BigInteger turnover, long volume) {
        if (volume == 0) {
            return null;
        }
        long units = turnover.divide(BigInteger.valueOf(volume)).longValueExact();
        return new Price(Math.max(1, units));
    }

    /** A volume beyond 92 billion units stays there. */
    static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
