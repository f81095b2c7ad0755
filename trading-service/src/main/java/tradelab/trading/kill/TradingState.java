package tradelab.trading.kill;

/** What a scope may do. The later, the stricter. */
public enum TradingState {
    /** Everything. */
    ACTIVE,
    /** Only orders that make the account's position smaller, and cancellations. */
    REDUCING,
    /** Only cancellations. */
    HALTED
}
