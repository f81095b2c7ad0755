package tradelab.contracts.marketdata;

import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.Require;

/**
 * One trade as the venue reported it.
 *
 * @param id the venue's own
 * @param venueEpochMillis when it happened
 * @param taker who came second
 */
public record Trade(long id, long venueEpochMillis, Price price, Amount amount, Taker taker) {
    /** The side that took what rested in the book. */
    public enum Taker {
        BUY,
        SELL
    }

    public Trade {
        price = Require.present("price", price);
        amount = Require.present("amount", amount);
        taker = Require.present("taker", taker);
    }
}
