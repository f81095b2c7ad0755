package tradelab.marketdata.analysis;

import java.util.Arrays;

/**
 * Functions of series. NaN is "no value": a window that holds one has none. Pure; at most one array is made each.
 *
 * <p>Doubles are in order here: these are statistics, and no price that anybody trades at.
 */
final class Statistics {
    private Statistics() {}

    /** A function of the values {@code from} to {@code to}, both included. */
    interface Window {
        double of(double[] values, int from, int to);
    }

    static double[] rolling(double[] values, int count, Window window) {
        double[] result = new double[values.length];
        Arrays.fill(result, 0, Math.min(count - 1, values.length), Double.NaN);
        for (int i = count - 1; i < values.length; i++) {
            result[i] = window.of(values, i - count + 1, i);
        }
        return result;
    }

    static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i <= to; i++) {
            sum += values[i];
        }
        return sum;
    }

    static double mean(double[] values, int from, int to) {
        return sum(values, from, to) / (to - from + 1);
    }

    /** Of the population. */
    static double deviation(double[] values, int from, int to) {
        double mean = mean(values, from, to);
        double squares = 0;
        for (int i = from; i <= to; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return Math.sqrt(squares / (to - from + 1));
    }

    static double weightedMean(double[] values, int from, int to) {
        double sum = 0;
        int count = to - from + 1;
        for (int i = from; i <= to; i++) {
            sum += values[i] * (i - from + 1);
        }
        return sum / (count * (count + 1) / 2.0);
    }

    static double highest(double[] values, int from, int to) {
        double highest = values[from];
        for (int i = from; i <= to; i++) {
            highest = Math.max(highest, values[i]);
        }
        return highest;
    }

    static double lowest(double[] values, int from, int to) {
        double lowest = values[from];
        for (int i = from; i <= to; i++) {
            lowest = Math.min(lowest, values[i]);
        }
        return lowest;
    }

    static double squares(double[] values, int from, int to) {
        double squares = 0;
        for (int i = from; i <= to; i++) {
            squares += values[i] * values[i];
        }
        return Math.sqrt(squares);
    }

    /** Starts with the mean of the first {@code count} values, and again after a value that is none. */
    static double[] exponential(double[] values, int count, double weight) {
        double[] result = new double[values.length];
        double mean = 0;
        int run = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                run = 0;
                result[i] = Double.NaN;
                continue;
            }
            run++;
            if (run == count) {
                mean = mean(values, i - count + 1, i);
            } else if (run > count) {
                mean += weight * (values[i] - mean);
            }
            result[i] = run < count ? Double.NaN : mean;
        }
        return result;
    }

    static double[] ema(double[] values, int count) {
        return exponential(values, count, 2.0 / (count + 1));
    }

    static double[] lag(double[] values, int count) {
        double[] result = new double[values.length];
        int none = Math.min(count, values.length);
        Arrays.fill(result, 0, none, Double.NaN);
        System.arraycopy(values, 0, result, none, values.length - none);
        return result;
    }

    static double[] change(double[] values, int count) {
        double[] result = lag(values, count);
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i] - result[i];
        }
        return result;
    }

    static double[] logReturn(double[] values) {
        double[] result = lag(values, 1);
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i] > 0 && result[i] > 0 ? Math.log(values[i] / result[i]) : Double.NaN;
        }
        return result;
    }

    /** Wilder's: means of gains and losses, each weighted by one over {@code count}. */
    static double[] rsi(double[] values, int count) {
        double[] gains = change(values, 1);
        double[] losses = new double[gains.length];
        for (int i = 0; i < gains.length; i++) {
            losses[i] = Math.max(0, -gains[i]);
            gains[i] = Math.max(0, gains[i]);
        }
        double[] up = exponential(gains, count, 1.0 / count);
        double[] down = exponential(losses, count, 1.0 / count);
        for (int i = 0; i < up.length; i++) {
            double moved = up[i] + down[i];
            up[i] = moved == 0 ? 50 : 100 * up[i] / moved;
        }
        return up;
    }

    static double[] correlation(double[] a, double[] b, int count) {
        return rolling(a, count, (_, from, to) -> {
            double meanA = mean(a, from, to);
            double meanB = mean(b, from, to);
            double both = 0;
            for (int i = from; i <= to; i++) {
                both += (a[i] - meanA) * (b[i] - meanB);
            }
            double spread = deviation(a, from, to) * deviation(b, from, to) * (to - from + 1);
            return spread == 0 ? Double.NaN : both / spread;
        });
    }
}
