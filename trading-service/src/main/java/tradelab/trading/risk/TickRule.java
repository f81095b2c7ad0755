package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** Prices are multiples of the price step. */
record TickRule(Price step, MarketFacts facts) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Price price = request.order().price();
        if (price == null) {
            return null;
        }
        long tick = step.units();
        Instrument instrument = request.order().instrument();
        if (Markets.isTaiwan(instrument)) {
            MarketFacts.Facts known = facts.get(instrument);
            tick = known != null && known.fund() ? PriceSteps.fund(price.units()) : PriceSteps.stock(price.units());
        }
        return price.units() % tick == 0
                ? null
                : RiskRequest.refused(
                        Reason.PRICE_LIMIT, "TICK", "price", "a multiple of " + Decimals.format(tick), price);
    }
}
