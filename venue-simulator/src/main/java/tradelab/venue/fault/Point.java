package tradelab.venue.fault;

/** Where a fault can strike on the way of a request or a frame. */
public enum Point {
    /** A request, handshake or WebSocket input has arrived; nothing is done yet. */
    REQUEST,
    /** It was executed; its answer has not left. */
    ANSWER,
    /** An order, or the change of one, is about to be executed by itself. */
    ORDER,
    /** An order, or the change of one, in a batch is about to be executed. */
    BATCHED_ORDER,
    /** A cancel in a batch is about to be executed. */
    BATCHED_CANCEL,
    /** A frame of a channel is about to leave. */
    FRAME,
    /** A frame with updates of a book is about to leave. */
    BOOK,
    /** A frame with a checksum is about to leave. */
    CHECKSUM,
    /** A frame with a fill of an account is about to leave. */
    FILL
}
