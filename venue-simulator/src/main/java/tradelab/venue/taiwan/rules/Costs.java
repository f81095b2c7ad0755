package tradelab.venue.taiwan.rules;

import tradelab.contracts.Decimals;

/**
 * What a trade costs besides its value. Money is in TWD times 10^8; amounts are rounded down to whole TWD, as brokers
 * charge them.
 */
public final class Costs {
    private static final long COMMISSION_PER_TEN_MILLION = 14_250;
    private static final long TEN_MILLION = 10_000_000;
    private static final long MILLION = 1_000_000;

    /** A stock bought and sold on one day pays half the tax. */
    private static final int DAY_TRADE_TAX_PER_MILLION = 1_500;

    private Costs() {}

    /** Returns the commission of either side: 0.1425 % of the value. */
    public static long commission(long value) {
        return value / Decimals.ONE * COMMISSION_PER_TEN_MILLION / TEN_MILLION * Decimals.ONE;
    }

    /**
     * Returns the transaction tax of a sale.
     *
     * @param price of the trade
     * @param shares sold
     * @param dayTraded how many of them were bought today
     */
    public static long tax(SecurityType type, long price, long shares, long dayTraded) {
        int dayRate = type == SecurityType.STOCK ? DAY_TRADE_TAX_PER_MILLION : type.taxPerMillion();
        long cents = price / MILLION;
        long parts = cents * (shares - dayTraded) * type.taxPerMillion() + cents * dayTraded * dayRate;
        return parts / (100 * MILLION) * Decimals.ONE;
    }
}
