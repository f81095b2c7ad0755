package tradelab.contracts.marketdata;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;

/**
 * A quote and what follows from it and from the trades. What cannot be told is absent, never zero.
 *
 * @param mid half of best bid and best ask, rounded down to the 8th digit
 * @param spread best ask less best bid
 * @param spreadBps the spread in ten-thousandths of mid
 * @param imbalance (bid amount - ask amount) / (bid amount + ask amount) at the best prices, -1 to 1
 * @param sessionOpen of the first trade since midnight UTC
 * @param sessionVwap mean price by amount of the trades seen since midnight UTC
 * @param sessionComplete whether these are all trades of the session
 * @param rollingVwap the same of the last 60 minutes
 * @param rollingComplete whether these are all trades of the 60 minutes
 * @param realisedVolatility root of the summed squared log returns of the last 60 closed minutes
 * @param quoteSequence of the quote that it is made of
 * @param receiveEpochMillis of the older of quote and trades
 */
public record Ticker(
        Instrument instrument,
        @Nullable Price bid,
        Amount bidAmount,
        @Nullable Price ask,
        Amount askAmount,
        @Nullable Price last,
        @Nullable Price mid,
        @Nullable Price spread,
        @Nullable Double spreadBps,
        @Nullable Double imbalance,
        @Nullable Price sessionOpen,
        @Nullable Price sessionHigh,
        @Nullable Price sessionLow,
        Amount sessionVolume,
        @Nullable Price sessionVwap,
        boolean sessionComplete,
        @Nullable Price rollingVwap,
        Amount rollingVolume,
        boolean rollingComplete,
        @Nullable Double realisedVolatility,
        long quoteSequence,
        long receiveEpochMillis,
        Quote.Validity validity) {
    public Ticker {
        instrument = Require.present("instrument", instrument);
        validity = Require.present("validity", validity);
    }
}
