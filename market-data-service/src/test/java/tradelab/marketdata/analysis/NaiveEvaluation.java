package tradelab.marketdata.analysis;

import java.util.stream.IntStream;
import tradelab.marketdata.analysis.Expression.Call;

/** The value of an expression at one point by its definition: recursive, and without any array but the data. */
final class NaiveEvaluation {
    private NaiveEvaluation() {}

    static double at(Expression expression, int i, Evaluation.Inputs inputs) {
        if (i < 0) {
            return Double.NaN;
        }
        double value = switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Leaf leaf -> leaf.isSeries() ? inputs.series(leaf)[i] : inputs.scalar(leaf);
            case Expression.Negation negation -> -at(negation.of(), i, inputs);
            case Expression.Binary binary ->
                binary(binary.operator(), at(binary.left(), i, inputs), at(binary.right(), i, inputs));
            case Call call -> call(call, i, inputs);
        };
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    private static double binary(Expression.Operator operator, double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.NaN;
        }
        return switch (operator) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case OVER -> a / b;
            case LESS -> a < b ? 1 : 0;
            case AT_MOST -> a <= b ? 1 : 0;
            case MORE -> a > b ? 1 : 0;
            case AT_LEAST -> a >= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case UNEQUAL -> a != b ? 1 : 0;
        };
    }

    /** A series at any point. */
    private interface Series {
        double at(int i);
    }

    private static double call(Call call, int i, Evaluation.Inputs inputs) {
        Series x = j -> at(call.arguments().getFirst(), j, inputs);
        int n = call.arguments().size() > 1 ? call.count(1) : 0;
        return switch (call.function()) {
            case SMA -> mean(x, i, n);
            case EMA -> smoothed(x, i, n, 2.0 / (n + 1));
            case WMA -> sum(j -> x.at(j) * (j - i + n), i, n) / (n * (n + 1) / 2.0);
            case RSI -> rsi(x, i, n);
            case MACD -> macd(x, i, n, call.count(2));
            case MACD_SIGNAL ->
                smoothed(j -> macd(x, j, n, call.count(2)), i, call.count(3), 2.0 / (call.count(3) + 1));
            case STDDEV -> deviation(x, i, n);
            case BOLLINGER -> {
                double width = call.number(2) * deviation(x, i, n);
                yield (x.at(i) - mean(x, i, n) + width) / (2 * width);
            }
            case BOLLINGER_UPPER -> mean(x, i, n) + call.number(2) * deviation(x, i, n);
            case BOLLINGER_LOWER -> mean(x, i, n) - call.number(2) * deviation(x, i, n);
            case SUM -> sum(x, i, n);
            case HIGHEST ->
                IntStream.range(0, n).mapToDouble(k -> x.at(i - k)).reduce(Double.NEGATIVE_INFINITY, Math::max);
            case LOWEST ->
                IntStream.range(0, n).mapToDouble(k -> x.at(i - k)).reduce(Double.POSITIVE_INFINITY, Math::min);
            case LAG -> x.at(i - n);
            case CHANGE -> x.at(i) - x.at(i - n);
            case LOG_RETURN -> logReturn(x, i);
            case VOLATILITY -> Math.sqrt(sum(j -> logReturn(x, j) * logReturn(x, j), i, n));
            case ZSCORE -> (x.at(i) - mean(x, i, n)) / deviation(x, i, n);
            case CORRELATION -> correlation(x, j -> at(call.arguments().get(1), j, inputs), i, call.count(2));
            case MAX -> Math.max(x.at(i), at(call.arguments().get(1), i, inputs));
            case MIN -> Math.min(x.at(i), at(call.arguments().get(1), i, inputs));
            case ABS -> Math.abs(x.at(i));
            case SQRT -> Math.sqrt(x.at(i));
        };
    }

    private static double sum(Series x, int i, int n) {
        double sum = 0;
        for (int j = i - n + 1; j <= i; j++) { // in the order of time, as rounding depends on it
            sum += x.at(j);
        }
        return sum;
    }

    private static double mean(Series x, int i, int n) {
        return sum(x, i, n) / n;
    }

    private static double deviation(Series x, int i, int n) {
        double mean = mean(x, i, n);
        return Math.sqrt(sum(j -> (x.at(j) - mean) * (x.at(j) - mean), i, n) / n);
    }

    private static double smoothed(Series x, int i, int n, double weight) {
        if (i < 0 || Double.isNaN(x.at(i))) {
            return Double.NaN;
        }
        int first = i;
        while (first > 0 && !Double.isNaN(x.at(first - 1))) {
            first--;
        }
        if (i - first + 1 < n) {
            return Double.NaN;
        }
        double mean = mean(x, first + n - 1, n);
        for (int j = first + n; j <= i; j++) {
            mean += weight * (x.at(j) - mean);
        }
        return mean;
    }

    private static double macd(Series x, int i, int fast, int slow) {
        return smoothed(x, i, fast, 2.0 / (fast + 1)) - smoothed(x, i, slow, 2.0 / (slow + 1));
    }

    private static double rsi(Series x, int i, int n) {
        double up = smoothed(j -> Math.max(0, x.at(j) - x.at(j - 1)), i, n, 1.0 / n);
        double down = smoothed(j -> Math.max(0, x.at(j - 1) - x.at(j)), i, n, 1.0 / n);
        return up + down == 0 ? 50 : 100 * up / (up + down);
    }

    private static double logReturn(Series x, int i) {
        return x.at(i) > 0 && x.at(i - 1) > 0 ? Math.log(x.at(i) / x.at(i - 1)) : Double.NaN;
    }

    private static double correlation(Series a, Series b, int i, int n) {
        double meanA = mean(a, i, n);
        double meanB = mean(b, i, n);
        double both = sum(j -> (a.at(j) - meanA) * (b.at(j) - meanB), i, n);
        double spread = deviation(a, i, n) * deviation(b, i, n) * n;
        return spread == 0 ? Double.NaN : both / spread;
    }
}
