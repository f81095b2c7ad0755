package tradelab.loadgen.engine;

import org.jspecify.annotations.Nullable;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.Stripe;

/**
 * What one loop has to do.
 *
 * @param mix this loop's own; it is not shared
 * @param operationCount of the mix
 * @param schedule this loop's stripe of the arrivals; null for the closed model: a virtual user on each connection
 * @param stripe which of {@code stripes} this loop is; numbers arrivals when there is no schedule
 * @param connections of this loop
 * @param durationNanos nothing is intended at or after this
 * @param timeoutNanos for an answer, and for waiting for a connection
 * @param waitingMax arrivals that may wait for a connection
 * @param responseBytesMax the longest response that is accepted
 * @param manner what to do when things do not go as intended
 * @param pacing what holds it back whatever the schedule says
 */
public record EnginePlan(
        OperationMix mix,
        int operationCount,
        @Nullable Stripe schedule,
        int stripe,
        int stripes,
        int connections,
        long durationNanos,
        long timeoutNanos,
        int waitingMax,
        long responseBytesMax,
        Manner manner,
        Pacing pacing) {
    private static final long SWEEPS_PER_TIMEOUT = 20;
    private static final long SWEEP_NANOS_MIN = 1_000_000;
    private static final long SWEEP_NANOS_MAX = 50_000_000;

    /**
     * How a loop behaves where the model leaves it open.
     *
     * @param overdue for an arrival that finds every connection busy
     * @param think of a virtual user in the closed model
     * @param retriesMax how often an arrival is tried again whose connection broke before the answer was complete
     * @param population the virtual users of the closed model
     * @param grace of what has begun when it should end
     */
    public record Manner(Overdue overdue, ThinkTime think, int retriesMax, Population population, Grace grace) {
        public static final Manner DEFAULT = new Manner(Overdue.QUEUE, ThinkTime.NONE, 0);

        /** In the closed model with all users from the beginning to the end. */
        public Manner(Overdue overdue, ThinkTime think, int retriesMax) {
            this(overdue, think, retriesMax, Population.ALL, Grace.UNSAID);
        }

        /** Returns the same manner of other users, who are given another grace. */
        public Manner of(Population users, Grace newGrace) {
            return new Manner(overdue, think, retriesMax, users, newGrace);
        }
    }

    /** Returns how often a loop looks for what is overdue. */
    long sweepNanos() {
        return Math.clamp(timeoutNanos / SWEEPS_PER_TIMEOUT, SWEEP_NANOS_MIN, SWEEP_NANOS_MAX);
    }

    /** The usual manner. */
    public EnginePlan(
            OperationMix mix,
            int operationCount,
            @Nullable Stripe schedule,
            int stripe,
            int stripes,
            int connections,
            long durationNanos,
            long timeoutNanos,
            int waitingMax,
            long responseBytesMax) {
        this(
                mix,
                operationCount,
                schedule,
                stripe,
                stripes,
                connections,
                durationNanos,
                timeoutNanos,
                waitingMax,
                responseBytesMax,
                Manner.DEFAULT,
                Pacing.NONE);
    }
}
