package tradelab.loadgen.schedule;

/**
 * The open model: when each arrival is intended to start, whatever the target does. A pure function of the sequence
 * number, so that several event loops or machines can share one schedule without talking to each other.
 *
 * <p>Implementations are immutable; intended times never decrease.
 */
public interface Schedule {

    /** Returns how many arrivals there are; sequence numbers are 0 to {@code count() - 1}. */
    long count();

    /** Returns the intended start of arrival {@code sequence}, in nanoseconds since the test began. */
    long intendedNanos(long sequence);
}
