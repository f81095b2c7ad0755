package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** The venue takes orders for the instrument now. */
record InstrumentStatusRule(MarketFacts facts) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        MarketFacts.Facts known = facts.get(request.order().instrument());
        return known != null && known.halted()
                ? RiskRequest.refused(
                        Reason.HALTED,
                        "INSTRUMENT_STATUS",
                        "instrument",
                        "one that is trading",
                        request.order().instrument() + ", halted at its venue")
                : null;
    }
}
