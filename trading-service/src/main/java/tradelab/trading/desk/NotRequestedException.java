package tradelab.trading.desk;

import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;

/**
 * A cancellation or an amendment was turned away before anything of it was stored. Of any other failure nobody can say
 * whether the wish stands.
 */
public final class NotRequestedException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public NotRequestedException(FailureKind kind, String message) {
        super(kind, message);
    }
}
