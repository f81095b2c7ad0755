package tradelab.loadgen.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.report.RecordedResult;
import tradelab.contracts.report.ReportApi;

/**
 * Sends results to the report service, a bounded number of times, ever less often. Sending twice is harmless: recording
 * is idempotent by run id. Safe to share.
 */
public final class ResultDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(ResultDelivery.class);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final int ATTEMPTS_MAX = 100;
    private static final long PAUSE_MILLIS_MAX = 30_000;

    private final Vertx vertx;
    private final int attempts;
    private final long pauseMillis;

    /** @param pauseMillis before the second attempt; doubled before each further one */
    public ResultDelivery(Vertx vertx, int attempts, long pauseMillis) {
        this.vertx = vertx;
        this.attempts = (int) Require.range("attempts", attempts, 1, ATTEMPTS_MAX);
        this.pauseMillis = Require.range("pauseMillis", pauseMillis, 1, PAUSE_MILLIS_MAX);
    }

    /** Returns what the report service says; fails when every attempt failed, which is logged once. */
    public Future<RecordedResult> deliver(TestResult result) {
        return attempt(result, 1, pauseMillis)
                .onFailure(cause -> LOG.warn(
                        "event=result_not_delivered run={} attempts={} cause=\"{}\"; it is kept in memory",
                        result.runId(),
                        attempts,
                        cause.getMessage()));
    }

    private Future<RecordedResult> attempt(TestResult result, int number, long pause) {
        return ReportApi.RECORD_RESULT
                .call(vertx.eventBus(), result, CALL_TIMEOUT)
                .recover(cause -> {
                    if (number >= attempts || ServiceException.of(cause).kind() == FailureKind.INVALID_REQUEST) {
                        return Future.failedFuture(cause);
                    }
                    if (number == 1) {
                        LOG.info("event=result_delivery_waits run={} cause=\"{}\"", result.runId(), cause.getMessage());
                    }
                    return after(pause)
                            .compose(_ -> attempt(result, number + 1, Math.min(PAUSE_MILLIS_MAX, pause * 2)));
                });
    }

    private Future<Void> after(long millis) {
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(millis, _ -> promise.complete());
        return promise.future();
    }
}
