package tradelab.loadgen.endurance;

import java.util.Arrays;
import java.util.Locale;

/** The samples of a watched figure, as many as fit; when full, every other one is forgotten. Owned by one thread. */
public final class GrowthSeries {
    private static final int SAMPLES_MAX = 8 * LeakVerdict.SAMPLES_MAX;

    private final GrowthWatch watch;
    private final double[] seconds = new double[SAMPLES_MAX];
    private final double[] values = new double[SAMPLES_MAX];
    private int size;
    private long seen;
    private long keepEvery = 1;

    public GrowthSeries(GrowthWatch watch) {
        this.watch = watch;
    }

    /** Takes in what the metrics said; what cannot be read is left out. */
    public void add(double atSeconds, double value) {
        if (!Double.isFinite(value) || seen++ % keepEvery != 0) {
            return;
        }
        if (size == SAMPLES_MAX) {
            for (int i = 0; i < size / 2; i++) {
                seconds[i] = seconds[2 * i];
                values[i] = values[2 * i];
            }
            size /= 2;
            keepEvery *= 2;
        }
        seconds[size] = atSeconds;
        values[size++] = value;
    }

    public LeakVerdict verdict() {
        return LeakVerdict.of(Arrays.copyOf(seconds, size), Arrays.copyOf(values, size), watch.limit());
    }

    /** Returns what is to be said of it in a result. */
    public String sentence() {
        LeakVerdict verdict = verdict();
        return switch (verdict.name()) {
            case LeakVerdict.LEAK ->
                String.format(
                        Locale.ROOT,
                        "leak: %s grows by %.6g a second, %.6g in all%s",
                        watch.figure(),
                        verdict.perSecond(),
                        verdict.grownBy(),
                        Double.isFinite(verdict.secondsToLimit())
                                ? String.format(Locale.ROOT, "; %.0f s to its limit", verdict.secondsToLimit())
                                : "");
            case LeakVerdict.NONE -> "no leak: " + watch.figure() + " comes back to its level, " + size + " samples";
            default -> "unclear: " + size + " samples of " + watch.figure() + " prove nothing";
        };
    }
}
