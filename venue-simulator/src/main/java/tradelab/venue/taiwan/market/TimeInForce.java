package tradelab.venue.taiwan.market;

/** How long an order waits. */
public enum TimeInForce {
    /** Rest of day. */
    ROD,
    /** Immediate or cancel. */
    IOC,
    /** Fill or kill. */
    FOK
}
