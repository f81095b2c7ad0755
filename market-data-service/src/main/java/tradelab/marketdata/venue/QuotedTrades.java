package tradelab.marketdata.venue;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.marketdata.feed.FeedSink;

/**
 * Trades of a venue that is looked at now and then, and tells its last trade and the day's volume. If that has grown by
 * another amount than the trade's, others were in between, and nobody can say at which prices.
 *
 * <p>Bounded by the instruments that are asked for. Owned by the feed's event loop.
 */
final class QuotedTrades {
    private final Map<Instrument, Long> volumes = new HashMap<>();

    /**
     * Tells what was traded since the last look; what was before the first one is not ours to tell.
     *
     * @param lots of the last trade
     * @param dayLots of all trades of the day
     */
    void look(Instrument instrument, @Nullable Price last, long lots, long dayLots, long millis, FeedSink sink) {
        Long before = volumes.put(instrument, dayLots);
        if (before == null || before == dayLots) {
            return;
        }
        long since = dayLots > before ? dayLots - before : dayLots; // less than before: another day
        if (last == null || lots != since) {
            sink.tradesMissed(instrument);
        }
        if (last != null && lots > 0 && since > 0) {
            sink.trade(instrument, TaiwanRows.quotedTrade(dayLots, millis, last, Math.min(lots, since)));
        }
    }
}
