package tradelab.marketdata.candle;

import io.vertx.core.Future;
import java.util.List;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;

/** What a venue tells of the past. Called on the event loop of the history. */
public interface VenueHistory {
    /** Trades of one answer; an answer as long as this may not be whole. */
    int TRADES_MAX = 10_000;

    /** Candles of one answer. */
    int CANDLES_MAX = 10_000;

    /** Returns the trades of {@code [fromMillis, toMillis]}, oldest first. */
    Future<List<Trade>> trades(Instrument instrument, long fromMillis, long toMillis);

    /** Returns the candles that begin in {@code [fromMillis, toMillis]}, oldest first. */
    Future<List<VenueCandle>> candles(Instrument instrument, Timeframe frame, long fromMillis, long toMillis);
}
