package tradelab.marketdata.cache;

import java.util.function.DoubleSupplier;

/**
 * XFetch (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention, VLDB 2015): a reader
 * renews a value before it expires when {@code now - delta * beta * ln(rand()) >= expiry}, delta being what making it
 * cost last time. So the chance is {@code exp(-left / (beta * delta))}: readers do not all find it expired at once.
 */
final class EarlyRefresh {
    /** -ln of the smallest number above 0 that 53 random bits give: with more left than this, nobody renews. */
    private static final double LONGEST_LN = 53 * Math.log(2);

    private EarlyRefresh() {}

    /**
     * @param leftNanos until it expires
     * @param costNanos what making it took
     * @param beta above 1 renews earlier, 0 never
     * @param random from 0, included, to 1, excluded; asked only if it can matter
     */
    static boolean due(long leftNanos, long costNanos, double beta, DoubleSupplier random) {
        double scale = beta * costNanos;
        if (leftNanos > scale * LONGEST_LN) {
            return false;
        }
        double uniform = 1 - random.getAsDouble(); // above 0: the logarithm is finite
        return -scale * Math.log(uniform) >= leftNanos;
    }
}
