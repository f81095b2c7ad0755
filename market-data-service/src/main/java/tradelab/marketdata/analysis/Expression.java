package tradelab.marketdata.analysis;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Timeframe;

/** A parsed expression. {@code toString} is the text that parses to it again. */
sealed interface Expression {
    /** Returns whether it has a value for each candle, and not just one. */
    boolean isSeries();

    /** A number that was written down, at least 0. */
    record Literal(double value) implements Expression {
        @Override
        public boolean isSeries() {
            return false;
        }

        @Override
        public String toString() {
            return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
        }
    }

    /** A field of one instrument: of each candle with a frame, as it is now without. */
    record Leaf(
            Field field, Instrument instrument, @Nullable Timeframe timeframe) implements Expression {
        @Override
        public boolean isSeries() {
            return timeframe != null;
        }

        @Override
        public String toString() {
            return field + "(" + instrument + (timeframe == null ? "" : "," + timeframe) + ")";
        }
    }

    /** A function of others. */
    record Call(Function function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        int count(int index) {
            return (int) number(index);
        }

        double number(int index) {
            return arguments.get(index) instanceof Literal literal ? literal.value() : Double.NaN;
        }

        @Override
        public boolean isSeries() {
            return arguments.stream().anyMatch(Expression::isSeries);
        }

        @Override
        public String toString() {
            return function + arguments.stream().map(Expression::toString).collect(Collectors.joining(",", "(", ")"));
        }
    }

    /** Two values and what is done with them. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public boolean isSeries() {
            return left.isSeries() || right.isSeries();
        }

        @Override
        public String toString() {
            return side(left, operator.precedence) + operator.text + side(right, operator.precedence + 1);
        }

        private static String side(Expression side, int precedenceMin) {
            return side instanceof Binary inner && inner.operator.precedence < precedenceMin
                    ? "(" + side + ")"
                    : side.toString();
        }
    }

    /** A value with the other sign. */
    record Negation(Expression of) implements Expression {
        @Override
        public boolean isSeries() {
            return of.isSeries();
        }

        @Override
        public String toString() {
            return of instanceof Binary ? "-(" + of + ")" : "-" + of;
        }
    }

    /** What can stand between two values; a comparison is 1 if it holds and 0 if not. */
    enum Operator {
        PLUS("+", 2),
        MINUS("-", 2),
        TIMES("*", 3),
        OVER("/", 3),
        LESS("<", 1),
        AT_MOST("<=", 1),
        MORE(">", 1),
        AT_LEAST(">=", 1),
        EQUAL("==", 1),
        UNEQUAL("!=", 1);

        static final int PRECEDENCE_LOWEST = 1;
        static final int PRECEDENCE_UNARY = 4;

        final String text;
        final int precedence;

        Operator(String text, int precedence) {
            this.text = text;
            this.precedence = precedence;
        }
    }
}
