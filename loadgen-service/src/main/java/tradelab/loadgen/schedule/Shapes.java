package tradelab.loadgen.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tradelab.contracts.Require;
import tradelab.loadgen.schedule.RateCurve.Line;

/** The named shapes of load as curves. Rates in arrivals a second, times in nanoseconds. Pure. */
public final class Shapes {
    private static final int LINES_PER_PERIOD_MIN = 16;
    private static final int LINES_PER_PERIOD_MAX = 64;
    private static final int LINES_OF_DECAY = 32;
    /** After as many half-lives a decay is over. */
    private static final double HALF_LIVES = 6;

    /**
     * One of k6's stages.
     *
     * @param target rate at its end, in the unit of time of the list
     */
    public record Target(long durationNanos, double target) {}

    private Shapes() {}

    /**
     * k6's {@code ramping-arrival-rate}: straight lines from target to target.
     *
     * @param timeUnitNanos the rates are per this time
     */
    public static RateCurve stages(double startRate, long timeUnitNanos, List<Target> stages) {
        // Whole rates per any unit stay exact: both sides are multiplied until the unit is fine enough.
        long finer = Math.max(1, Rates.PER_NANOS / Require.range("timeUnit", timeUnitNanos, 1, Rates.PER_NANOS));
        List<Line> lines = new ArrayList<>();
        long from = scaled("startRate", startRate, finer);
        for (Target stage : stages) {
            long to = scaled("target", stage.target, finer);
            lines.add(new Line(stage.durationNanos, from, to));
            from = to;
        }
        return RateCurve.of(timeUnitNanos * finer, lines);
    }

    private static long scaled(String field, double rate, long finer) {
        if (!(rate >= 0 && rate <= 3_600 * ConstantRate.PER_SECOND_MAX)) {
            throw Require.refused(field, "0 or more, and not too fast", Double.toString(rate));
        }
        return rate % 1 == 0 ? Math.multiplyExact((long) rate, finer) : Math.round(rate * finer);
    }

    /** A straight line from one rate to another. */
    public static RateCurve ramp(double from, double to, long durationNanos) {
        return curve(List.of(new Line(durationNanos, Rates.of(from), Rates.of(to))));
    }

    /** Equal steps from one rate to another, each held as long; the first is {@code from}, the last {@code to}. */
    public static RateCurve steps(double from, double to, int steps, long durationNanos) {
        var _ = Require.range("steps", steps, 2, Stage.STAGES_MAX);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            long begin = durationNanos * i / steps;
            lines.add(level(durationNanos * (i + 1) / steps - begin, from + (to - from) * i / (steps - 1)));
        }
        return curve(lines);
    }

    /** {@code base}, but {@code peak} from {@code at} on for {@code length}. */
    public static RateCurve spike(double base, double peak, long at, long length, long durationNanos) {
        var _ = Require.range("spike at", at, 0, durationNanos - 1);
        var _ = Require.range("spike length", length, 1, durationNanos - at);
        return curve(List.of(level(at, base), level(length, peak), level(durationNanos - at - length, base)));
    }

    /** {@code base}, and {@code peak} for {@code length} at the beginning of every {@code period}. */
    public static RateCurve burst(double base, double peak, long length, long period, long durationNanos) {
        var _ = Require.range("period", period, Math.ceilDiv(2 * durationNanos, RateCurve.LINES_MAX), durationNanos);
        var _ = Require.range("burst length", length, 1, period);
        List<Line> lines = new ArrayList<>();
        for (long at = 0; at < durationNanos; at += period) {
            long left = durationNanos - at;
            lines.add(level(Math.min(length, left), peak));
            lines.add(level(Math.clamp(left - length, 0, period - length), base));
        }
        return curve(lines);
    }

    /** A sine between two rates, from the middle upwards; drawn with 16 to 64 straight lines a period. */
    public static RateCurve wave(double min, double max, long period, long durationNanos) {
        double periods = (double) durationNanos / Require.range("period", period, 1, ConstantRate.DURATION_NANOS_MAX);
        int pieces = (int) Math.min(LINES_PER_PERIOD_MAX, RateCurve.LINES_MAX / periods - 1);
        if (pieces < LINES_PER_PERIOD_MIN) {
            throw Require.refused(
                    "period",
                    "at least 1/" + RateCurve.LINES_MAX / (LINES_PER_PERIOD_MIN + 1) + " of the duration",
                    period + " ns");
        }
        List<Line> lines = new ArrayList<>();
        long at = 0;
        for (long i = 1; at < durationNanos; i++) {
            long next = Math.min(durationNanos, Math.round((double) period * i / pieces));
            lines.add(new Line(next - at, sine(min, max, at, period), sine(min, max, next, period)));
            at = next;
        }
        return curve(lines);
    }

    private static long sine(double min, double max, long at, long period) {
        return Rates.of((min + max) / 2 + (max - min) / 2 * Math.sin(2 * Math.PI * at / period));
    }

    /** A rate evenly at random between two, drawn anew every {@code period}. */
    public static RateCurve random(double min, double max, long period, long seed, long durationNanos) {
        var _ = Require.range("period", period, Math.ceilDiv(durationNanos, RateCurve.LINES_MAX), durationNanos);
        SplittableRandom random = new SplittableRandom(seed);
        List<Line> lines = new ArrayList<>();
        for (long at = 0; at < durationNanos; at += period) {
            lines.add(level(Math.min(period, durationNanos - at), min + (max - min) * random.nextDouble()));
        }
        return curve(lines);
    }

    /** News: {@code base}, at {@code at} suddenly {@code peak}, and half of the excess less every {@code halfLife}. */
    public static RateCurve newsSpike(double base, double peak, long at, long halfLife, long durationNanos) {
        var _ = Require.range("news at", at, 0, durationNanos - 1);
        List<Line> lines = new ArrayList<>();
        lines.add(level(at, base));
        decay(lines, base, peak, halfLife, durationNanos - at);
        return curve(lines);
    }

    /**
     * An opening auction: orders gather ever faster towards the open, {@code peak} at the open itself for a tenth of the
     * time that led to it, then a decay to {@code base}.
     */
    public static RateCurve openingAuction(double base, double peak, long open, long durationNanos) {
        var _ = Require.range("open", open, LINES_OF_DECAY, durationNanos - 1);
        List<Line> lines = new ArrayList<>();
        decay(lines, base, peak / 2, open / (long) HALF_LIVES, open);
        List<Line> gathering = new ArrayList<>();
        lines.reversed().forEach(line -> gathering.add(new Line(line.durationNanos(), line.to(), line.from())));
        long crossing = Math.min(open / 10, durationNanos - open);
        gathering.add(level(crossing, peak));
        decay(gathering, base, peak, Math.max(1, open / 4), durationNanos - open - crossing);
        return curve(gathering);
    }

    /**
     * A price locked at its limit: a run to {@code peak} within a tenth of the time, a queue that holds it until
     * nine tenths, then the lock opens and {@code base} returns.
     */
    public static RateCurve limitUpLock(double base, double peak, long durationNanos) {
        long tenth = durationNanos / 10;
        return curve(List.of(
                level(tenth, base),
                new Line(tenth, Rates.of(base), Rates.of(peak)),
                level(6 * tenth, peak),
                new Line(tenth, Rates.of(peak), Rates.of(base)),
                level(durationNanos - 9 * tenth, base)));
    }

    /** A cancel storm: waves of {@code peak}, each half as long as the one before, a pause as long between them. */
    public static RateCurve cancelStorm(double base, double peak, long durationNanos) {
        List<Line> lines = new ArrayList<>();
        long left = durationNanos;
        for (long wave = durationNanos / 4; wave >= Math.max(1, durationNanos / 64); wave /= 2) {
            lines.add(level(wave, base));
            lines.add(level(wave, peak));
            left -= 2 * wave;
        }
        lines.add(level(left, base));
        return curve(lines);
    }

    private static void decay(List<Line> lines, double base, double peak, long halfLife, long durationNanos) {
        long length =
                (long) Math.min(durationNanos, HALF_LIVES * Require.range("halfLife", halfLife, 1, Long.MAX_VALUE / 8));
        long at = 0;
        for (int i = 1; i <= LINES_OF_DECAY && at < durationNanos; i++) {
            long next = length * i / LINES_OF_DECAY;
            lines.add(new Line(next - at, excess(base, peak, at, halfLife), excess(base, peak, next, halfLife)));
            at = next;
        }
        lines.add(level(durationNanos - at, base));
    }

    private static long excess(double base, double peak, long at, long halfLife) {
        return Rates.of(base + (peak - base) * Math.pow(0.5, (double) at / halfLife));
    }

    private static Line level(long durationNanos, double rate) {
        return new Line(durationNanos, Rates.of(rate), Rates.of(rate));
    }

    private static RateCurve curve(List<Line> lines) {
        return RateCurve.of(Rates.PER_NANOS, lines);
    }
}
