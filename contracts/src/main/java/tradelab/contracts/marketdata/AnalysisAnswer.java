package tradelab.contracts.marketdata;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/** What the expressions came to, in the order asked for. */
public record AnalysisAnswer(List<Result> results) {
    public AnalysisAnswer {
        results = List.copyOf(results);
    }

    /**
     * One expression: a value, or why there is none.
     *
     * @param expression as it was understood
     * @param value the latest value; absent if there is none, for example before enough candles
     * @param values the latest values, oldest first, the last of them being {@code value}; they begin behind the last candle
     *     that has none
     * @param timeframe of the series in it; absent without series
     * @param validity LIVE if everything it is made of is
     * @param complete whether no trade is missing from the candles it is made of
     * @param receiveEpochMillis of the oldest thing it is made of
     * @param error a failure's name, see {@code FailureKind}; absent if there is none
     * @param message what was wrong, with the position in the expression
     */
    public record Result(
            String expression,
            @Nullable Double value,
            @Nullable List<Double> values,
            @Nullable Timeframe timeframe,
            List<Instrument> instruments,
            Quote.@Nullable Validity validity,
            boolean complete,
            long receiveEpochMillis,
            long ageMillis,
            @Nullable String error,
            @Nullable String message) {
        public Result {
            expression = Require.present("expression", expression);
            instruments = List.copyOf(instruments);
        }

        /** An expression without a value. */
        public static Result failed(String expression, FailureKind kind, String message) {
            return new Result(expression, null, null, null, List.of(), null, false, 0, 0, kind.name(), message);
        }
    }
}
