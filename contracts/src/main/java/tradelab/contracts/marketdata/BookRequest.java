package tradelab.contracts.marketdata;

import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * Asks for the book of one instrument.
 *
 * @param depth levels a side, 1 to 250
 */
public record BookRequest(Instrument instrument, int depth) {
    public static final int DEPTH_MAX = 250;

    public BookRequest {
        instrument = Require.present("instrument", instrument);
        var _unused = Require.range("depth", depth, 1, DEPTH_MAX);
    }
}
