package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderEventPage;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.ReplayOrderEvents;

/**
 * Reads the steps of orders from the database, in the order of their partition.
 *
 * <p>A partition's groups are committed one after the other, each holding its row: who sees one sees all before it. So what
 * is read has no gap, whatever is being committed meanwhile.
 */
public final class EventStore {
    private static final String EVENTS = """
        WITH g AS (
            SELECT * FROM event_groups WHERE partition = $1 AND last_sequence > $2 ORDER BY last_sequence LIMIT 32
        ), e AS (
            SELECT g.first_sequence + a.ordinal - 1 AS sequence, a.cid, 'QUEUED' AS status, 0::bigint AS filled,
                0::bigint AS average_price, NULL::text AS venue_order_id, NULL::text AS reason,
                false AS cancel_requested, 0::bigint AS batch_id, NULL::bigint AS at_millis,
                NULL::bigint AS wanted_price, NULL::bigint AS wanted_amount
            FROM g, unnest(g.accepted) WITH ORDINALITY AS a(cid, ordinal)
            UNION ALL
            SELECT g.first_sequence + cardinality(g.accepted) + c.ordinal - 1, c.cid, c.status, c.filled,
                c.average_price, c.venue_order_id, c.reason, c.cancel_requested, c.batch_id, c.at_millis,
                c.wanted_price, c.wanted_amount
            FROM g, unnest(g.cid, g.status, g.filled, g.average_price, g.venue_order_id, g.reason, g.cancel_requested,
                    g.batch_id, g.at_millis, g.wanted_price, g.wanted_amount)
                WITH ORDINALITY AS c(cid, status, filled, average_price, venue_order_id, reason, cancel_requested,
                    batch_id, at_millis, wanted_price, wanted_amount, ordinal)
        ), page AS (
            SELECT * FROM e WHERE sequence > $2 ORDER BY sequence LIMIT $3
        )
        SELECT p.sequence, p.cid, p.status, p.filled, p.average_price, p.venue_order_id, p.reason, p.cancel_requested,
            p.batch_id, coalesce(p.at_millis, o.created_millis) AS updated_millis, p.wanted_price, p.wanted_amount,
            NULL::bigint AS working_price, NULL::bigint AS working_amount, NULL::boolean AS amending,
            o.accepted_sequence, o.account, o.client_order_id, o.instrument, o.side, o.type, o.price, o.amount,
            o.post_only, o.reduction, o.created_millis
        FROM page p JOIN orders o ON o.cid = p.cid ORDER BY p.sequence\
        """;
    private static final String LAST = "SELECT last_sequence FROM partitions ORDER BY id";

    private final Pool pool;

    public EventStore(Pool pool) {
        this.pool = pool;
    }

    /** Returns up to so many steps after a point, in their order. */
    public Future<List<OrderView>> events(int partition, long afterSequence, int limit) {
        return pool.preparedQuery(EVENTS)
                .execute(Tuple.of(partition, afterSequence, limit))
                .map(rows -> {
                    List<OrderView> events = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        events.add(OrderStore.order(row).view());
                    }
                    return events;
                });
    }

    /**
     * Returns a piece of a partition's stream.
     *
     * @return fails with INVALID_REQUEST for a partition that there is not, and for a point that its stream has not reached:
     *     whoever asks for that would wait for ever
     */
    public Future<OrderEventPage> page(ReplayOrderEvents request) {
        return events(request.partition(), request.afterSequence(), request.limit())
                .compose(events -> {
                    Future<Void> known =
                            events.isEmpty() ? last().compose(last -> known(request, last)) : Future.succeededFuture();
                    return known.map(
                            _ -> page(request.partition(), request.afterSequence(), events, request.account()));
                });
    }

    private static Future<Void> known(ReplayOrderEvents request, List<Long> last) {
        try {
            long _ = Require.range("partition", request.partition(), 0, last.size() - 1L);
            long _ = Require.range("after", request.afterSequence(), 0, last.get(request.partition()));
            return Future.succeededFuture();
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(
                    new ServiceException(FailureKind.INVALID_REQUEST, String.valueOf(e.getMessage())));
        }
    }

    /** Makes {@code events}, all that follow {@code after}, the piece that somebody sees who asks for {@code account}. */
    public static OrderEventPage page(
            int partition, long after, List<OrderView> events, @org.jspecify.annotations.Nullable String account) {
        List<OrderView> seen = account == null
                ? events
                : events.stream()
                        .filter(event -> event.account().equals(account))
                        .toList();
        return new OrderEventPage(partition, after + 1, after + events.size(), seen);
    }

    /** Returns the last sequence of each partition. */
    public Future<List<Long>> last() {
        return pool.query(LAST).execute().map(rows -> {
            List<Long> last = new ArrayList<>(rows.size());
            rows.forEach(row -> last.add(row.getLong(0)));
            return last;
        });
    }
}
