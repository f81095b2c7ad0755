package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderRef;

/**
 * Asks the database whether it has orders of given names, before somebody is refused who may have been accepted long ago.
 * One query is under way at any time and what comes meanwhile goes with the next, so that a flood of refusals costs a few
 * queries, not one each.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class NameLookup {
    /** Beyond these a caller is told to ask again. */
    public static final int WAITING_MAX = 4_096;

    /** Names in one query. */
    static final int QUERY_MAX = 512;

    private static final Logger LOG = LoggerFactory.getLogger(NameLookup.class);

    private record Asked(OrderRef ref, Promise<Optional<StoredOrder>> answer) {}

    private final Function<List<OrderRef>, Future<Map<OrderRef, StoredOrder>>> query;
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
    private boolean asking;

    /** @param query finds those orders that are there; is never asked twice at once, and ends in any case */
    public NameLookup(Function<List<OrderRef>, Future<Map<OrderRef, StoredOrder>>> query) {
        this.query = query;
    }

    /** Returns the order of this name. Fails with OVERLOADED or UNAVAILABLE if it cannot be looked for now. */
    public Future<Optional<StoredOrder>> find(OrderRef ref) {
        if (waiting.size() >= WAITING_MAX) {
            return Future.failedFuture(
                    new ServiceException(FailureKind.OVERLOADED, "too many orders are looked for; ask again"));
        }
        Asked asked = new Asked(ref, Promise.promise());
        waiting.addLast(asked);
        next();
        return asked.answer().future();
    }

    private void next() {
        if (asking || waiting.isEmpty()) {
            return;
        }
        asking = true;
        List<Asked> asked = new ArrayList<>(Math.min(waiting.size(), QUERY_MAX));
        while (!waiting.isEmpty() && asked.size() < QUERY_MAX) {
            asked.add(waiting.removeFirst());
        }
        query.apply(asked.stream().map(Asked::ref).toList())
                .onComplete(
                        found -> {
                            asking = false;
                            asked.forEach(one -> one.answer().complete(Optional.ofNullable(found.get(one.ref()))));
                            next();
                        },
                        cause -> failed(asked, cause));
    }

    /** Whoever waits behind a query that failed would only wait for the next to fail. */
    private void failed(List<Asked> asked, Throwable cause) {
        LOG.warn("event=names_unread count={} cause=\"{}\"", asked.size() + waiting.size(), cause.getMessage());
        asking = false;
        asked.addAll(waiting);
        waiting.clear();
        ServiceException failure =
                new ServiceException(FailureKind.UNAVAILABLE, "the database does not answer; ask again");
        asked.forEach(one -> one.answer().fail(failure));
        next();
    }
}
