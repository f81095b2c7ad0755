package tradelab.trading.order;

/** What {@link OrderCore#submit} made of a request. */
public sealed interface Admission {
    /** Seen for the first time: to be stored, then acknowledged. */
    record New(Order order) implements Admission {}

    /** The account has sent this very order before: it gets the same answer. */
    record Known(Order order) implements Admission {}

    /** The account has used this client order id before, for another body. */
    record Taken(Order order) implements Admission {}
}
