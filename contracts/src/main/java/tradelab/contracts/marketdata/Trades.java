package tradelab.contracts.marketdata;

import java.util.List;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * The latest trades of one instrument, newest first.
 *
 * @param sequence how many trades of it were taken in since its feed started
 * @param receiveEpochMillis when the venue was last heard of this instrument's trades, 0 if never
 * @param live whether its trades come in now without a hole
 */
public record Trades(Instrument instrument, List<Trade> trades, long sequence, long receiveEpochMillis, boolean live) {
    public Trades {
        instrument = Require.present("instrument", instrument);
        trades = List.copyOf(trades);
    }
}
