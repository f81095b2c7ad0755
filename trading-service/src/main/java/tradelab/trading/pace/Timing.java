package tradelab.trading.pace;

/** Time as its owner's event loop has it; in a simulation, time as it is simulated. */
public interface Timing {
    /** Returns nanoseconds of a clock that only goes forward; only differences mean anything. */
    long nanoTime();

    /** Returns the wall clock's milliseconds since 1970. */
    long epochMillis();

    /** Runs {@code action} on the owner's event loop in {@code millis} milliseconds, once. */
    void after(long millis, Runnable action);
}
