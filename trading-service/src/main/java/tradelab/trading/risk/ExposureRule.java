package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** What is open of an account in an instrument is not worth more than it may be. */
record ExposureRule(AccountBooks books, Quotes quotes) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Amount limit = request.limits().exposureMax();
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
                    "EXPOSURE",
                    "quote",
                    "a live one of " + order.instrument() + " to value the order by",
                    quotes.why(order.instrument(), request.nowMillis()));
        }
        long open = books.notional(order.account(), order.instrument()) - request.before();
        long own = AccountBooks.notional(price.units(), order.amount().units());
        long sum = Long.MAX_VALUE - own < open ? Long.MAX_VALUE : open + own;
        return sum <= limit.units()
                ? null
                : RiskRequest.refused(
                        Reason.EXPOSURE_LIMIT,
                        "EXPOSURE",
                        "open orders",
                        "worth at most " + limit,
                        Decimals.format(sum));
    }
}
