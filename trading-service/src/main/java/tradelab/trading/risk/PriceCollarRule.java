package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** No order reaches far beyond the other side, and none is judged by an old quote. */
record PriceCollarRule(Quotes quotes) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Amount collar = request.limits().collar();
        if (collar == null) {
            return null;
        }
        Instrument instrument = request.order().instrument();
        Price other = quotes.other(instrument, request.order().side(), request.nowMillis());
        if (other == null) {
            return RiskRequest.refused(
                    Reason.STALE_QUOTE,
                    "PRICE_COLLAR",
                    "quote",
                    "a live one of " + instrument + " to hold the price against",
                    quotes.why(instrument, request.nowMillis()));
        }
        Price price = request.order().price();
        if (price == null) {
            return null;
        }
        long width = AccountBooks.notional(other.units(), collar.units());
        long bound = request.buys() ? other.units() + width : other.units() - width;
        boolean within = request.buys() ? price.units() <= bound : price.units() >= bound;
        return within
                ? null
                : RiskRequest.refused(
                        Reason.PRICE_LIMIT,
                        "PRICE_COLLAR",
                        "price",
                        (request.buys() ? "at most " : "at least ") + Decimals.format(bound) + ", " + collar
                                + " beyond " + other,
                        price);
    }
}
