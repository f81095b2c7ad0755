package tradelab.trading.kill;

import tradelab.contracts.trading.SubmitOrder;

/** What a kill switch stands for. */
public enum KillScope {
    /** Everything; its target is {@code *}. */
    GLOBAL,
    /** A venue: {@code BITFINEX}. */
    VENUE,
    ACCOUNT,
    /** {@code BITFINEX:tBTCUSD}. */
    INSTRUMENT;

    /** Returns the target that an order has in this scope. */
    public String target(SubmitOrder order) {
        return switch (this) {
            case GLOBAL -> "*";
            case VENUE -> order.instrument().venue();
            case ACCOUNT -> order.account();
            case INSTRUMENT -> order.instrument().toString();
        };
    }
}
