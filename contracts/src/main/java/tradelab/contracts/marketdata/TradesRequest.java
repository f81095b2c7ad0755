package tradelab.contracts.marketdata;

import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * Asks for the latest trades of one instrument.
 *
 * @param limit how many at most, 1 to 1,000
 */
public record TradesRequest(Instrument instrument, int limit) {
    public static final int LIMIT_MAX = 1_000;

    public TradesRequest {
        instrument = Require.present("instrument", instrument);
        var _unused = Require.range("limit", limit, 1, LIMIT_MAX);
    }
}
