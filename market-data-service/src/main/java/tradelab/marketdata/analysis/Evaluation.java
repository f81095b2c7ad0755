package tradelab.marketdata.analysis;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import tradelab.marketdata.analysis.Expression.Operator;

/**
 * Computes expressions from given fields. Pure; what it may cost was bounded before by {@link Cost}.
 *
 * <p>A value that is no finite number, such as a quotient by 0, is no value: NaN.
 */
final class Evaluation {
    private final Inputs inputs;

    /** What the leaves are worth. */
    interface Inputs {
        /** Returns exactly as many values as there are points, oldest first. */
        double[] series(Expression.Leaf leaf);

        double scalar(Expression.Leaf leaf);
    }

    Evaluation(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Returns as many values as there are points for a series, one otherwise. */
    double[] of(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> new double[] {literal.value()};
            case Expression.Leaf leaf ->
                leaf.isSeries() ? inputs.series(leaf).clone() : new double[] {inputs.scalar(leaf)};
            case Expression.Negation negation -> map(of(negation.of()), value -> -value);
            case Expression.Binary binary -> pairs(of(binary.left()), of(binary.right()), operator(binary.operator()));
            case Expression.Call call -> finite(call(call));
        };
    }

    private double[] call(Expression.Call call) {
        double[] x = of(call.arguments().getFirst());
        int n = call.arguments().size() > 1 ? call.count(1) : 0;
        return switch (call.function()) {
            case SMA -> Statistics.rolling(x, n, Statistics::mean);
            case EMA -> Statistics.ema(x, n);
            case WMA -> Statistics.rolling(x, n, Statistics::weightedMean);
            case RSI -> Statistics.rsi(x, n);
            case MACD -> macd(x, n, call.count(2));
            case MACD_SIGNAL -> Statistics.ema(macd(x, n, call.count(2)), call.count(3));
            case STDDEV -> Statistics.rolling(x, n, Statistics::deviation);
            case BOLLINGER -> band(x, n, (value, mean, width) -> (value - mean + width) / (2 * width), call.number(2));
            case BOLLINGER_UPPER -> band(x, n, (_, mean, width) -> mean + width, call.number(2));
            case BOLLINGER_LOWER -> band(x, n, (_, mean, width) -> mean - width, call.number(2));
            case SUM -> Statistics.rolling(x, n, Statistics::sum);
            case HIGHEST -> Statistics.rolling(x, n, Statistics::highest);
            case LOWEST -> Statistics.rolling(x, n, Statistics::lowest);
            case LAG -> Statistics.lag(x, n);
            case CHANGE -> Statistics.change(x, n);
            case LOG_RETURN -> Statistics.logReturn(x);
            case VOLATILITY -> Statistics.rolling(Statistics.logReturn(x), n, Statistics::squares);
            case ZSCORE -> band(x, n, (value, mean, width) -> (value - mean) / width, 1);
            case CORRELATION -> Statistics.correlation(x, of(call.arguments().get(1)), call.count(2));
            case MAX -> pairs(x, of(call.arguments().get(1)), Math::max);
            case MIN -> pairs(x, of(call.arguments().get(1)), Math::min);
            case ABS -> map(x, Math::abs);
            case SQRT -> map(x, Math::sqrt);
        };
    }

    private static double[] macd(double[] x, int fast, int slow) {
        return pairs(Statistics.ema(x, fast), Statistics.ema(x, slow), (a, b) -> a - b);
    }

    /** A value made of another one, the mean of its window and some widths of its deviation. */
    private interface Band {
        double of(double value, double mean, double width);
    }

    private static double[] band(double[] x, int count, Band band, double widths) {
        return Statistics.rolling(
                x,
                count,
                (values, from, to) -> band.of(
                        values[to],
                        Statistics.mean(values, from, to),
                        widths * Statistics.deviation(values, from, to)));
    }

    private static DoubleBinaryOperator operator(Operator operator) {
        return switch (operator) {
            case PLUS -> (a, b) -> a + b;
            case MINUS -> (a, b) -> a - b;
            case TIMES -> (a, b) -> a * b;
            case OVER -> (a, b) -> a / b;
            case LESS -> (a, b) -> truth(a, b, a < b);
            case AT_MOST -> (a, b) -> truth(a, b, a <= b);
            case MORE -> (a, b) -> truth(a, b, a > b);
            case AT_LEAST -> (a, b) -> truth(a, b, a >= b);
            case EQUAL -> (a, b) -> truth(a, b, a == b);
            case UNEQUAL -> (a, b) -> truth(a, b, a != b);
        };
    }

    private static double truth(double a, double b, boolean holds) {
        return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : holds ? 1 : 0;
    }

    private static double[] pairs(double[] a, double[] b, DoubleBinaryOperator operator) {
        int length = Math.max(a.length, b.length);
        double[] result = new double[length];
        for (int i = 0; i < length; i++) {
            result[i] = operator.applyAsDouble(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]);
        }
        return finite(result);
    }

    private static double[] map(double[] values, DoubleUnaryOperator operator) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = operator.applyAsDouble(values[i]);
        }
        return finite(result);
    }

    private static double[] finite(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isInfinite(values[i])) {
                values[i] = Double.NaN;
            }
        }
        return values;
    }
}
