package tradelab.marketdata.cache;

/**
 * What a cache says to a reader. A failed future means that it cannot say anything now.
 *
 * @param <T> the value
 */
public sealed interface Reading<T> {
    /** How much a value is worth. */
    enum State {
        /** Within its lifetime, and every change of it would have been heard of. */
        CURRENT,
        /** Past its lifetime, and not older than the reader allows; a newer one is being fetched. */
        STALE,
        /** Fetched by this process itself while it cannot hear of changes by others; its age is true. */
        ALONE,
        /** Nothing better can be had now: changes may have been missed. Never for a reader with a maximum age. */
        UNPROVEN
    }

    /**
     * The value.
     *
     * @param ageMillis since it was true for certain, rounded up
     */
    record Found<T>(T value, long ageMillis, State state) implements Reading<T> {}

    /** There is a value, but not one that the reader may have. */
    record TooOld<T>(T value, long ageMillis, long maxAgeMillis) implements Reading<T> {}

    /** There is none. */
    record Absent<T>() implements Reading<T> {}
}
