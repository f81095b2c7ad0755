package tradelab.trading.kill;

/** What a scope may do. The later, the stricter. */
public enum TradingState {
    /** Everything. */
    ACTIVE,
    /** Only orders that make the account's position smaller, and cancellations. */
    REDUCING,
    /** Only cancellations. */
    HALTED;

    /** Returns whether an order may be placed that does, or does not, make its account's position smaller. */
    public boolean lets(boolean reduces) {
        return this == ACTIVE || (this == REDUCING && reduces);
    }
}
