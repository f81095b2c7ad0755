package tradelab.venue.taiwan.exchange;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.market.OrderTerms;

/**
 * A request that arrived, about an order or the market, and what became of it. Enough to run it again.
 *
 * @param sequence counts arrivals from 1
 * @param marketMillis the market's time at which it was decided
 * @param target of an amendment or a cancel: what the client named
 * @param terms of a submit; null if the request did not get so far
 * @param regime of the crowd that begins; null of anything else
 * @param volatility of the crowd from then on; null if it stays, and of anything else
 * @param remaining of an amendment; 0 if not asked for
 * @param price of an amendment, times 10^8; 0 if not asked for
 * @param orderId of the order; 0 if refused
 * @param refusal null if accepted
 */
public record TaiwanArrival(
        long sequence,
        long marketMillis,
        long wallMillis,
        Operation operation,
        String account,
        @Nullable String clientOrderId,
        @Nullable String symbol,
        @Nullable OrderRef target,
        @Nullable OrderTerms terms,
        @Nullable String regime,
        @Nullable BigDecimal volatility,
        long remaining,
        long price,
        long orderId,
        Decision.@Nullable Refused refusal) {
    /** What was asked for. */
    public enum Operation {
        SUBMIT,
        AMEND,
        CANCEL,
        HALT,
        RELEASE,
        REGIME
    }
}
