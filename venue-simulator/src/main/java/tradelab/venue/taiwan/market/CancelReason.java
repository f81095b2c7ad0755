package tradelab.venue.taiwan.market;

/** Why an order was cancelled. */
public enum CancelReason {
    CLIENT,
    /** What an IOC order could not trade at once. */
    NOT_AT_ONCE,
    /** An FOK order that could not trade completely. */
    NOT_COMPLETELY,
    /** A market, IOC or FOK order when matching stopped. */
    VOLATILITY_INTERRUPTION,
    /** A market order when its security was halted. */
    HALT,
    /** Its session is over. */
    END_OF_SESSION
}
