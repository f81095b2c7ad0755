package tradelab.marketdata.analysis;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions of expressions. SERIES is a series, COUNT a whole number from 1, NUMBER a literal, ANY any value. */
enum Function {
    SMA(Kind.SERIES, Kind.COUNT),
    EMA(Kind.SERIES, Kind.COUNT),
    WMA(Kind.SERIES, Kind.COUNT),
    /** Wilder's, 0 to 100. */
    RSI(Kind.SERIES, Kind.COUNT),
    /** Fast less slow exponential mean. */
    MACD(Kind.SERIES, Kind.COUNT, Kind.COUNT),
    /** Exponential mean of MACD. */
    MACD_SIGNAL(Kind.SERIES, Kind.COUNT, Kind.COUNT, Kind.COUNT),
    /** Of the population. */
    STDDEV(Kind.SERIES, Kind.COUNT),
    /** Where the value is between the lower band, 0, and the upper one, 1. */
    BOLLINGER(Kind.SERIES, Kind.COUNT, Kind.NUMBER),
    BOLLINGER_UPPER(Kind.SERIES, Kind.COUNT, Kind.NUMBER),
    BOLLINGER_LOWER(Kind.SERIES, Kind.COUNT, Kind.NUMBER),
    SUM(Kind.SERIES, Kind.COUNT),
    HIGHEST(Kind.SERIES, Kind.COUNT),
    LOWEST(Kind.SERIES, Kind.COUNT),
    LAG(Kind.SERIES, Kind.COUNT),
    /** The value less the one so many candles before. */
    CHANGE(Kind.SERIES, Kind.COUNT),
    /** Natural logarithm of the value over the one before. */
    LOG_RETURN(Kind.SERIES),
    /** Root of the summed squares of so many log returns. */
    VOLATILITY(Kind.SERIES, Kind.COUNT),
    ZSCORE(Kind.SERIES, Kind.COUNT),
    /** Pearson's. */
    CORRELATION(Kind.SERIES, Kind.SERIES, Kind.COUNT),
    MAX(Kind.ANY, Kind.ANY),
    MIN(Kind.ANY, Kind.ANY),
    ABS(Kind.ANY),
    SQRT(Kind.ANY);

    /** The largest COUNT. */
    static final int COUNT_MAX = 1_000;

    final List<Kind> parameters;

    /** What an argument may be. */
    enum Kind {
        SERIES,
        COUNT,
        NUMBER,
        ANY
    }

    Function(Kind... parameters) {
        this.parameters = List.of(parameters);
    }

    static @Nullable Function of(String name) {
        for (Function function : values()) {
            if (function.toString().equals(name)) {
                return function;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
