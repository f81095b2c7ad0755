package tradelab.loadgen.schedule;

import java.util.List;

/**
 * The open model: when each arrival is intended to start, whatever the target does. A pure function of the sequence
 * number, so that several event loops or machines can share one schedule without talking to each other.
 *
 * <p>Implementations are immutable; intended times never decrease. How a schedule changes while it runs:
 * {@link LiveChange}.
 */
public interface Schedule {

    /** Returns how many arrivals there are; sequence numbers are 0 to {@code count() - 1}. */
    long count();

    /** Returns the intended start of arrival {@code sequence}, in nanoseconds since the test began. */
    long intendedNanos(long sequence);

    /** Returns when the schedule ends; nothing is intended after it. */
    long durationNanos();

    /** Returns the intended arrivals a second at this moment; 0 outside of the schedule. */
    double rateAt(long nanos);

    /**
     * Returns the highest rate that the schedule reaches, in arrivals a second. A bound: a schedule that was changed
     * under way may say what it would have reached without the change.
     */
    double peakRate();

    /**
     * Returns how many {@link Rates#PARTS} of an arrival are due at {@code nanos}, beyond the {@code countBefore(nanos)}
     * that were: 0 to a whole one. A change of rate carries it over, so that arrivals stay the integral of the rate. A schedule without memory says 0.
     */
    default long dueAt(long nanos) {
        return 0;
    }

    /** Returns how many arrivals are intended before {@code nanos}: the inverse of {@link #intendedNanos}. */
    default long countBefore(long nanos) {
        long low = 0;
        long high = count();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (intendedNanos(middle) < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the named parts of the schedule by their beginning, the first at 0. */
    default List<Stage> stages() {
        return List.of(Stage.WHOLE);
    }

    /**
     * Returns how this schedule goes on from {@code nanos} if its rate follows {@code rest} from then on.
     *
     * @param due as {@link #dueAt} says, to be carried over
     */
    default Schedule following(RateCurve rest, long nanos, long due) {
        return new Paced(rest.withDue(due));
    }
}
