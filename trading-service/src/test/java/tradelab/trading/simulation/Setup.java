package tradelab.trading.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The world to be: how much of what may happen in it.
 *
 * @param orders how many orders clients have
 * @param lostAnswers of the log and of the venue together
 * @param takeovers of a partition whose owner still runs, or is paused
 * @param told whether the venue tells by itself what happens
 * @param batchMax operations of a call
 * @param intentAge milliseconds that an intent may be old when it leaves
 * @param callMax milliseconds that a call may be under way
 * @param quarantine milliseconds from a doubt to the proof of absence
 * @param history whether everything is written down for the ledger check
 * @param callsPerMinute the venue's limit, 0 for none
 */
record Setup(
        int orders,
        int crashes,
        int lostAnswers,
        int pauses,
        int takeovers,
        int stops,
        int executions,
        int cancels,
        boolean told,
        int batchMax,
        long intentAge,
        long callMax,
        long quarantine,
        int readings,
        boolean history,
        int callsPerMinute,
        @Nullable Bug bug) {

    /** Any amount of anything, at the scale of production. */
    static Setup wide(int orders, int batchMax, int callsPerMinute, @Nullable Bug bug) {
        int any = Integer.MAX_VALUE;
        return new Setup(
                orders,
                any,
                any,
                any,
                any,
                1,
                any,
                any,
                true,
                batchMax,
                2_000,
                8_000,
                12_000,
                3,
                true,
                callsPerMinute,
                bug);
    }

    /** A small world with a coarse clock: a reading takes one tick. */
    static Setup small(int orders, int crashes, int lostAnswers, int pauses, int takeovers, @Nullable Bug bug) {
        return new Setup(
                orders, crashes, lostAnswers, pauses, takeovers, 0, 0, 0, false, orders, 0, 1, 2, 1, false, 0, bug);
    }

    Setup with(int stopsMax, int executionsMax, int cancelsMax) {
        return new Setup(
                orders,
                crashes,
                lostAnswers,
                pauses,
                takeovers,
                stopsMax,
                executionsMax,
                cancelsMax,
                told,
                batchMax,
                intentAge,
                callMax,
                quarantine,
                readings,
                history,
                callsPerMinute,
                bug);
    }

    /** The same world, where no gateway pauses: it has the same stories, see {@link Canonical}. */
    Setup withoutPauses() {
        return new Setup(
                orders,
                crashes,
                lostAnswers,
                0,
                takeovers,
                stops,
                executions,
                cancels,
                told,
                batchMax,
                intentAge,
                callMax,
                quarantine,
                readings,
                history,
                callsPerMinute,
                bug);
    }

    boolean has(Bug which) {
        return bug == which;
    }
}
