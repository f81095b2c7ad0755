package tradelab.trading.journal;

/** The log will not take this group, ever: another owner has the partition, or the group itself is wrong. */
public final class LogRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogRefusedException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
