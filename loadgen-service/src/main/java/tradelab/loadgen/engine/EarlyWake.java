package tradelab.loadgen.engine;

/**
 * Decides how a loop waits for what is due next: asleep, but awake again a little before, because a timer is always late.
 * How long before follows from how late the timers of this machine have been. Plain arithmetic; owned by one event loop.
 */
final class EarlyWake {
    /*
     * Awake, the loop polls its sockets and looks at the clock in turn, so an answer that comes meanwhile is taken in at
     * once. That costs processor time, so it is done only for waits that are long beside it, never for more than a share
     * of all time, and not at all while no processor is idle: it would be taken from the target.
     */
    private static final long NANOS_MIN = 20_000;
    private static final long NANOS_MAX = 200_000;
    /** One waking in so many may be later than expected. */
    private static final long RARELY = 50;

    private static final long STEP_NANOS = 100;
    /** A wait is worth it that is so many times as long. */
    private static final long WORTH = 4;
    /** At most one part in so many of all time is spent awake for nothing. */
    private static final long SHARE = 4;

    private long earlyNanos = NANOS_MAX / 2;
    private long creditNanos = NANOS_MAX;
    private long seenNanos;
    private long wakesAtNanos = Long.MAX_VALUE;
    private boolean willing;
    private boolean awake;
    private long awakeNanos;

    /**
     * Returns how long to sleep; 0 to look again at once, see {@link #isAwake}.
     *
     * @param nowNanos of a clock that never goes back
     * @param delayNanos until something is due
     * @param spare whether a processor is idle
     */
    long sleepNanos(long nowNanos, long delayNanos, boolean spare) {
        account(nowNanos);
        boolean near = delayNanos <= earlyNanos;
        awake = near && willing && spare && creditNanos > 0;
        if (awake) {
            return 0;
        }
        willing = !near && spare && creditNanos >= earlyNanos && delayNanos >= WORTH * earlyNanos;
        long sleepNanos = Math.max(0, willing ? delayNanos - earlyNanos : delayNanos);
        wakesAtNanos = nowNanos + sleepNanos;
        return sleepNanos;
    }

    /** Returns whether the last answer was to look again at once. */
    boolean isAwake() {
        return awake;
    }

    private void account(long nowNanos) {
        long passed = seenNanos == 0 ? 0 : nowNanos - seenNanos;
        seenNanos = nowNanos;
        creditNanos += passed / SHARE;
        if (awake) {
            creditNanos -= passed;
            awakeNanos += passed;
        } else if (nowNanos >= wakesAtNanos) {
            learn(nowNanos - wakesAtNanos);
        }
        wakesAtNanos = Long.MAX_VALUE;
        creditNanos = Math.clamp(creditNanos, -NANOS_MAX, 2 * NANOS_MAX);
    }

    /** Comes to rest where one waking in {@link #RARELY} is later. */
    private void learn(long lateNanos) {
        earlyNanos += lateNanos > earlyNanos ? (RARELY - 1) * STEP_NANOS : -STEP_NANOS;
        earlyNanos = Math.clamp(earlyNanos, NANOS_MIN, NANOS_MAX);
    }

    /** Returns how long it was awake for nothing. */
    long awakeNanos() {
        return awakeNanos;
    }
}
