package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** An account that may only make liquidity sends post-only orders. */
record MakerOnlyRule() implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        return Boolean.TRUE.equals(request.limits().makerOnly())
                        && !request.order().mustRest()
                ? RiskRequest.refused(Reason.POST_ONLY, "MAKER_ONLY", "postOnly", "true for this account", "false")
                : null;
    }
}
