package tradelab.contracts;

/**
 * Prices of venues that take so many significant digits and no more: of five, 6400.1 and 0.064001, but not 6400.15. Prices
 * are scaled longs above 0.
 *
 * <p>Pure functions.
 */
public final class SignificantDigits {
    /** Of Bitfinex' prices. */
    public static final int BITFINEX = 5;

    /** What a long can have. */
    public static final int MAX = 18;

    private SignificantDigits() {}

    /** Returns the step from {@code price} to the next one above: 0.1 at 6400, 10 at 123450. At least one unit. */
    public static long step(long price, int digits) {
        long bound = 1;
        for (int i = Math.toIntExact(Require.range("digits", digits, 1, MAX)); i > 0; i--) {
            bound *= 10;
        }
        long step = 1;
        while (price / step >= bound) {
            step *= 10;
        }
        return step;
    }

    /** Returns whether {@code price} has no more than {@code digits}. */
    public static boolean fits(long price, int digits) {
        return price % step(price, digits) == 0;
    }

    /** Returns the highest price with that many digits that is not above {@code price}. */
    public static long floor(long price, int digits) {
        return price - price % step(price, digits);
    }

    /**
     * Returns the lowest price with that many digits that is not below {@code price}.
     *
     * @throws ArithmeticException if that does not fit
     */
    public static long ceiling(long price, int digits) {
        long over = price % step(price, digits);
        return over == 0 ? price : Math.addExact(price - over, step(price, digits));
    }
}
