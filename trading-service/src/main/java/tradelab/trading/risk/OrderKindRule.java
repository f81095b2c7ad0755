package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** The market knows such orders at all: Taiwan's has no post-only ones, and odd lots only wait for an auction. */
record OrderKindRule() implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        if (!Markets.isTaiwan(request.order().instrument())) {
            return null;
        }
        if (request.order().mustRest()) {
            return RiskRequest.refused(
                    Reason.POST_ONLY, "ORDER_KIND", "postOnly", "false, the market has no such orders", "true");
        }
        OrderType type = request.order().type();
        return type == OrderType.LIMIT || !Markets.isOddLot(request.order())
                ? null
                : RiskRequest.refused(Reason.AMOUNT_LIMIT, "ORDER_KIND", "type", "LIMIT with an odd lot", type);
    }
}
