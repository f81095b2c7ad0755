package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** Nothing on the restricted list. */
record RestrictedRule() implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        return Boolean.TRUE.equals(request.limits().restricted())
                ? RiskRequest.refused(
                        Reason.RESTRICTED,
                        "RESTRICTED",
                        "order",
                        "an account and an instrument that are not restricted",
                        request.order().account() + " " + request.order().instrument())
                : null;
    }
}
