package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** Prices within the limits of the settings, and of the day. */
record PriceLimitRule(Price max, MarketFacts facts) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Price price = request.order().price();
        if (price == null) {
            return null;
        }
        if (price.compareTo(max) > 0) {
            return RiskRequest.refused(Reason.PRICE_LIMIT, "PRICE_LIMIT", "price", "at most " + max, price);
        }
        MarketFacts.Facts known = facts.get(request.order().instrument());
        if (known == null
                || ((known.low() == null || price.compareTo(known.low()) >= 0)
                        && (known.high() == null || price.compareTo(known.high()) <= 0))) {
            return null;
        }
        return RiskRequest.refused(
                Reason.PRICE_LIMIT, "PRICE_LIMIT", "price", known.low() + " to " + known.high() + " today", price);
    }
}
