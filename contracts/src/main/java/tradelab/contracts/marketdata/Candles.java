package tradelab.contracts.marketdata;

import java.util.List;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * Candles of one instrument, oldest first.
 *
 * @param receiveEpochMillis when the venue was last heard of this instrument's trades, 0 if never
 * @param live whether its trades come in now without a hole
 */
public record Candles(
        Instrument instrument, Timeframe timeframe, List<Candle> candles, long receiveEpochMillis, boolean live) {
    public Candles {
        instrument = Require.present("instrument", instrument);
        timeframe = Require.present("timeframe", timeframe);
        candles = List.copyOf(candles);
    }
}
