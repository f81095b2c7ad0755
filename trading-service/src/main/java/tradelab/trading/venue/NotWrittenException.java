package tradelab.trading.venue;

/** A call has definitely not reached the venue: no byte of it has left. */
public final class NotWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotWrittenException(String message) {
        super(message, null, false, false);
    }
}
