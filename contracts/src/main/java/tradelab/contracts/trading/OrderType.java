package tradelab.contracts.trading;

/** How an order meets the book. */
public enum OrderType {
    /** At its price or better; the rest waits in the book. */
    LIMIT,
    /** At whatever price is there; carries no price. */
    MARKET,
    /** Immediate or cancel: what does not fill at once is cancelled. */
    IOC,
    /** Fill or kill: all at once or nothing. */
    FOK
}
