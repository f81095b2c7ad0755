package tradelab.marketdata.analysis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.marketdata.analysis.Expression.Operator;

/**
 * Reads an expression: recursive descent, each character at most twice, depth and number of nodes bounded. Positions in
 * its errors count from 1.
 *
 * <p>Grammar: comparisons bind least, then {@code + -}, then {@code * /}, then a leading {@code -}; a name in front of a
 * parenthesis is a field of an instrument, {@code close(BITFINEX:tBTCUSD,1m)}, or a function.
 */
final class ExpressionParser {
    static final int LENGTH_MAX = 1_000;
    static final int DEPTH_MAX = 32;
    static final int NODES_MAX = 200;

    private static final int NUMBER_LENGTH_MAX = 24;

    private final String text;
    private int at;
    private int nodes;
    private @Nullable Timeframe timeframe;

    private ExpressionParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException naming the position, what was expected there and what came */
    static Expression parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("expression: position " + (LENGTH_MAX + 1) + ": expected at most "
                    + LENGTH_MAX + " characters, got " + text.length());
        }
        ExpressionParser parser = new ExpressionParser(text);
        Expression whole = parser.operation(Operator.PRECEDENCE_LOWEST, 0);
        parser.skip();
        if (parser.at < text.length()) {
            throw parser.expected("an operator or the end");
        }
        return whole;
    }

    private Expression operation(int precedence, int depth) {
        if (precedence == Operator.PRECEDENCE_UNARY) {
            return unary(depth);
        }
        Expression left = operation(precedence + 1, depth);
        for (Operator operator = operator(precedence); operator != null; operator = operator(precedence)) {
            at += operator.text.length();
            left = node(new Expression.Binary(operator, left, operation(precedence + 1, depth + 1)));
        }
        return left;
    }

    private @Nullable Operator operator(int precedence) {
        skip();
        Operator longest = null;
        for (Operator operator : Operator.values()) {
            if (operator.precedence == precedence
                    && text.startsWith(operator.text, at)
                    && (longest == null || operator.text.length() > longest.text.length())) {
                longest = operator;
            }
        }
        return longest;
    }

    private Expression unary(int depth) {
        if (depth > DEPTH_MAX) {
            throw expected("an expression at most " + DEPTH_MAX + " levels deep");
        }
        skip();
        if (peek() == '-') {
            at++;
            return node(new Expression.Negation(unary(depth + 1)));
        }
        if (peek() == '(') {
            at++;
            Expression inner = operation(Operator.PRECEDENCE_LOWEST, depth + 1);
            take(')', "')' or an operator");
            return inner;
        }
        if (isDigit(peek())) {
            return number();
        }
        return named(depth);
    }

    private Expression named(int depth) {
        int start = at;
        while (isNameLetter(peek())) {
            at++;
        }
        String name = text.substring(start, at);
        Field field = Field.of(name);
        Function function = Function.of(name);
        if (field == null && function == null) {
            at = start;
            throw expected(name.isEmpty() ? "a number, a field or a function" : "the name of a field or function");
        }
        take('(', "'('");
        return field != null ? leaf(field) : call(function == null ? Function.ABS : function, depth);
    }

    private Expression leaf(Field field) {
        skip();
        int start = at;
        Instrument instrument = read(start, "an instrument such as BITFINEX:tBTCUSD", Instrument::parse);
        skip();
        Timeframe frame = null;
        if (peek() == ',') {
            at++;
            skip();
            int frameAt = at;
            if (!field.framed) {
                throw expected("')': " + field + " has no timeframe");
            }
            frame = read(frameAt, "a timeframe such as 1m", Timeframe::parse);
            if (timeframe != null && timeframe != frame) {
                at = frameAt;
                throw expected("timeframe " + timeframe + ", as before");
            }
            timeframe = frame;
        } else if (field.framed && field != Field.VWAP) {
            throw expected("',' and a timeframe");
        }
        skip();
        take(')', "')'");
        return node(new Expression.Leaf(field, instrument, frame));
    }

    private <T> T read(int start, String expectation, java.util.function.Function<String, T> parse) {
        while (isSymbolLetter(peek())) {
            at++;
        }
        try {
            return parse.apply(text.substring(start, at));
        } catch (IllegalArgumentException _) {
            at = start;
            throw expected(expectation);
        }
    }

    private Expression call(Function function, int depth) {
        List<Expression> arguments = new ArrayList<>();
        for (Function.Kind kind : function.parameters) {
            if (!arguments.isEmpty()) {
                skip();
                take(',', "',' and " + (function.parameters.size() - arguments.size()) + " more arguments");
            }
            skip();
            int start = at;
            Expression argument = operation(Operator.PRECEDENCE_LOWEST, depth + 1);
            if (!fits(kind, argument)) {
                at = start;
                throw expected(
                        switch (kind) {
                            case SERIES -> "a series";
                            case COUNT -> "a whole number from 1 to " + Function.COUNT_MAX;
                            case NUMBER -> "a number";
                            case ANY -> "a value";
                        });
            }
            arguments.add(argument);
        }
        skip();
        take(')', "')'");
        return node(new Expression.Call(function, arguments));
    }

    private static boolean fits(Function.Kind kind, Expression argument) {
        return switch (kind) {
            case ANY -> true;
            case SERIES -> argument.isSeries();
            case NUMBER -> argument instanceof Expression.Literal;
            case COUNT ->
                argument instanceof Expression.Literal literal
                        && literal.value() >= 1
                        && literal.value() <= Function.COUNT_MAX
                        && literal.value() == Math.rint(literal.value());
        };
    }

    private Expression number() {
        int start = at;
        while (isDigit(peek()) || peek() == '.') {
            at++;
        }
        String digits = text.substring(start, at);
        boolean plain = digits.indexOf('.') == digits.lastIndexOf('.') && !digits.endsWith(".");
        if (!plain || digits.length() > NUMBER_LENGTH_MAX) {
            at = start;
            throw expected("a plain number of at most " + NUMBER_LENGTH_MAX + " digits");
        }
        return node(new Expression.Literal(Double.parseDouble(digits)));
    }

    private Expression node(Expression made) {
        if (++nodes > NODES_MAX) {
            throw expected("at most " + NODES_MAX + " parts");
        }
        return made;
    }

    private void take(char wanted, String expectation) {
        skip();
        if (peek() != wanted) {
            throw expected(expectation);
        }
        at++;
    }

    private void skip() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** Returns the character there is, or 0 at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameLetter(char c) {
        return c >= 'a' && c <= 'z' || c == '_';
    }

    private static boolean isSymbolLetter(char c) {
        return isDigit(c)
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == ':'
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private IllegalArgumentException expected(String expectation) {
        int end = at;
        while (end < text.length() && end - at < 20 && isSymbolLetter(text.charAt(end))) {
            end++;
        }
        String got = at >= text.length() ? "the end" : "'" + printable(text.substring(at, Math.max(end, at + 1))) + "'";
        return new IllegalArgumentException(
                "expression: position " + (at + 1) + ": expected " + expectation + ", got " + got);
    }

    private static String printable(String part) {
        char first = part.charAt(0);
        return first < ' ' || first > '~' ? String.format(java.util.Locale.ROOT, "\\u%04x", (int) first) : part;
    }
}
