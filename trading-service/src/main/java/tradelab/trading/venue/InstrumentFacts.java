package tradelab.trading.venue;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;

/**
 * What a venue says of an instrument today.
 *
 * @param low the lowest price that may be asked for, absent if there is no limit
 * @param high the highest
 * @param fund whether it has the price steps of a fund
 */
public record InstrumentFacts(
        Instrument instrument,
        @Nullable Price low,
        @Nullable Price high,
        boolean fund) {}
