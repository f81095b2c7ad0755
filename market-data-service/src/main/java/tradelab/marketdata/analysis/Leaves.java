package tradelab.marketdata.analysis;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Timeframe;

/**
 * What has to be fetched for an expression.
 *
 * @param timeframe of all its series; absent without series
 * @param series instruments whose candles it needs
 * @param quotes instruments whose quote it needs
 * @param means instruments whose rolling mean price it needs
 */
record Leaves(@Nullable Timeframe timeframe, Set<Instrument> series, Set<Instrument> quotes, Set<Instrument> means) {
    static Leaves of(Expression expression) {
        Set<Expression.Leaf> leaves = new LinkedHashSet<>();
        collect(expression, leaves);
        Timeframe timeframe = null;
        Leaves found = new Leaves(null, new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        for (Expression.Leaf leaf : leaves) {
            if (leaf.isSeries()) {
                timeframe = leaf.timeframe();
                found.series.add(leaf.instrument());
            } else if (leaf.field() == Field.VWAP) {
                found.means.add(leaf.instrument());
            } else {
                found.quotes.add(leaf.instrument());
            }
        }
        return new Leaves(timeframe, found.series, found.quotes, found.means);
    }

    private static void collect(Expression expression, Set<Expression.Leaf> leaves) {
        switch (expression) {
            case Expression.Literal _ -> {}
            case Expression.Leaf leaf -> leaves.add(leaf);
            case Expression.Negation negation -> collect(negation.of(), leaves);
            case Expression.Binary binary -> {
                collect(binary.left(), leaves);
                collect(binary.right(), leaves);
            }
            case Expression.Call call -> call.arguments().forEach(argument -> collect(argument, leaves));
        }
    }
}
