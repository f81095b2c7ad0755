package tradelab.venue.taiwan.market;

/** Whether a security follows the market's phase. */
public enum SecurityState {
    TRADING,
    /** Orders are gathered for a call auction two minutes after matching stopped. */
    INTERRUPTED,
    /** Takes no orders. */
    HALTED,
    DELAYED_OPEN,
    DELAYED_CLOSE
}
