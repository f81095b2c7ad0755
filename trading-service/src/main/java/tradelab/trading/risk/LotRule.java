package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** Amounts are multiples of the lot, not below the smallest, and within what the venue takes. */
record LotRule(Amount min, Amount lot, MarketFacts facts) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Amount amount = request.order().amount();
        if (Markets.isTaiwan(request.order().instrument())) {
            return taiwan(amount);
        }
        MarketFacts.Facts known = facts.get(request.order().instrument());
        Amount least = known == null || known.least() == null || known.least().compareTo(min) < 0 ? min : known.least();
        if (amount.compareTo(least) < 0) {
            return RiskRequest.refused(Reason.AMOUNT_LIMIT, "LOT", "amount", "at least " + least, amount);
        }
        if (known != null && known.most() != null && amount.compareTo(known.most()) > 0) {
            return RiskRequest.refused(Reason.AMOUNT_LIMIT, "LOT", "amount", "at most " + known.most(), amount);
        }
        return amount.units() % lot.units() == 0
                ? null
                : RiskRequest.refused(Reason.AMOUNT_LIMIT, "LOT", "amount", "a multiple of " + lot, amount);
    }

    private static @Nullable Refused taiwan(Amount amount) {
        long unit = amount.units() < Markets.BOARD_LOT ? Decimals.ONE : Markets.BOARD_LOT;
        return amount.units() % unit == 0 && amount.units() <= 499 * Markets.BOARD_LOT
                ? null
                : RiskRequest.refused(
                        Reason.AMOUNT_LIMIT, "LOT", "amount", "1 to 999, or a multiple of 1000 up to 499000", amount);
    }
}
