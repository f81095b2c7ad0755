package tradelab.venue.fault;

/** Randomness of faults: what the {@code number}-th occasion of a seed draws, from 0 to below 1. */
@FunctionalInterface
public interface FaultRandom {
    double UNIT = 0x1.0p-53;

    /** The same seed and number draw the same, whatever other faults there are: SplitMix64's finaliser. */
    FaultRandom HASHED = (seed, number) -> {
        long z = seed * 0x9E3779B97F4A7C15L + number * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * UNIT;
    };

    double fraction(long seed, long number);
}
