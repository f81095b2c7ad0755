package tradelab.contracts.marketdata;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * Asks for the latest candles of one instrument.
 *
 * @param limit how many at most, 1 to 5,000
 * @param endEpochMillis only candles that begin before; absent: up to the current one
 * @param fill true for a flat candle of volume 0 at the previous close wherever nothing was traded; else such frames are
 *     left out, as the venue does
 */
public record CandleRequest(
        Instrument instrument,
        Timeframe timeframe,
        int limit,
        @Nullable Long endEpochMillis,
        boolean fill) {
    public static final int LIMIT_MAX = 5_000;

    public CandleRequest {
        instrument = Require.present("instrument", instrument);
        timeframe = Require.present("timeframe", timeframe);
        var _unused = Require.range("limit", limit, 1, LIMIT_MAX);
    }
}
