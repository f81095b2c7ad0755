package tradelab.trading.kill;

import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.trading.SubmitOrder;

/** What a kill switch stands for. */
public enum KillScope {
    /** Everything; its target is {@code all}. */
    GLOBAL,
    /** A venue: {@code BITFINEX}. */
    VENUE,
    ACCOUNT,
    /** {@code BITFINEX:tBTCUSD}. */
    INSTRUMENT;

    /** Returns the target that an order has in this scope. */
    public String target(SubmitOrder order) {
        return switch (this) {
            case GLOBAL -> ALL;
            case VENUE -> order.instrument().venue();
            case ACCOUNT -> order.account();
            case INSTRUMENT -> order.instrument().toString();
        };
    }

    private static final String ALL = "all";

    /** Returns {@code target}, which must be one that orders of this scope can have. */
    public String require(String target) {
        return switch (this) {
            case GLOBAL -> {
                if (!target.equals(ALL)) {
                    throw Require.refused("target", ALL, target);
                }
                yield target;
            }
            case VENUE -> Instrument.parse(target + ":x").venue();
            case ACCOUNT -> Require.id("target", target);
            case INSTRUMENT -> Instrument.parse(target).toString();
        };
    }
}
