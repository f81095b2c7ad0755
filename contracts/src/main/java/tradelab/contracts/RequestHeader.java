package tradelab.contracts;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.UUID;

/**
 * What travels beside a request's body: who it is, and until when an answer is of use.
 *
 * <p>A sender that times out does not undo anything: a slow receiver may still run the request. So the receiver drops
 * what is past its deadline, and whatever changes state is idempotent by the ids in its body.
 *
 * @param requestId unique per attempt, for logs
 * @param deadlineEpochMillis wall clock of the sender; nodes are expected to agree within some tens of milliseconds
 */
public record RequestHeader(String requestId, long deadlineEpochMillis) {
    static final String REQUEST_ID = "request-id";
    static final String DEADLINE = "deadline";

    public RequestHeader {
        requestId = Require.id(REQUEST_ID, requestId);
    }

    /** A header with a random id, due {@code timeout} after {@code nowEpochMillis}. */
    public static RequestHeader within(Duration timeout, long nowEpochMillis) {
        return new RequestHeader(UUID.randomUUID().toString(), nowEpochMillis + timeout.toMillis());
    }

    /** Puts this header onto a message. */
    public void addTo(DeliveryOptions options) {
        options.addHeader(REQUEST_ID, requestId);
        options.addHeader(DEADLINE, Long.toString(deadlineEpochMillis));
    }

    /** @throws IllegalArgumentException if one of the two is missing or malformed */
    static RequestHeader read(MultiMap headers) {
        String deadline = headers.get(DEADLINE);
        try {
            return new RequestHeader(Require.id(REQUEST_ID, headers.get(REQUEST_ID)), Long.parseLong(deadline));
        } catch (NumberFormatException e) {
            throw Require.refused("header " + DEADLINE, "epoch milliseconds", deadline);
        }
    }
}
