package tradelab.venue.market;

/** Prices by significant digits, as the exchange counts them. Pure functions. */
public final class Precision {
    /** Digits that a price may have; what is finer is cut. */
    public static final int DIGITS = 5;

    private Precision() {}

    /** Returns {@code price} without what is finer than {@code digits} significant digits. */
    public static long cut(long price, int digits) {
        return price - price % step(price, digits);
    }

    /** Returns {@code price} rounded up to {@code digits} significant digits. */
    public static long raise(long price, int digits) {
        long step = step(price, digits);
        return price % step == 0 ? price : price - price % step + step;
    }

    private static long step(long price, int digits) {
        long step = 1;
        long rest = price;
        long bound = 1;
        for (int i = 0; i < digits; i++) {
            bound *= 10;
        }
        while (rest >= bound) {
            rest /= 10;
            step *= 10;
        }
        return step;
    }
}
