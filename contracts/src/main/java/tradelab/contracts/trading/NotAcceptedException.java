package tradelab.contracts.trading;

import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;

/**
 * An order was not accepted, and it is proven that no earlier attempt under its name was: the caller may forget it. Any
 * other failure says nothing about earlier attempts.
 */
public final class NotAcceptedException extends ServiceException {
    private static final long serialVersionUID = 1L;

    /** @param message why, without saying that it was not accepted */
    public NotAcceptedException(FailureKind kind, String message) {
        super(kind, message);
    }
}
