package tradelab.trading.venue;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;

/**
 * What a venue says of an instrument today.
 *
 * @param low the lowest price that may be asked for, absent if there is no limit
 * @param high the highest
 * @param least the smallest amount of an order, absent if there is no limit
 * @param most the largest
 * @param fund whether it has the price steps of a fund
 */
public record InstrumentFacts(
        Instrument instrument,
        @Nullable Price low,
        @Nullable Price high,
        @Nullable Amount least,
        @Nullable Amount most,
        boolean fund) {}
