package tradelab.marketdata.analysis;

import java.util.LinkedHashSet;
import java.util.Set;
import tradelab.contracts.Instrument;

/**
 * What an expression costs, before anything is fetched or computed.
 *
 * @param steps upper bound of the values that are read while it is evaluated
 */
record Cost(long steps, Set<Instrument> instruments) {
    static final long STEPS_MAX = 20_000_000;
    static final int INSTRUMENTS_MAX = 10;

    /** @throws IllegalArgumentException if it is more than one request may cost */
    static Cost of(Expression expression, int points) {
        Set<Instrument> instruments = new LinkedHashSet<>();
        long steps = steps(expression, points, instruments);
        if (steps > STEPS_MAX) {
            throw new IllegalArgumentException("expression: expected at most " + STEPS_MAX + " steps, got " + steps
                    + "; fewer points or shorter" + " windows cost less");
        }
        if (instruments.size() > INSTRUMENTS_MAX) {
            throw new IllegalArgumentException(
                    "expression: expected at most " + INSTRUMENTS_MAX + " instruments, got " + instruments.size());
        }
        return new Cost(steps, instruments);
    }

    private static long steps(Expression expression, int points, Set<Instrument> instruments) {
        long own = expression.isSeries() ? points : 1;
        return own
                + switch (expression) {
                    case Expression.Literal _ -> 0;
                    case Expression.Leaf leaf -> {
                        instruments.add(leaf.instrument());
                        yield 0;
                    }
                    case Expression.Negation negation -> steps(negation.of(), points, instruments);
                    case Expression.Binary binary ->
                        steps(binary.left(), points, instruments) + steps(binary.right(), points, instruments);
                    case Expression.Call call -> call(call, points, instruments);
                };
    }

    private static long call(Expression.Call call, int points, Set<Instrument> instruments) {
        long steps = 0;
        for (int i = 0; i < call.arguments().size(); i++) {
            steps += steps(call.arguments().get(i), points, instruments);
            if (call.function().parameters.get(i) == Function.Kind.COUNT) {
                steps += (long) call.count(i) * points * 4; // the window is read at each point, at most four times
            }
        }
        return steps;
    }
}
