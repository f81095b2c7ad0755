package tradelab.venue.life;

/** What the generated crowd does next. Values are times 10^8; amounts are positive for buys, negative for sells. */
sealed interface FlowAction {
    /** An order that waits in the book. */
    record Place(long amount, long price) implements FlowAction {}

    /** An order that trades now, at {@code price} or better, or not at all. */
    record Take(long amount, long price) implements FlowAction {}

    /** Somebody changes his mind. */
    record Cancel(long orderId) implements FlowAction {}
}
