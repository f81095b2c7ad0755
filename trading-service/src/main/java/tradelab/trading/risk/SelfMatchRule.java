package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** No order can trade with one of its own account. */
record SelfMatchRule(AccountBooks books) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        if (!Boolean.TRUE.equals(request.limits().refuseSelfMatch())) {
            return null;
        }
        long best = books.bestAgainst(request.order());
        Price price = request.order().price();
        boolean meets = best > 0 && (price == null || (request.buys() ? price.units() >= best : price.units() <= best));
        return meets
                ? RiskRequest.refused(
                        Reason.SELF_MATCH,
                        "SELF_MATCH",
                        "price",
                        (request.buys() ? "below " : "above ") + Decimals.format(best) + ", the account's own order",
                        price == null ? "none" : price)
                : null;
    }
}
