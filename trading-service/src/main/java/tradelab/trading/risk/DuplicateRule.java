package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** An account does not send the same order again and again under new ids. */
record DuplicateRule(RecentOrders recent) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Integer limit = request.limits().equalOrdersMax();
        if (limit == null) {
            return null;
        }
        int sent = recent.equal(request.order(), request.nowMillis());
        return sent < limit
                ? null
                : RiskRequest.refused(
                        Reason.DUPLICATE, "DUPLICATE", "order", "at most " + limit + " alike at a time", sent + 1);
    }
}
