package tradelab.venue.life;

/**
 * What the generator imitates, measured on the raw frames of tBTCUSD, 2018-11-12 18:06 to 2018-11-13 00:00 UTC: 1,043,118
 * updates of the book (P0, F0, 100 levels) and 4,473 trades in 353.7 minutes, at prices of about 6,440 with a tick of
 * 0.1.
 *
 * <p>How: the book was kept update by update. The distance of an update is from its own side's best price, before the
 * update, in ticks. A placement is an update that makes a level or makes it larger. Levels were looked at after every
 * 997th frame. The recording has no receipt times, so rates are averages. {@code RecordedStatistics} in the tests
 * measures the same figures again, and on what is generated; {@code FitTable} says how closely they must agree.
 */
final class RecordedFit {
    /** Updates of the book a second. */
    static final double UPDATES_PER_SECOND = 49.15;

    /** Orders at the best price, on average. */
    static final double ORDERS_AT_BEST = 12;

    /** The standard deviation of the logarithm of the mid-price over a minute. */
    static final double MINUTE_DEVIATION = 0.000212;

    /** The price at which amounts were measured; elsewhere they are scaled to the same value in the quote currency. */
    static final double AMOUNT_PRICE = 6_440;

    /** Distances of updates from the best price of their side, in ticks: all updates but the window's own far end. */
    static final Quantiles DISTANCE = Quantiles.linear(
            new double[] {0, 0.04, 0.08, 0.25, 0.5, 0.75, 0.9, 1}, new double[] {0, 1, 6, 32, 66, 150, 220, 260});

    /** Updates of the book between one trade and the next: takers come in bursts. */
    static final Quantiles UPDATES_BETWEEN_TRADES = Quantiles.linear(
            new double[] {0, 0.44, 0.5, 0.6, 0.7, 0.75, 0.85, 0.9, 0.95, 0.99, 1},
            new double[] {0, 0, 20, 57, 145, 220, 468, 693, 1_179, 2_545, 6_014});

    /** Amounts of levels that were made, in the base currency. */
    static final Quantiles PLACED_AMOUNT = Quantiles.logarithmic(
            new double[] {0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99, 1},
            new double[] {0.002, 0.03, 0.1707, 0.303, 1.1073, 3, 14.6441, 40});

    /** Amounts of trades, in the base currency. */
    static final Quantiles TRADE_AMOUNT = Quantiles.logarithmic(
            new double[] {0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99, 1},
            new double[] {0.002, 0.0044, 0.0263, 0.0776, 0.2316, 0.6225, 5, 20});

    private RecordedFit() {}
}
