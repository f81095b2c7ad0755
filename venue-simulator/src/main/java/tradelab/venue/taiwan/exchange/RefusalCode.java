package tradelab.venue.taiwan.exchange;

/** Why a request is refused; the names are on the wire. */
public enum RefusalCode {
    BAD_REQUEST,
    NOT_LOGGED_IN,
    LOGIN_FAILED,
    UNKNOWN_SYMBOL,
    UNKNOWN_ORDER,
    ORDER_CLOSED,
    DUPLICATE_CLIENT_ORDER_ID,
    /** It arrived after its {@code notAfter}: nothing was done. */
    TOO_LATE,
    WRONG_SESSION,
    HALTED,
    ORDER_KIND_NOT_ALLOWED,
    OFF_TICK,
    OUTSIDE_LIMITS,
    WRONG_LOT,
    INSUFFICIENT_CASH,
    INSUFFICIENT_SHARES,
    TOO_MANY_ORDERS,
    /** A fault says that too many requests came: nothing was done. */
    RATE_LIMITED,
    /** A fault says that the venue is in trouble: whether it was done is not known. */
    UNAVAILABLE
}
