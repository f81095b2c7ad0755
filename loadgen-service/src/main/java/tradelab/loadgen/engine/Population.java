package tradelab.loadgen.engine;

import java.util.List;
import tradelab.contracts.Require;

/**
 * How many virtual users of the closed model there are at which time, and how often they begin. Pure and immutable.
 *
 * @param steps one after the other, from the beginning of the test; without any, all users are there from its beginning
 * @param iterations after which it is over; 0 for as many as there is time for
 * @param each whether every user has so many; otherwise all have together
 */
public record Population(List<Step> steps, long iterations, boolean each) {
    /** Everyone from the beginning, as often as there is time for. */
    public static final Population ALL = new Population(List.of(), 0, false);
    /** When a user comes who does not come any more. */
    static final long NEVER = Long.MAX_VALUE;

    public static final long ITERATIONS_MAX = 1_000_000_000_000L;

    /**
     * A stretch of time in which the number of users goes from one to another, evenly. One who comes is there as soon as
     * the line reaches his number, and one who goes until it leaves it.
     */
    public record Step(long fromNanos, long toNanos, int from, int to) {

        private long nanos() {
            return toNanos - fromNanos;
        }

        private long activeFrom(long user) {
            if (user < from) {
                return fromNanos;
            }
            return user < to ? fromNanos + Math.ceilDiv(nanos() * (user + 1 - from), to - from) : NEVER;
        }

        private long activeUntil(long user) {
            if (user < to) {
                return toNanos;
            }
            return user < from ? fromNanos + Math.ceilDiv(nanos() * (from - user), from - to) : fromNanos;
        }
    }

    public Population {
        steps = List.copyOf(steps);
        var _ = Require.range("iterations", iterations, 0, ITERATIONS_MAX);
    }

    /** Returns when, at {@code nanos} or later, a user may begin; {@link #NEVER} if no more. */
    long activeFrom(long user, long nanos) {
        if (steps.isEmpty()) {
            return nanos;
        }
        for (Step step : steps) {
            long from = Math.max(nanos, step.activeFrom(user));
            if (from < step.activeUntil(user)) {
                return from;
            }
        }
        return NEVER;
    }

    /** Returns when a user who is there at {@code nanos} must go; {@link #NEVER} if not before the end of all steps. */
    long leaves(long user, long nanos) {
        long until = nanos;
        for (Step step : steps) {
            if (step.activeFrom(user) <= until && until < step.activeUntil(user)) {
                until = step.activeUntil(user);
            }
        }
        return steps.isEmpty() || until >= steps.getLast().toNanos() ? NEVER : until;
    }

    /** Returns how many iterations a loop has, if all users share them. */
    long share(int stripe, int stripes) {
        return Math.max(0, Math.ceilDiv(iterations - stripe, stripes));
    }
}
