package tradelab.contracts.marketdata;

import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/** Asks for the ticker of one instrument. */
public record TickerRequest(Instrument instrument) {
    public TickerRequest {
        instrument = Require.present("instrument", instrument);
    }
}
