package tradelab.loadgen.schedule;

import java.util.Arrays;
import tradelab.contracts.Require;

/** Arrivals at recorded times, as they were or stretched. Immutable. */
public final class Replayed implements Schedule {
    /** Eight bytes each. */
    public static final int ARRIVALS_MAX = 5_000_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] nanos;
    private final long durationNanos;

    private Replayed(long[] nanos, long durationNanos) {
        this.nanos = nanos;
        this.durationNanos = durationNanos;
    }

    /**
     * Returns the recording, its first arrival at 0.
     *
     * @param recordedNanos times on any clock, none before the one before it
     * @param speed 2 is twice as fast as it was
     */
    public static Replayed of(long[] recordedNanos, double speed) {
        var _ = Require.range("replay", recordedNanos.length, 1, ARRIVALS_MAX);
        if (!(speed > 0 && speed <= ConstantRate.PER_SECOND_MAX)) {
            throw Require.refused("speed", "above 0", Double.toString(speed));
        }
        long[] scaled = new long[recordedNanos.length];
        for (int i = 1; i < scaled.length; i++) {
            if (recordedNanos[i] < recordedNanos[i - 1]) {
                throw Require.refused(
                        "replay[" + i + "]", "a time not before the one before it", Long.toString(recordedNanos[i]));
            }
            scaled[i] = (long) ((recordedNanos[i] - recordedNanos[0]) / speed);
        }
        long last = Require.range("replay: duration", scaled[scaled.length - 1], 0, ConstantRate.DURATION_NANOS_MAX);
        return new Replayed(scaled, last + 1);
    }

    @Override
    public long count() {
        return nanos.length;
    }

    @Override
    public long intendedNanos(long sequence) {
        return nanos[Math.toIntExact(sequence)];
    }

    @Override
    public long durationNanos() {
        return durationNanos;
    }

    /** The most arrivals of any one second. */
    @Override
    public double peakRate() {
        int most = 0;
        int first = 0;
        for (int last = 0; last < nanos.length; last++) {
            while (nanos[last] - nanos[first] >= NANOS_PER_SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** The mean over a second around it. */
    @Override
    public double rateAt(long at) {
        if (at < 0 || at >= durationNanos) {
            return 0;
        }
        long half = (long) NANOS_PER_SECOND / 2;
        return (double) countBefore(at + half) - countBefore(at - half);
    }

    @Override
    public long countBefore(long at) {
        int found = Arrays.binarySearch(nanos, at);
        int index = found >= 0 ? found : -found - 1;
        while (index > 0 && nanos[index - 1] == at) {
            index--;
        }
        return index;
    }
}
