package tradelab.contracts;

import io.vertx.core.eventbus.ReplyException;
import java.util.Objects;

/**
 * A request that could not be answered, and why. Carries no stack trace: it reports a condition, not a defect.
 *
 * <p>Immutable and safe to share between threads. What extends it says more about the same condition.
 */
public class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    public ServiceException(FailureKind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public ServiceException(FailureKind kind, Throwable cause) {
        super(Objects.requireNonNullElse(cause.getMessage(), cause.toString()), cause, false, false);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }

    /** Translates whatever a future failed with into our vocabulary. */
    public static ServiceException of(Throwable cause) {
        return cause instanceof ServiceException known ? known : new ServiceException(kindOf(cause), cause);
    }

    private static FailureKind kindOf(Throwable cause) {
        if (!(cause instanceof ReplyException reply)) {
            return FailureKind.INTERNAL;
        }
        switch (reply.failureType()) {
            case TIMEOUT:
                return FailureKind.TIMEOUT;
            case NO_HANDLERS:
                return FailureKind.UNAVAILABLE;
            default:
                return FailureKind.ofCode(reply.failureCode());
        }
    }
}
