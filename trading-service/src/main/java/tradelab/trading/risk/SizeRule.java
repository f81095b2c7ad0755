package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** No order is larger than it may be. */
record SizeRule(Amount max) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Amount amount = request.order().amount();
        Amount limit = request.limits().amountMax();
        Amount least = limit != null && limit.compareTo(max) < 0 ? limit : max;
        return amount.compareTo(least) <= 0
                ? null
                : RiskRequest.refused(Reason.AMOUNT_LIMIT, "SIZE", "amount", "at most " + least, amount);
    }
}
