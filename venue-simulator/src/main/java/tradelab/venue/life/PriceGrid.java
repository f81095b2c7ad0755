package tradelab.venue.life;

/** The exchange's prices: five significant digits. Values are times 10^8. */
final class PriceGrid {
    private static final long FIVE_DIGITS = 100_000;

    private PriceGrid() {}

    /** Returns the distance between prices at {@code price}: 0.1 at 6,400, 0.01 at 210. At least 1 unit. */
    static long tick(long price) {
        long tick = 1;
        while (price / tick >= FIVE_DIGITS) {
            tick *= 10;
        }
        return tick;
    }

    /** Returns the greatest price of the grid that is not above {@code price}, and at least one tick. */
    static long floor(long price) {
        long tick = tick(price);
        return Math.max(tick, price - price % tick);
    }
}
