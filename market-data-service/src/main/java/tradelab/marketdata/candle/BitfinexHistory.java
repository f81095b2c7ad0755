package tradelab.marketdata.candle;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.feed.VenueRest;

/** Bitfinex' public REST API v2, as far as it tells the past. */
public final class BitfinexHistory implements VenueHistory {
    private final VenueRest venue;

    /** @param websocketUrl of the same venue: its host serves REST too, unless the settings name another one */
    public BitfinexHistory(Vertx vertx, HistorySettings settings, String websocketUrl) {
        this.venue = new VenueRest(
                vertx,
                settings.venueUrl().orElseGet(() -> VenueRest.besides(websocketUrl)),
                settings.venueTimeout(),
                settings.venueAnswerMax().bytes());
    }

    @Override
    public Future<List<Trade>> trades(Instrument instrument, long fromMillis, long toMillis) {
        return venue.get(
                "/v2/trades/" + instrument.symbol() + "/hist?sort=1&limit=" + TRADES_MAX + "&start=" + fromMillis
                        + "&end=" + toMillis,
                VenueRows::trades);
    }

    @Override
    public Future<List<VenueCandle>> candles(Instrument instrument, Timeframe frame, long fromMillis, long toMillis) {
        String name = frame == Timeframe.W1 ? "7D" : frame.toString(); // the venue's name of a week
        return venue.get(
                "/v2/candles/trade:" + name + ":" + instrument.symbol() + "/hist?sort=1&limit=" + CANDLES_MAX
                        + "&start=" + fromMillis + "&end=" + toMillis,
                VenueRows::candles);
    }
}
