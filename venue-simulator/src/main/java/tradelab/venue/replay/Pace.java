package tradelab.venue.replay;

import java.math.BigDecimal;

/**
 * Recorded time against the clock: which recorded millisecond is due now. Speed 0 means everything is.
 *
 * <p>Not thread-safe.
 */
final class Pace {
    private static final double NANOS_PER_MILLI = 1e6;

    private BigDecimal speed;
    private boolean paused;
    private long originMillis;
    private long originNanos;

    Pace(BigDecimal speed) {
        this.speed = speed;
    }

    BigDecimal speed() {
        return speed;
    }

    boolean isPaused() {
        return paused;
    }

    /** Says that {@code recordedMillis} is now. */
    void begin(long recordedMillis, long nowNanos) {
        originMillis = recordedMillis;
        originNanos = nowNanos;
    }

    /** Goes on at another speed, or not at all, from {@code recordedMillis}. */
    void change(BigDecimal newSpeed, boolean pause, long recordedMillis, long nowNanos) {
        speed = newSpeed;
        paused = pause;
        begin(recordedMillis, nowNanos);
    }

    /** Returns the recorded time that is due, or where a recording without a pace began. */
    long dueMillis(long nowNanos) {
        return paused
                ? originMillis
                : originMillis + (long) ((nowNanos - originNanos) / NANOS_PER_MILLI * speed.doubleValue());
    }

    /** Returns how long until {@code recordedMillis} is due; 0 if it is. Not to be asked while paused. */
    long millisUntil(long recordedMillis, long nowNanos) {
        if (speed.signum() == 0) {
            return 0;
        }
        double dueNanos = (recordedMillis - originMillis) * NANOS_PER_MILLI / speed.doubleValue();
        double leftNanos = dueNanos - (nowNanos - originNanos);
        return leftNanos <= 0 ? 0 : (long) Math.ceil(leftNanos / NANOS_PER_MILLI);
    }
}
