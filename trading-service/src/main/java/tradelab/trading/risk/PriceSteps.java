package tradelab.trading.risk;

import tradelab.contracts.Decimals;

/** Price steps of the Taiwan exchanges, by price. Pure functions. */
final class PriceSteps {
    private static final long CENT = Decimals.ONE / 100;
    private static final long[] STOCK_BELOW = {10, 50, 100, 500, 1_000};
    private static final long[] STOCK_CENTS = {1, 5, 10, 50, 100, 500};

    private PriceSteps() {}

    /** Returns the step of a stock's price. */
    static long stock(long price) {
        int band = 0;
        while (band < STOCK_BELOW.length && price >= STOCK_BELOW[band] * Decimals.ONE) {
            band++;
        }
        return STOCK_CENTS[band] * CENT;
    }

    /** Returns the step of a fund's price. */
    static long fund(long price) {
        return price < 50 * Decimals.ONE ? CENT : 5 * CENT;
    }
}
