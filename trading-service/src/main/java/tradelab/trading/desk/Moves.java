package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls that wait for another instance, which may have died: each learns when somebody else has the account. Bounded by
 * the calls of one look at the partitions. Not thread-safe: one event loop owns it.
 */
final class Moves {
    private record Waiting(String account, String owner, Promise<Void> moved) {}

    private List<Waiting> waiting = new ArrayList<>();

    /** Completes when {@code account} is not {@code owner}'s any more, or, for nothing, when {@code call} does. */
    Future<Void> away(String account, String owner, Future<?> call) {
        Promise<Void> moved = Promise.promise();
        var _ = call.onComplete(_ -> moved.tryFail("answered"));
        waiting.add(new Waiting(account, owner, moved));
        return moved.future();
    }

    interface Holder {
        /** Returns whether {@code account} has an owner now other than {@code former}. */
        boolean hasOther(String account, String former);
    }

    /** Tells those whose accounts have moved. */
    void look(Holder holder) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> before = waiting;
        waiting = new ArrayList<>();
        for (Waiting each : before) {
            if (each.moved.future().isComplete()) {
                continue; // it has its answer
            }
            if (holder.hasOther(each.account, each.owner)) {
                each.moved.complete();
            } else {
                waiting.add(each);
            }
        }
    }
}
