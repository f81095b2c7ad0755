package tradelab.trading.risk;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/**
 * An order, with what is open beside it, is not worth more than it may be. One without a price is worth what the other
 * side asks.
 *
 * @param name what the refusal begins with
 * @param subject what is worth too much
 * @param beside what counts with the order, in units
 */
record WorthRule(
        Quotes quotes,
        String name,
        Reason reason,
        String subject,
        Function<RiskLimits, @Nullable Amount> limit,
        ToLongFunction<RiskRequest> beside)
        implements RiskRule {
    /** No order alone is worth more than it may be. */
    static WorthRule notional(Quotes quotes) {
        return new WorthRule(quotes, "NOTIONAL", Reason.NOTIONAL_LIMIT, "order", RiskLimits::notionalMax, _ -> 0);
    }

    /** What is open of an account in an instrument is not worth more than it may be. */
    static WorthRule exposure(AccountBooks books, Quotes quotes) {
        return new WorthRule(
                quotes,
                "EXPOSURE",
                Reason.EXPOSURE_LIMIT,
                "open orders",
                RiskLimits::exposureMax,
                request -> books.notional(
                                request.order().account(), request.order().instrument())
                        - request.before());
    }

    @Override
    public @Nullable Refused check(RiskRequest request) {
        Amount most = limit.apply(request.limits());
        if (most == null) {
            return null;
        }
        SubmitOrder order = request.order();
        Price price = order.price() != null
                ? order.price()
                : quotes.other(order.instrument(), order.side(), request.nowMillis());
        if (price == null) {
            return RiskRequest.refused(
                    Reason.STALE_QUOTE,
                    name,
                    "quote",
                    "a live one of " + order.instrument() + " to value the order by",
                    quotes.why(order.instrument(), request.nowMillis()));
        }
        long own = AccountBooks.notional(price.units(), order.amount().units());
        long open = beside.applyAsLong(request);
        long worth = Long.MAX_VALUE - own < open ? Long.MAX_VALUE : open + own;
        // Whoever allows the largest amount that there is does not allow what is too large to count.
        return worth <= most.units() && worth < Long.MAX_VALUE
                ? null
                : RiskRequest.refused(reason, name, subject, "worth at most " + most, Decimals.format(worth));
    }
}
