package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** Only what is traded here. */
record KnownInstrumentRule(Tradable tradable) implements RiskRule {
    @Override
    public @Nullable Refused check(RiskRequest request) {
        Instrument instrument = request.order().instrument();
        return tradable.has(instrument)
                ? null
                : new Refused(
                        Reason.UNKNOWN_INSTRUMENT,
                        "KNOWN_INSTRUMENT: instrument: expected one that is traded here, got " + instrument);
    }
}
