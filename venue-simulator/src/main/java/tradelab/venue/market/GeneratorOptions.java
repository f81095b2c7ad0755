package tradelab.venue.market;

import tradelab.contracts.Require;

/**
 * How the generator behaves.
 *
 * @param seed the same seed gives the same flow of orders
 * @param eventsPerSecond orders and cancels a second in each market, on average; 0 gives a still book
 */
public record GeneratorOptions(long seed, int eventsPerSecond) {
    /** The most events a second that one market is asked for. */
    public static final int EVENTS_PER_SECOND_MAX = 100_000;

    public GeneratorOptions {
        var _ = Require.range("eventsPerSecond", eventsPerSecond, 0, EVENTS_PER_SECOND_MAX);
    }
}
