package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.chain.GroupDigest;
import tradelab.trading.order.Amended;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.Terms;
import tradelab.trading.order.VenueFill;

/** The log in PostgreSQL: one call of {@code commit_group} is one transaction, and lengthens the lease. */
public final class PgOrderLog implements OrderLog {
    private static final int PARAMETERS = 40;
    private static final String COMMIT = "SELECT first_sequence, inserted, gate_version FROM commit_group("
            + String.join(
                    ",",
                    IntStream.rangeClosed(1, PARAMETERS).mapToObj(i -> "$" + i).toList())
            + ")";

    /** Our own refusals, and what sending the same again cannot cure: wrong data, broken rules, wrong statements. */
    private static final Set<String> REFUSALS = Set.of("TL", "22", "23", "42");

    private static final String UNIQUE_VIOLATION = "23505";

    /** Those of new orders that are stored under another id. */
    private static final String NAMESAKES = """
        SELECT n.cid FROM unnest($1::bigint[], $2::text[], $3::text[]) AS n(cid, account, client_order_id)
        JOIN orders o ON o.account = n.account AND o.client_order_id = n.client_order_id AND o.cid <> n.cid\
        """;

    /** Of an order whose owner wants it to reduce; of another it was found. */
    static final String ASKED = "ASKED";

    private static final String FOUND = "FOUND";

    private final Pool pool;
    private final Lease lease;
    private final Duration timeout;
    private final LongSupplier nanoTime;

    /** @param timeout after which the outcome of a call counts as unknown */
    public PgOrderLog(Pool pool, Lease lease, Duration timeout, LongSupplier nanoTime) {
        this.pool = pool;
        this.lease = lease;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<Committed> commit(CommitGroup group) {
        return store(group)
                .recover(cause -> isNamesake(cause) ? storeOthers(group) : Future.failedFuture(cause))
                .recover(cause -> Future.failedFuture(classified(cause)));
    }

    private Future<Committed> store(CommitGroup group) {
        long asked = nanoTime.getAsLong();
        return execute(COMMIT, parameters(group)).map(rows -> {
            lease.extend(asked);
            Row row = rows.iterator().next();
            Long[] inserted = row.getArrayOfLongs(1);
            return new Committed(row.getLong(0), inserted == null ? null : unboxed(inserted), row.getLong(2));
        });
    }

    /** Stores the group without those new orders whose names are taken. While the epoch is ours nobody else takes a name. */
    private Future<Committed> storeOthers(CommitGroup group) {
        List<Order> inserts = group.inserts();
        Tuple names = Tuple.tuple()
                .addArrayOfLong(longs(inserts, Order::cid))
                .addArrayOfString(texts(inserts, order -> order.request().account()))
                .addArrayOfString(texts(inserts, order -> order.request().clientOrderId()));
        return execute(NAMESAKES, names).compose(rows -> {
            Set<Long> taken = new HashSet<>();
            rows.forEach(row -> taken.add(row.getLong(0)));
            List<Order> others = inserts.stream()
                    .filter(order -> !taken.contains(order.cid()))
                    .toList();
            long[] stored = others.stream().mapToLong(Order::cid).toArray();
            return store(group.of(others))
                    .map(committed -> new Committed(committed.firstSequence(), stored, committed.gate()));
        });
    }

    private Future<RowSet<Row>> execute(String statement, Tuple parameters) {
        return pool.preparedQuery(statement).execute(parameters).timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nothing of the group is stored then: the transaction has failed as a whole. */
    private static boolean isNamesake(Throwable cause) {
        return cause instanceof PgException pg && UNIQUE_VIOLATION.equals(pg.getSqlState());
    }

    private static Throwable classified(Throwable cause) {
        if (cause instanceof PgException pg
                && pg.getSqlState() != null
                && REFUSALS.contains(pg.getSqlState().substring(0, 2))) {
            return new LogRefusedException(pg.getSqlState() + " " + pg.getErrorMessage(), pg);
        }
        return cause;
    }

    private Tuple parameters(CommitGroup group) {
        GroupDigest digest = digest(group.inserts(), group.changes());
        Tuple tuple = Tuple.tuple()
                .addInteger(lease.partition())
                .addLong(lease.epoch())
                .addLong(group.number())
                .addLong(lease.length().toMillis())
                .addLong(group.oldestOpen())
                .addBuffer(Buffer.buffer(digest.content()))
                .addBuffer(Buffer.buffer(digest.marks()));
        addInserts(tuple, group.inserts());
        addChanges(tuple, group.changes());
        addTerms(tuple, group.changes());
        addFills(tuple, group.fills());
        return tuple;
    }

    /** Of exactly what the columns say. */
    private static GroupDigest digest(List<Order> orders, List<OrderChange> changes) {
        GroupDigest digest = new GroupDigest(orders.size() + changes.size());
        for (Order order : orders) {
            SubmitOrder request = order.request();
            Price price = request.price();
            int _ = digest.accepted(
                    order.cid(),
                    request.account(),
                    request.clientOrderId(),
                    request.instrument().toString(),
                    request.side().name(),
                    request.type().name(),
                    price == null ? null : price.units(),
                    request.amount().units(),
                    request.mustRest(),
                    order.createdMillis(),
                    reduction(order));
        }
        for (OrderChange change : changes) {
            boolean amended = change.amended() != null;
            int _ = digest.changed(
                    change.order().cid(),
                    change.status().name(),
                    change.filled(),
                    change.averagePrice(),
                    change.venueOrderId(),
                    change.reason(),
                    change.cancelRequested(),
                    change.batchId(),
                    change.updatedMillis(),
                    amended ? change.terms().price() : null,
                    amended ? change.terms().amount() : null);
        }
        return digest;
    }

    private static void addInserts(Tuple tuple, List<Order> orders) {
        tuple.addArrayOfLong(longs(orders, Order::cid))
                .addArrayOfString(texts(orders, order -> order.request().account()))
                .addArrayOfString(texts(orders, order -> order.request().clientOrderId()))
                .addArrayOfString(
                        texts(orders, order -> order.request().instrument().toString()))
                .addArrayOfString(texts(orders, order -> order.request().side().name()))
                .addArrayOfString(texts(orders, order -> order.request().type().name()))
                .addArrayOfLong(longs(orders, order -> {
                    Price price = order.request().price();
                    return price == null ? null : price.units();
                }))
                .addArrayOfLong(longs(orders, order -> order.request().amount().units()))
                .addArrayOfBoolean(column(orders, order -> order.request().mustRest(), Boolean[]::new))
                .addArrayOfLong(longs(orders, Order::createdMillis))
                .addArrayOfString(reductions(orders));
    }

    /** Rare: without one in the group the column is empty. */
    private static String[] reductions(List<Order> orders) {
        List<Order> rows = orders.stream().anyMatch(Order::reduces) ? orders : List.of();
        return texts(rows, PgOrderLog::reduction);
    }

    private static @Nullable String reduction(Order order) {
        return order.request().mustReduce() ? ASKED : order.reduces() ? FOUND : null;
    }

    private static void addChanges(Tuple tuple, List<OrderChange> changes) {
        tuple.addArrayOfLong(longs(changes, change -> change.order().cid()))
                .addArrayOfString(texts(changes, change -> change.status().name()))
                .addArrayOfLong(longs(changes, OrderChange::filled))
                .addArrayOfLong(longs(changes, OrderChange::averagePrice))
                .addArrayOfString(texts(changes, OrderChange::venueOrderId))
                .addArrayOfString(texts(changes, OrderChange::reason))
                .addArrayOfBoolean(column(changes, OrderChange::cancelRequested, Boolean[]::new))
                .addArrayOfLong(longs(changes, OrderChange::batchId))
                .addArrayOfLong(longs(changes, OrderChange::updatedMillis));
    }

    /** Amendments are rare: without one in the group these columns are empty. */
    private static void addTerms(Tuple tuple, List<OrderChange> changes) {
        boolean some = changes.stream().anyMatch(change -> change.amended() != null);
        List<OrderChange> rows = some ? changes : List.of();
        tuple.addArrayOfLong(longs(
                        rows,
                        change ->
                                change.amended() == null ? null : change.terms().price()))
                .addArrayOfLong(longs(
                        rows,
                        change ->
                                change.amended() == null ? null : change.terms().amount()))
                .addArrayOfLong(longs(rows, change -> working(change, Terms::price)))
                .addArrayOfLong(longs(rows, change -> working(change, Terms::amount)))
                .addArrayOfBoolean(column(
                        rows,
                        change -> change.amended() == null
                                ? null
                                : change.amended().due(),
                        Boolean[]::new));
    }

    private static @Nullable Long working(OrderChange change, Function<Terms, Long> part) {
        Amended amended = change.amended();
        return amended == null ? null : part.apply(amended.working());
    }

    private static void addFills(Tuple tuple, List<VenueFill> fills) {
        tuple.addArrayOfLong(longs(fills, VenueFill::tradeId))
                .addArrayOfLong(longs(fills, VenueFill::cid))
                .addArrayOfString(texts(fills, VenueFill::venueOrderId))
                .addArrayOfLong(longs(fills, VenueFill::price))
                .addArrayOfLong(longs(fills, VenueFill::amount))
                .addArrayOfLong(longs(fills, VenueFill::fee))
                .addArrayOfString(texts(fills, VenueFill::feeCurrency))
                .addArrayOfLong(longs(fills, VenueFill::atMillis));
    }

    private static <T> Long[] longs(List<T> rows, Function<T, @Nullable Long> value) {
        return column(rows, value, Long[]::new);
    }

    private static <T> String[] texts(List<T> rows, Function<T, @Nullable String> value) {
        return column(rows, value, String[]::new);
    }

    @SuppressWarnings("NullAway") // a null in a column is an SQL NULL
    private static <T, V> V[] column(List<T> rows, Function<T, @Nullable V> value, IntFunction<V[]> array) {
        V[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    private static long[] unboxed(Long[] values) {
        return Arrays.stream(values).mapToLong(Long::longValue).toArray();
    }
}
