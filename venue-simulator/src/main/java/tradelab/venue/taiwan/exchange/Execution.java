package tradelab.venue.taiwan.exchange;

import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.market.Side;

/** What an account traded, as it sees it. Money is in decimal strings of TWD; {@code settles} is an ISO date. */
public record Execution(
        long executionId,
        long orderId,
        @Nullable String clientOrderId,
        String symbol,
        Side side,
        String price,
        long shares,
        String commission,
        String tax,
        String settles,
        long marketTime) {}
