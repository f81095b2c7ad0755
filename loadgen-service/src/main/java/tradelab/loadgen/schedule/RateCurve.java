package tradelab.loadgen.schedule;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tradelab.contracts.Require;

/**
 * An arrival rate over time, made of straight lines, and its integral: the n-th arrival is due when the area under the
 * rate reaches n. Exact to the nanosecond, rounded down, however long and however fast. Immutable.
 */
public final class RateCurve {
    /** A wave or random load of a day in lines of a second; bounds memory and set-up. */
    public static final int LINES_MAX = 100_000;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double DOUBLE_SLACK = 0x1p-49;
    private static final double DOUBLE_SLACK_MIN = 0x1p-30;

    /**
     * A straight line.
     *
     * @param durationNanos 0 for a jump
     * @param from arrivals in {@link #perNanos} when it begins
     * @param to when it ends
     */
    public record Line(long durationNanos, long from, long to) {
        public Line {
            var _ = Require.range("stage.duration", durationNanos, 0, ConstantRate.DURATION_NANOS_MAX);
            var _ = Require.range("stage.from", from, 0, Long.MAX_VALUE / 4);
            var _ = Require.range("stage.target", to, 0, Long.MAX_VALUE / 4);
        }
    }

    /*
     * Rates are whole numbers of arrivals in perNanos, areas whole numbers of halves: 2 * per of them are one arrival.
     * Before line i lie whole[i] arrivals and frac[i] of those parts. Where in a line an arrival is due solves
     *     2 * from * x + (to - from) * x * x / duration = area.
     * It is solved in doubles from the end where the rate is lower, where nothing cancels out; if the answer lies so close
     * to a whole nanosecond that rounding could decide, it is settled in whole numbers.
     */
    private final long per;
    private final Line[] lines;
    private final long[] starts;
    private final long[] whole;
    private final long[] frac;

    private RateCurve(long perNanos, Line[] lines, long due) {
        this.per = perNanos;
        this.lines = lines;
        this.starts = new long[lines.length + 1];
        this.whole = new long[lines.length + 1];
        this.frac = new long[lines.length + 1];
        BigInteger one = BigInteger.valueOf(2 * per);
        whole[0] = due / (2 * per);
        frac[0] = due % (2 * per);
        for (int i = 0; i < lines.length; i++) {
            Line line = lines[i];
            BigInteger[] area = BigInteger.valueOf(line.durationNanos)
                    .multiply(BigInteger.valueOf(line.from + line.to))
                    .add(BigInteger.valueOf(frac[i]))
                    .divideAndRemainder(one);
            starts[i + 1] = starts[i] + line.durationNanos;
            whole[i + 1] = whole[i] + area[0].longValueExact();
            frac[i + 1] = area[1].longValueExact();
        }
        var _ = Require.range("duration", durationNanos(), 1, ConstantRate.DURATION_NANOS_MAX);
    }

    /**
     * Returns the curve of these lines, one after the other.
     *
     * @param perNanos the unit of time of the rates; 1 s to 1 h, or finer with rates multiplied alike
     */
    public static RateCurve of(long perNanos, List<Line> lines) {
        var _ = Require.range("timeUnit", perNanos, 1, Rates.PER_NANOS_MAX);
        Line[] kept = lines.stream().filter(line -> line.durationNanos > 0).toArray(Line[]::new);
        var _ = Require.range("lines", kept.length, 1, LINES_MAX);
        for (Line line : kept) {
            if (Math.max(line.from, line.to) / (perNanos / NANOS_PER_SECOND) > ConstantRate.PER_SECOND_MAX) {
                throw Require.refused(
                        "rate",
                        "at most " + (long) ConstantRate.PER_SECOND_MAX + " a second",
                        Math.max(line.from, line.to) + " in " + perNanos + " ns");
            }
        }
        return new RateCurve(perNanos, kept, 0);
    }

    /** Returns a level curve. */
    public static RateCurve constant(double perSecond, long durationNanos) {
        long rate = Rates.of(perSecond);
        return of(Rates.PER_NANOS, List.of(new Line(durationNanos, rate, rate)));
    }

    /**
     * Returns the same curve, beginning with a part of an arrival that is due already.
     *
     * @param due 0 to {@link Rates#PARTS}, which is a whole one
     */
    RateCurve withDue(long due) {
        return new RateCurve(per, lines, scaled(Math.clamp(due, 0, Rates.PARTS), 2 * per, Rates.PARTS));
    }

    /** Returns the area under the curve until {@code nanos} without {@code counted} arrivals, in {@link Rates#PARTS}. */
    long dueAt(long nanos, long counted) {
        int i = lineAt(nanos);
        Line line = lines[i];
        long in = Math.clamp(nanos - starts[i], 0, line.durationNanos);
        BigInteger area = exactArea(line.from, line.to - line.from, line.durationNanos, in)
                .divide(BigInteger.valueOf(line.durationNanos))
                .add(BigInteger.valueOf(whole[i] - counted).multiply(BigInteger.valueOf(2 * per)))
                .add(BigInteger.valueOf(frac[i]));
        return scaled(Math.clamp(area.longValueExact(), 0, 2 * per), Rates.PARTS, 2 * per);
    }

    private static long scaled(long value, long to, long from) {
        return to == from
                ? value
                : BigInteger.valueOf(value)
                        .multiply(BigInteger.valueOf(to))
                        .divide(BigInteger.valueOf(from))
                        .longValueExact();
    }

    public long durationNanos() {
        return starts[lines.length];
    }

    /** Returns the arrivals in the whole curve: its area, rounded down. */
    public long count() {
        return whole[lines.length];
    }

    /** Returns the area under the curve until {@code nanos}, in arrivals. */
    public double areaUntil(long nanos) {
        if (nanos >= durationNanos()) {
            return whole[lines.length] + (double) frac[lines.length] / (2 * per);
        }
        int i = lineAt(nanos);
        return whole[i] + (frac[i] + areaIn(lines[i], Math.max(0, nanos - starts[i]))) / (2.0 * per);
    }

    private static double areaIn(Line line, double x) {
        return x * (2.0 * line.from + (line.to - line.from) * (x / line.durationNanos));
    }

    /** Returns arrivals a second at {@code nanos}; 0 outside. */
    public double rateAt(long nanos) {
        if (nanos < 0 || nanos >= durationNanos()) {
            return 0;
        }
        int i = lineAt(nanos);
        Line line = lines[i];
        double at = line.from + (double) (line.to - line.from) * (nanos - starts[i]) / line.durationNanos;
        return at * (NANOS_PER_SECOND / per);
    }

    /** Returns the highest rate, in arrivals a second. */
    public double peak() {
        long highest = 0;
        for (Line line : lines) {
            highest = Math.max(highest, Math.max(line.from, line.to));
        }
        return highest / (per / NANOS_PER_SECOND);
    }

    private int lineAt(long nanos) {
        int found = Arrays.binarySearch(starts, nanos);
        return Math.clamp(found >= 0 ? found : -found - 2, 0, lines.length - 1);
    }

    /** Returns when arrival {@code number}, from 1, is due. */
    public long nanosAt(long number) {
        if (number <= whole[0]) {
            return 0;
        }
        int i = lineOf(number);
        Line line = lines[i];
        if (line.from == line.to) {
            return starts[i] + Rates.nanosAt(per, line.from, number - whole[i], frac[i]);
        }
        if (line.from < line.to) {
            return starts[i]
                    + inRamp(line.from, line.to - line.from, line.durationNanos, number - whole[i], -frac[i], false);
        }
        long left = inRamp(line.to, line.from - line.to, line.durationNanos, whole[i + 1] - number, frac[i + 1], true);
        return starts[i] + line.durationNanos - left;
    }

    /** Returns when the area reaches {@code area} arrivals; for schedules that are not even. */
    public long nanosAtArea(double area) {
        int low = 0;
        int high = lines.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (whole[middle + 1] + (double) frac[middle + 1] / (2 * per) < area) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Line line = lines[low];
        double parts = Math.max(0, (area - whole[low]) * (2 * per) - frac[low]);
        double root = Math.sqrt(
                Math.max(0, (double) line.from * line.from + (line.to - line.from) * (parts / line.durationNanos)));
        double x = parts == 0 ? 0 : parts / (line.from + root);
        return starts[low] + (long) Math.clamp(x, 0.0, (double) line.durationNanos);
    }

    /** Returns the first line at whose end the area has reached {@code number}. */
    private int lineOf(long number) {
        int low = 0;
        int high = lines.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (whole[middle + 1] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns where a rising line holds the area, from its lower end; rounded down, or up. */
    private long inRamp(long low, long rise, long duration, long arrivals, long parts, boolean up) {
        double area = (double) arrivals * (2 * per) + parts;
        double root = Math.sqrt((double) low * low + rise * (area / duration));
        double x = area <= 0 ? 0 : area / (low + root);
        double slack = x * DOUBLE_SLACK + DOUBLE_SLACK_MIN;
        long rounded = (long) (up ? Math.ceil(x) : Math.floor(x));
        long lower = (long) (up ? Math.ceil(x - slack) : Math.floor(x - slack));
        long upper = (long) (up ? Math.ceil(x + slack) : Math.floor(x + slack));
        if (lower == upper) {
            return rounded;
        }
        BigInteger exact = BigInteger.valueOf(arrivals)
                .multiply(BigInteger.valueOf(2 * per))
                .add(BigInteger.valueOf(parts))
                .multiply(BigInteger.valueOf(duration));
        return up ? firstAtLeast(exact, low, rise, duration, upper) : lastAtMost(exact, low, rise, duration, upper);
    }

    private static long lastAtMost(BigInteger area, long low, long rise, long duration, long from) {
        long x = from;
        while (x > 0 && exactArea(low, rise, duration, x).compareTo(area) > 0) {
            x--;
        }
        return x;
    }

    private static long firstAtLeast(BigInteger area, long low, long rise, long duration, long from) {
        long x = from;
        while (x > 0 && exactArea(low, rise, duration, x - 1).compareTo(area) >= 0) {
            x--;
        }
        return x;
    }

    private static BigInteger exactArea(long low, long rise, long duration, long x) {
        BigInteger at = BigInteger.valueOf(x);
        return BigInteger.valueOf(low)
                .multiply(BigInteger.valueOf(duration))
                .shiftLeft(1)
                .add(BigInteger.valueOf(rise).multiply(at))
                .multiply(at);
    }

    /** Returns this curve and then {@code next}. */
    public RateCurve then(RateCurve next) {
        List<Line> all = new ArrayList<>(List.of(lines));
        all.addAll(List.of(next.inUnitOf(per)));
        return of(per, all);
    }

    /** Returns a curve with this one's rates times {@code factor}. */
    public RateCurve times(double factor) {
        if (!(factor > 0 && factor <= ConstantRate.PER_SECOND_MAX)) {
            throw Require.refused("factor", "above 0", Double.toString(factor));
        }
        return mapped(per, rate -> Math.round(rate * factor));
    }

    private Line[] inUnitOf(long otherPer) {
        double factor = (double) otherPer / per;
        return otherPer == per ? lines : mapped(otherPer, rate -> Math.round(rate * factor)).lines;
    }

    private RateCurve mapped(long newPer, java.util.function.LongUnaryOperator rates) {
        return of(
                newPer,
                Arrays.stream(lines)
                        .map(line ->
                                new Line(line.durationNanos, rates.applyAsLong(line.from), rates.applyAsLong(line.to)))
                        .toList());
    }
}
