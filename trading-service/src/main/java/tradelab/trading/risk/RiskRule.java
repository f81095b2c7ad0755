package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** One reason why an order might not be taken. Without state of its own that an order could change. */
interface RiskRule {
    /** Returns why the order is not taken, or null if this rule has nothing against it. */
    @Nullable
    Refused check(RiskRequest request);
}
