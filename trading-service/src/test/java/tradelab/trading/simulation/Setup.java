package tradelab.trading.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The world to be: how much of what may happen in it.
 *
 * @param orders how many orders clients have
 * @param told whether the venue tells by itself what happens
 * @param batchMax operations of a call
 * @param history whether everything is written down for the ledger check
 * @param callsPerMinute the venue's limit, 0 for none
 * @param isReduced whether what cannot matter is left out, see {@link Reduction}
 */
record Setup(
        int orders,
        Most most,
        Times times,
        boolean told,
        int batchMax,
        boolean history,
        int callsPerMinute,
        boolean isReduced,
        @Nullable Bug bug) {

    /**
     * How often it may happen.
     *
     * @param lostAnswers of the log and of the venue together
     * @param takeovers of a partition whose owner still runs, or is paused
     */
    record Most(int crashes, int lostAnswers, int pauses, int takeovers, int stops, int executions, int cancels) {}

    /**
     * What is compared with a time.
     *
     * @param intentAge milliseconds that an intent may be old when it leaves
     * @param callMax milliseconds that a call may be under way
     * @param quarantine milliseconds from a doubt to the proof of absence
     */
    record Times(long intentAge, long callMax, long quarantine, int readings) {}

    /** Any amount of anything, at the scale of production. */
    static Setup wide(int orders, int batchMax, int callsPerMinute, @Nullable Bug bug) {
        int any = Integer.MAX_VALUE;
        return new Setup(
                orders,
                new Most(any, any, any, any, 1, any, any),
                new Times(2_000, 8_000, 12_000, 3),
                true,
                batchMax,
                true,
                callsPerMinute,
                false,
                bug);
    }

    /** A small world with a coarse clock: a reading takes one tick. */
    static Setup small(int orders, int crashes, int lostAnswers, int pauses, int takeovers, @Nullable Bug bug) {
        return new Setup(
                orders,
                new Most(crashes, lostAnswers, pauses, takeovers, 0, 0, 0),
                new Times(0, 1, 2, 1),
                false,
                orders,
                false,
                0,
                false,
                bug);
    }

    Setup with(int stops, int executions, int cancels) {
        return with(
                new Most(most.crashes, most.lostAnswers, most.pauses, most.takeovers, stops, executions, cancels),
                isReduced);
    }

    /** The same world, where no gateway pauses: it has the same stories, see {@link Canonical}. */
    Setup withoutPauses() {
        return with(
                new Most(most.crashes, most.lostAnswers, 0, most.takeovers, most.stops, most.executions, most.cancels),
                isReduced);
    }

    /** The same world without pauses and without what cannot matter; as it is where the reduction would not hold. */
    Setup reduced() {
        Setup quiet = withoutPauses();
        return Reduction.holds(quiet) ? quiet.with(quiet.most, true) : quiet;
    }

    private Setup with(Most other, boolean reducing) {
        return new Setup(orders, other, times, told, batchMax, history, callsPerMinute, reducing, bug);
    }

    boolean has(Bug which) {
        return bug == which;
    }
}
