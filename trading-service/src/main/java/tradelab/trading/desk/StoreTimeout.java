package tradelab.trading.desk;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;

/** Callers wait only so long for the database; what they asked for may become durable all the same. */
final class StoreTimeout {
    private StoreTimeout() {}

    /** Fails with TIMEOUT after {@code millis}. */
    static Future<Void> after(long millis, Future<Void> durable) {
        return durable.timeout(millis, TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(
                        cause instanceof ServiceException
                                ? cause
                                : new ServiceException(
                                        FailureKind.TIMEOUT, "the database does not answer; ask again")));
    }
}
