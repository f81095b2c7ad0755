package tradelab.contracts.marketdata;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * Asks for the quote of one instrument.
 *
 * @param maxAgeMillis refuse rather than serve an older value or one that is not LIVE, 0 to 86,400,000; absent: any
 */
public record QuoteRequest(Instrument instrument, @Nullable Long maxAgeMillis) {
    public static final long MAX_AGE_MILLIS_MAX = 86_400_000;

    public QuoteRequest {
        instrument = Require.present("instrument", instrument);
        if (maxAgeMillis != null) {
            var _unused = Require.range("maxAgeMillis", maxAgeMillis, 0, MAX_AGE_MILLIS_MAX);
        }
    }
}
