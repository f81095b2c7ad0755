package tradelab.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * From values to positions along an axis. Whatever comes in, the position is finite and within the axis.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param ticks values worth a grid line, rising, all within {@code low} and {@code high}
 */
record Scale(boolean logarithmic, double low, double high, double from, double to, List<Double> ticks) {
    private static final int TICKS_WANTED = 5;
    private static final int DECADES_MAX = 12;
    private static final double[] NICE_STEPS = {1, 2, 2.5, 5, 10};
    private static final double HIGHEST = 1e15;

    Scale {
        ticks = List.copyOf(ticks);
    }

    /** A linear axis from 0 to a round number at or above {@code max}. */
    static Scale linear(double max, double from, double to) {
        double top = bounded(max) <= 0 ? 1 : bounded(max);
        double step = niceStep(top / TICKS_WANTED);
        long steps = (long) Math.ceil(top / step - 1e-9);
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            ticks.add(i * step);
        }
        return new Scale(false, 0, steps * step, from, to, ticks);
    }

    /** A linear axis from exactly {@code 0} to exactly {@code max}, with round ticks that fit. */
    static Scale exact(double max, double from, double to) {
        double top = bounded(max) <= 0 ? 1 : bounded(max);
        double step = niceStep(top / TICKS_WANTED);
        if (top >= TICKS_WANTED) {
            step = Math.ceil(step);
        }
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= top * (1 + 1e-9); i++) {
            ticks.add(Math.min(top, i * step));
        }
        return new Scale(false, 0, top, from, to, ticks);
    }

    /** A logarithmic axis that holds {@code min} and {@code max}, both ends at 1, 2 or 5 times a power of ten. */
    static Scale log(double min, double max, double from, double to) {
        double top = bounded(max) <= 0 ? 1 : bounded(max);
        double bottom = bounded(min) <= 0 ? top / 100 : Math.min(bounded(min), top / 2);
        bottom = Math.max(bottom, top / Math.pow(10, DECADES_MAX));
        List<Double> ends = oneTwoFive(bottom, top);
        double low = ends.getFirst();
        double high = ends.getLast();
        boolean wide = high / low > 1_000;
        List<Double> ticks = wide ? ends.stream().filter(Scale::powerOfTen).toList() : ends;
        return new Scale(true, low, high, from, to, ticks);
    }

    private static boolean powerOfTen(double value) {
        double exponent = Math.log10(value);
        return Math.abs(exponent - Math.rint(exponent)) < 1e-6;
    }

    /** The numbers 1, 2 and 5 times powers of ten, from the last at or below {@code low} on. */
    private static List<Double> oneTwoFive(double low, double high) {
        List<Double> steps = new ArrayList<>();
        int decade = (int) Math.floor(Math.log10(low)) - 1;
        double last = 0;
        while (last < high * (1 - 1e-9)) {
            for (int digit : new int[] {1, 2, 5}) {
                double value = decade < 0 ? digit / Math.pow(10, -decade) : digit * Math.pow(10, decade);
                if (value <= low * (1 + 1e-9)) {
                    steps.clear();
                }
                if (last < high * (1 - 1e-9)) {
                    steps.add(value);
                    last = value;
                }
            }
            decade++;
        }
        return steps;
    }

    private static double niceStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double nice : NICE_STEPS) {
            if (nice * power >= raw * (1 - 1e-9)) {
                return nice * power;
            }
        }
        return 10 * power;
    }

    private static double bounded(double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        double size = Math.min(HIGHEST, value);
        return size < 1e-9 ? 0 : size;
    }

    /** Where {@code value} is; values outside are at the nearer end, what is not a number at the low end. */
    double at(double value) {
        double share;
        if (Double.isNaN(value) || value <= low) {
            share = 0;
        } else if (value >= high) {
            share = 1;
        } else if (logarithmic) {
            share = Math.log(value / low) / Math.log(high / low);
        } else {
            share = (value - low) / (high - low);
        }
        return from + share * (to - from);
    }
}
