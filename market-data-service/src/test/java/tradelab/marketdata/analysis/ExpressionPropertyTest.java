package tradelab.marketdata.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Timeframe;

class ExpressionPropertyTest {
    private static final int POINTS = 40;
    private static final String ALPHABET =
            "()+-*/<>=!,.: _0123456789abcdefghijklmnopqrstuvwxyzBITFINEX:tBTCUSD,1m\u00e9\u0000\t\"{}";
    private static final List<String> PIECES = List.of(
            "ema(",
            "sma(",
            "close(",
            "BITFINEX:tBTCUSD",
            ",1m",
            ")",
            ",",
            "20",
            "1.5",
            "-",
            "+",
            "(",
            "==",
            "mid(",
            "x");

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll Random random) {
        Expression made = RandomExpressions.make(random, 4);

        assertThat(ExpressionParser.parse(made.toString())).isEqualTo(made);
    }

    @Property
    void theValueIsThatOfTheDefinition(@ForAll Random random) {
        Expression expression = RandomExpressions.make(random, 2);
        Map<Expression.Leaf, double[]> data = new HashMap<>();
        Evaluation.Inputs inputs = new Evaluation.Inputs() {
            @Override
            public double[] series(Expression.Leaf leaf) {
                return data.computeIfAbsent(
                        leaf, _ -> values(new Random(leaf.toString().hashCode()), POINTS));
            }

            @Override
            public double scalar(Expression.Leaf leaf) {
                return data.computeIfAbsent(
                                leaf, _ -> values(new Random(leaf.toString().hashCode()), 1))[0];
            }
        };
        double[] values = new Evaluation(inputs).of(expression);
        assertThat(values).hasSize(expression.isSeries() ? POINTS : 1);
        for (int i = 0; i < values.length; i++) {
            double naive = NaiveEvaluation.at(expression, i, inputs);
            if (Double.isNaN(naive) || Double.isNaN(values[i])) {
                assertThat(Double.valueOf(values[i]))
                        .as(expression + " at " + i)
                        .isEqualTo(Double.valueOf(naive));
            } else {
                assertThat(values[i])
                        .as(expression + " at " + i)
                        .isCloseTo(naive, org.assertj.core.data.Offset.offset(1e-7 * Math.max(1, Math.abs(naive))));
            }
        }
    }

    private static double[] values(Random random, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i < 3 && count > 1 ? Double.NaN : 50 + random.nextInt(100) / 2.0;
        }
        return values;
    }

    @Property
    void noExpressionCostsMoreThanWasCountedBefore(@ForAll Random random) {
        Expression expression = RandomExpressions.make(random, 4);
        long[] reads = {0};
        Evaluation.Inputs counting = new Evaluation.Inputs() {
            @Override
            public double[] series(Expression.Leaf leaf) {
                reads[0] += POINTS;
                return new double[POINTS];
            }

            @Override
            public double scalar(Expression.Leaf leaf) {
                reads[0]++;
                return 1;
            }
        };
        var _ = new Evaluation(counting).of(expression);

        assertThat(Cost.of(expression, POINTS).steps()).isGreaterThanOrEqualTo(reads[0]);
    }

    @Example
    void tenThousandRandomTextsAreReadOrRefusedWithAPosition() {
        Random random = new Random(20_181_112);
        int parsed = 0;
        for (int i = 0; i < 10_000; i++) {
            String text = i % 2 == 0 ? letters(random) : pieces(random);
            try {
                Expression expression = ExpressionParser.parse(text);
                assertThat(ExpressionParser.parse(expression.toString())).isEqualTo(expression);
                parsed++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).matches("expression: position \\d+: expected .+, got .+");
            }
        }
        assertThat(parsed).isBetween(1, 9_999);
    }

    private static String letters(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(80); length > 0; length--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String pieces(Random random) {
        List<String> text = new ArrayList<>();
        for (int length = random.nextInt(30); length > 0; length--) {
            text.add(PIECES.get(random.nextInt(PIECES.size())));
        }
        return String.join("", text);
    }

    @Example
    void errorsNameThePositionWhatWasExpectedAndWhatCame() {
        refuses("ema(close(BITFINEX:tBTCUSD,1m),)", "position 32: expected a number, a field or a function, got ')'");
        refuses("ema(close(BITFINEX:tBTCUSD,1m),0)", "position 32: expected a whole number from 1 to 1000, got '0'");
        refuses("ema(5,3)", "position 5: expected a series, got '5'");
        refuses("close(BITFINEX:tBTCUSD,2m)", "position 24: expected a timeframe such as 1m, got '2m'");
        refuses("close(nonsense,1m)", "position 7: expected an instrument such as BITFINEX:tBTCUSD, got 'nonsense'");
        refuses("close(A:b,1m)+close(A:b,5m)", "position 25: expected timeframe 1m, as before, got '5m'");
        refuses("mid(A:b,1m)", "position 9: expected ')': mid has no timeframe, got '1m'");
        refuses("foo(1)", "position 1: expected the name of a field or function, got 'foo'");
        refuses("1+", "position 3: expected a number, a field or a function, got the end");
        refuses("1 2", "position 3: expected an operator or the end, got '2'");
        refuses("", "position 1: expected a number, a field or a function, got the end");
        refuses("(".repeat(900), "position 34: expected an expression at most 32 levels deep, got '('");
        refuses(
                "-".repeat(900),
                "position 34: expected an expression at most 32 levels deep, got '--------------------'");
        refuses("1" + "+1".repeat(400), "position 202: expected at most 200 parts, got '+'");
        refuses("9".repeat(1_001), "position 1001: expected at most 1000 characters, got 1001");
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> ExpressionParser.parse(text)).hasMessage("expression: " + message);
    }

    @Example
    void whatWouldCostTooMuchIsRefusedBeforeItIsEvaluated() {
        StringBuilder text = new StringBuilder("0");
        for (int i = 0; i < 12; i++) {
            text.append("+sma(close(V").append(i).append(":s,1m),2)");
        }
        assertThatThrownBy(() -> Cost.of(ExpressionParser.parse(text.toString()), 100))
                .hasMessage("expression: expected at most 10 instruments, got 12");
        Expression dear = ExpressionParser.parse("sma(close(A:b,1m),1000)+wma(close(A:b,1m),1000)");
        assertThatThrownBy(() -> Cost.of(dear, 5_000)).hasMessageContaining("expected at most 20000000 steps");
        assertThat(Cost.of(dear, 500).instruments()).containsExactly(Instrument.parse("A:b"));
        assertThat(Leaves.of(dear).timeframe()).isEqualTo(Timeframe.M1);
    }
}
