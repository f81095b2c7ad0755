package tradelab.contracts.marketdata;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * Asks for the values of expressions such as {@code ema(close(BITFINEX:tBTCUSD,1m),20)}.
 *
 * @param expressions 1 to 50
 * @param points how many candles each series has, 2 to 5,000; absent: 500
 * @param values how many of the latest values of a series to return beside the last one, 0 to 5,000; absent: none
 * @param maxAgeMillis refuse what is made of older or not LIVE data, 0 to 86,400,000; absent: any
 */
public record AnalysisRequest(
        List<String> expressions,
        @Nullable Integer points,
        @Nullable Integer values,
        @Nullable Long maxAgeMillis) {
    public static final int EXPRESSIONS_MAX = 50;
    public static final int POINTS_MAX = 5_000;

    public AnalysisRequest {
        expressions = List.copyOf(Require.present("expressions", expressions));
        var _unused = Require.range("expressions", expressions.size(), 1, EXPRESSIONS_MAX);
        _unused = Require.range("points", points == null ? 500 : points, 2, POINTS_MAX);
        _unused = Require.range("values", values == null ? 0 : values, 0, POINTS_MAX);
        _unused = Require.range(
                "maxAgeMillis", maxAgeMillis == null ? 0 : maxAgeMillis, 0, QuoteRequest.MAX_AGE_MILLIS_MAX);
    }
}
