package tradelab.trading.risk;

import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/**
 * What the rules look at.
 *
 * @param order as it would be: a new one, or one with its amendment
 * @param limits all that apply to it, the strictest of each
 * @param before what the account's open orders count for this order already; 0 for a new one
 * @param nowMillis wall clock
 * @param marketMillis the clock of its market
 */
record RiskRequest(SubmitOrder order, RiskLimits limits, long before, long nowMillis, long marketMillis) {
    /** Returns a refusal that names the rule, what came, and the limit. */
    static Refused refused(Reason reason, String rule, String field, String expected, Object got) {
        return new Refused(reason, rule + ": " + field + ": expected " + expected + ", got " + got);
    }

    boolean buys() {
        return order.side() == Side.BUY;
    }
}
