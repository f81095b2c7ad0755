package tradelab.contracts.marketdata;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;

/**
 * What was traded in one frame. The first and the last trade are those by venue time, then by id.
 *
 * @param startEpochMillis when the frame begins
 * @param vwap mean price by amount, rounded down; absent if it cannot be told, or nothing was traded
 * @param trades how many trades it is made of; absent if the venue made it
 * @param closed whether the frame is over; a late trade may still be taken for a minute
 * @param complete whether every trade of the frame so far is in it; false if some were missed and not fetched since
 */
public record Candle(
        long startEpochMillis,
        Price open,
        Price high,
        Price low,
        Price close,
        Amount volume,
        @Nullable Price vwap,
        @Nullable Long trades,
        boolean closed,
        boolean complete) {}
