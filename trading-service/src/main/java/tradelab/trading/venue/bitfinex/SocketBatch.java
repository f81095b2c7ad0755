package tradelab.trading.venue.bitfinex;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.Taken;
import tradelab.trading.venue.OperationResult.Unanswered;

/**
 * A batch on the WebSocket and what has come back: a notification for each operation, and one at the end with all of them.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class SocketBatch {
    private final List<Operation> operations;
    private final Map<String, Integer> names;
    private final @Nullable OperationResult[] results;
    private final long sentNanos;
    private final Promise<List<OperationResult>> promise = Promise.promise();

    SocketBatch(List<Operation> operations, long sentNanos) {
        this.operations = operations;
        this.names = MultiOperation.names(operations);
        this.results = new OperationResult[operations.size()];
        this.sentNanos = sentNanos;
    }

    Future<List<OperationResult>> results() {
        return promise.future();
    }

    long sentNanos() {
        return sentNanos;
    }

    /** Takes a notification in. Returns whether the batch is answered now. */
    boolean take(JsonNode notification) {
        if (notification.path(1).asText().equals("ox_multi-req")) {
            return isOurs(notification) && summary(notification);
        }
        Integer at = MultiOperation.find(names, notification);
        if (at != null && results[at] == null) {
            results[at] = MultiOperation.result(notification);
        }
        return false; // operations that were refused may have no name: the summary says which
    }

    /** Others that use the key may have batches of their own: ours names one of our orders, and takes none but ours. */
    private boolean isOurs(JsonNode notification) {
        JsonNode all = notification.path(4);
        boolean named = false;
        for (JsonNode each : all) {
            boolean ours = MultiOperation.find(names, each) != null;
            if (!ours && MultiOperation.result(each) instanceof Taken) {
                return false;
            }
            named |= ours;
        }
        return named && all.isArray() && all.size() == operations.size();
    }

    private boolean summary(JsonNode notification) {
        promise.tryComplete(MultiOperation.each(operations, notification.path(4)));
        return true;
    }

    /** The venue has refused the whole frame. */
    void error(int code, String message) {
        OperationResult result = MultiOperation.error(operations.size(), code, message);
        promise.tryComplete(MultiOperation.all(operations, result));
    }

    /** Nothing more will come. */
    void end(String why) {
        List<OperationResult> known = new ArrayList<>(results.length);
        for (OperationResult result : results) {
            known.add(result == null ? new Unanswered(why) : result);
        }
        promise.tryComplete(known);
    }
}
