package tradelab.contracts.marketdata;

import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;

/**
 * A book by price level, best first on both sides.
 *
 * @param receiveEpochMillis when our feed received the last change
 * @param sequence counts the changes of this book since its feed started
 */
public record Book(
        Instrument instrument,
        List<Level> bids,
        List<Level> asks,
        long receiveEpochMillis,
        long sequence,
        Quote.Validity validity) {

    /**
     * One price level.
     *
     * @param orders how many orders rest at this price
     */
    public record Level(Price price, Amount amount, int orders) {}

    public Book {
        instrument = Require.present("instrument", instrument);
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
        validity = Require.present("validity", validity);
    }
}
