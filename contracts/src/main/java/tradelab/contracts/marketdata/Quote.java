package tradelab.contracts.marketdata;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;

/**
 * The top of a book and the last trade, with its age and validity. An absent side is absent, never zero.
 *
 * @param instrument what is quoted
 * @param bid best bid price, absent if nobody buys
 * @param bidAmount amount at the best bid
 * @param ask best ask price, absent if nobody sells
 * @param askAmount amount at the best ask
 * @param last price of the last trade, absent before the first
 * @param venueEpochMillis when the venue made it, 0 if the venue does not say
 * @param receiveEpochMillis when our feed received it
 * @param sequence counts the changes of this instrument's quote since its feed started, from 1
 * @param validity whether the book behind it can be trusted
 */
public record Quote(
        Instrument instrument,
        @Nullable Price bid,
        Amount bidAmount,
        @Nullable Price ask,
        Amount askAmount,
        @Nullable Price last,
        long venueEpochMillis,
        long receiveEpochMillis,
        long sequence,
        Validity validity) {

    /** Whether a value may be acted upon. */
    public enum Validity {
        /** The book is complete and verified. */
        LIVE,
        /** A gap, a wrong checksum, a crossed book or silence: shown, but not to be traded on. */
        SUSPECT,
        /** No book yet, or not any more. */
        DETACHED
    }

    public Quote {
        instrument = Require.present("instrument", instrument);
        bidAmount = Require.present("bidAmount", bidAmount);
        askAmount = Require.present("askAmount", askAmount);
        validity = Require.present("validity", validity);
    }
}
