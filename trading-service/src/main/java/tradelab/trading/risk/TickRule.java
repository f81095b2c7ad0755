package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.SignificantDigits;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** Prices are multiples of the price step, which depends on the price where the market says so. */
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
        if (price.units() % tick != 0) {
            return refused("a multiple of " + Decimals.format(tick), price);
        }
        return Markets.isBitfinex(instrument) ? digits(price) : null;
    }

    /** Bitfinex would cut such a price without a word, and the order would not be the one that was asked for. */
    private static @Nullable Refused digits(Price price) {
        int digits = SignificantDigits.BITFINEX;
        return SignificantDigits.fits(price.units(), digits)
                ? null
                : refused(
                        "at most " + digits + " significant digits, here a multiple of "
                                + Decimals.format(SignificantDigits.step(price.units(), digits)),
                        price);
    }

    private static Refused refused(String expected, Price price) {
        return RiskRequest.refused(Reason.PRICE_LIMIT, "TICK", "price", expected, price);
    }
}
