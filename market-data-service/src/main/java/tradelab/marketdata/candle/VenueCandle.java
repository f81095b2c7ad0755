package tradelab.marketdata.candle;

import tradelab.contracts.Price;
import tradelab.contracts.Require;

/** A candle as a venue tells it over REST. Prices and the volume are scaled by 10^8. */
public record VenueCandle(long startEpochMillis, long open, long high, long low, long close, long volume) {
    public VenueCandle {
        var _ = new Price(low);
        var _ = Require.range("low", low, 1, Math.min(open, close));
        var _ = Require.range("high", high, Math.max(open, close), Long.MAX_VALUE);
        var _ = Require.range("volume", volume, 0, Long.MAX_VALUE);
    }
}
