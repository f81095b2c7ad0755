package tradelab.venue.life;

import java.util.SplittableRandom;

/** Poisson arrivals: how many events are due. A function of the seed and of the times asked for; not thread-safe. */
final class Arrivals {
    private static final double NANOS_PER_SECOND = 1e9;

    private final SplittableRandom random;
    private final double perSecond;
    private long nextNanos;

    Arrivals(double perSecond, long seed, long startNanos) {
        this.random = new SplittableRandom(seed);
        this.perSecond = perSecond;
        this.nextNanos = perSecond == 0 ? Long.MAX_VALUE : startNanos + gap();
    }

    /** Returns how many events came until {@code nowNanos}, at most {@code max}: what is more than that is dropped. */
    int due(long nowNanos, int max) {
        int due = 0;
        while (nextNanos <= nowNanos) {
            if (due == max) {
                nextNanos = nowNanos + gap();
                break;
            }
            due++;
            nextNanos += gap();
        }
        return due;
    }

    private long gap() {
        return 1 + (long) (NANOS_PER_SECOND * -Math.log(1 - random.nextDouble()) / perSecond);
    }
}
