package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** No order is worth more than it may be; one without a price is worth what the other side asks. */
record NotionalRule(Quotes quotes) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Amount limit = request.limits().notionalMax();
        if (limit == null) {
            return null;
        }
        SubmitOrder order = request.order();
        Price price = order.price() != null
                ? order.price()
                : quotes.other(order.instrument(), order.side(), request.nowMillis());
        if (price == null) {
            return RiskRequest.refused(
                    Reason.STALE_QUOTE,
                    "NOTIONAL",
                    "quote",
                    "a live one of " + order.instrument() + " to value the order by",
                    quotes.why(order.instrument(), request.nowMillis()));
        }
        long notional = AccountBooks.notional(price.units(), order.amount().units());
        return notional <= limit.units()
                ? null
                : RiskRequest.refused(
                        Reason.NOTIONAL_LIMIT,
                        "NOTIONAL",
                        "order",
                        "worth at most " + limit,
                        Decimals.format(notional));
    }
}
