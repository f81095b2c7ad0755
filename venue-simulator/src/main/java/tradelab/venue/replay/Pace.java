package tradelab.venue.replay;

import java.math.BigDecimal;

/** Recorded time against the clock: which recorded millisecond is due now. Speed 0 means everything is. */
final class Pace {
    private static final double NANOS_PER_MILLI = 1e6;

    private final double speed;
    private long originMillis;
    private long originNanos;

    Pace(BigDecimal speed) {
        this.speed = speed.doubleValue();
    }

    /** Says that {@code recordedMillis} is now. */
    void begin(long recordedMillis, long nowNanos) {
        originMillis = recordedMillis;
        originNanos = nowNanos;
    }

    /** Returns how long until {@code recordedMillis} is due; 0 if it is. */
    long millisUntil(long recordedMillis, long nowNanos) {
        if (speed == 0) {
            return 0;
        }
        double dueNanos = (recordedMillis - originMillis) * NANOS_PER_MILLI / speed;
        double leftNanos = dueNanos - (nowNanos - originNanos);
        return leftNanos <= 0 ? 0 : (long) Math.ceil(leftNanos / NANOS_PER_MILLI);
    }
}
