package tradelab.marketdata.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Timeframe;

/** Any expression that the grammar allows, of one timeframe. */
final class RandomExpressions {
    private static final List<Instrument> INSTRUMENTS =
            List.of(Instrument.parse("BITFINEX:tBTCUSD"), Instrument.parse("TWSE:2330"));
    private static final List<Field> FRAMED =
            List.of(Field.OPEN, Field.HIGH, Field.LOW, Field.CLOSE, Field.VOLUME, Field.VWAP);

    private RandomExpressions() {}

    static Expression make(Random random, int depth) {
        if (depth == 0) {
            return random.nextInt(3) == 0 ? literal(random) : leaf(random, random.nextBoolean());
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Expression.Negation(make(random, depth - 1));
            case 1, 2 ->
                new Expression.Binary(
                        one(random, List.of(Expression.Operator.values())),
                        make(random, depth - 1),
                        make(random, depth - 1));
            case 3 -> leaf(random, random.nextBoolean());
            default -> call(random, depth);
        };
    }

    private static Expression call(Random random, int depth) {
        Function function = one(random, List.of(Function.values()));
        List<Expression> arguments = new ArrayList<>();
        for (Function.Kind kind : function.parameters) {
            arguments.add(
                    switch (kind) {
                        case ANY -> make(random, depth - 1);
                        case SERIES -> series(random, depth - 1);
                        case NUMBER -> literal(random);
                        case COUNT -> new Expression.Literal(1 + random.nextInt(12));
                    });
        }
        return new Expression.Call(function, arguments);
    }

    private static Expression series(Random random, int depth) {
        Expression any = make(random, depth);
        return any.isSeries() ? any : leaf(random, true);
    }

    private static Expression leaf(Random random, boolean framed) {
        Instrument instrument = one(random, INSTRUMENTS);
        return framed
                ? new Expression.Leaf(one(random, FRAMED), instrument, Timeframe.M5)
                : new Expression.Leaf(
                        one(
                                random,
                                List.of(
                                        Field.MID,
                                        Field.SPREAD,
                                        Field.IMBALANCE,
                                        Field.LAST,
                                        Field.BID,
                                        Field.ASK,
                                        Field.VWAP)),
                        instrument,
                        null);
    }

    private static Expression literal(Random random) {
        return new Expression.Literal(random.nextInt(400) / 8.0);
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
