package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** The venue takes orders for the instrument now; of a market with daily limits, or one that has told what it trades, nothing else is. */
record InstrumentStatusRule(MarketFacts facts) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        MarketFacts.Facts known = facts.get(request.order().instrument());
        if (known == null && facts.mustBeKnown(request.order().instrument())) {
            return RiskRequest.refused(
                    Reason.UNKNOWN_INSTRUMENT,
                    "INSTRUMENT_STATUS",
                    "instrument",
                    "one that its venue has listed",
                    request.order().instrument());
        }
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
