package tradelab.venue.taiwan.market;

import org.jspecify.annotations.Nullable;

/**
 * The volume-weighted mean price of the last five minutes, to the second. Not thread-safe.
 *
 * <p>A ring of one sum a second; it is made when the first trade comes, as most securities trade rarely.
 */
final class MeanPrice {
    private static final int SECONDS = 300;
    private static final long CENT = 1_000_000;

    private long @Nullable [] cents;
    private long[] shares = new long[0];
    private long second;
    private long sumCents;
    private long sumShares;

    void add(long price, long traded, long millis) {
        forget(millis);
        long[] ring = cents;
        if (ring == null) {
            ring = new long[SECONDS];
            cents = ring;
            shares = new long[SECONDS];
        }
        int at = (int) (second % SECONDS);
        long value = price / CENT * traded;
        ring[at] += value;
        shares[at] += traded;
        sumCents += value;
        sumShares += traded;
    }

    /** Returns the mean times 10^8, or 0 without trades. */
    long at(long millis) {
        forget(millis);
        // A mean needs no more than a cent's hundredth; the product must fit.
        return sumShares == 0 ? 0 : sumCents * 100 / sumShares * (CENT / 100);
    }

    private void forget(long millis) {
        long now = millis / 1_000;
        long[] ring = cents;
        if (ring == null || sumShares == 0) {
            second = now;
            return;
        }
        for (long gone = Math.min(now - second, SECONDS); gone > 0; gone--) {
            second++;
            int at = (int) (second % SECONDS);
            sumCents -= ring[at];
            sumShares -= shares[at];
            ring[at] = 0;
            shares[at] = 0;
        }
        second = now;
    }
}
