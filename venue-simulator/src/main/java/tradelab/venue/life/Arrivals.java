package tradelab.venue.life;

import java.util.SplittableRandom;

/** Poisson arrivals: how many events come while time passes. A function of the seed and of the times; not thread-safe. */
final class Arrivals {
    private static final double NANOS_PER_SECOND = 1e9;

    private final SplittableRandom random;
    private final double perSecond;
    private long untilNextNanos;

    Arrivals(double perSecond, long seed) {
        this.random = new SplittableRandom(seed);
        this.perSecond = perSecond;
        this.untilNextNanos = perSecond == 0 ? 0 : gap();
    }

    /** Returns how many events come while so long passes, at most {@code max}: what is more than that is dropped. */
    int due(long passedNanos, int max) {
        if (perSecond == 0) {
            return 0;
        }
        untilNextNanos -= passedNanos;
        int due = 0;
        while (untilNextNanos <= 0) {
            if (due == max) {
                untilNextNanos = gap();
                break;
            }
            due++;
            untilNextNanos += gap();
        }
        return due;
    }

    private long gap() {
        return 1 + (long) (NANOS_PER_SECOND * -Math.log(1 - random.nextDouble()) / perSecond);
    }
}
