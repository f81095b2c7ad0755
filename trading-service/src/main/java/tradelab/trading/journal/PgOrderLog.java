package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Price;
import tradelab.trading.order.Amended;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.Terms;
import tradelab.trading.order.VenueFill;

/** The log in PostgreSQL: one call of {@code commit_group} is one transaction, and lengthens the lease. */
public final class PgOrderLog implements OrderLog {
    private static final int PARAMETERS = 39;
    private static final String COMMIT = "SELECT first_sequence, inserted, gate_version FROM commit_group("
            + String.join(
                    ",",
                    IntStream.rangeClosed(1, PARAMETERS).mapToObj(i -> "$" + i).toList())
            + ")";

    /** Our own refusals, and what sending the same again cannot cure: wrong data, broken rules, wrong statements. */
    private static final Set<String> REFUSALS = Set.of("TL", "22", "23", "42");

    private static final String UNIQUE_VIOLATION = "23505";

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
        return commit(group, false)
                .recover(cause -> isNamesake(cause) ? commit(group, true) : Future.failedFuture(cause))
                .recover(cause -> Future.failedFuture(classified(cause)));
    }

    private Future<Committed> commit(CommitGroup group, boolean namesakes) {
        long asked = nanoTime.getAsLong();
        return pool.preparedQuery(COMMIT)
                .execute(parameters(group, namesakes))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .map(rows -> {
                    lease.extend(asked);
                    Row row = rows.iterator().next();
                    Long[] inserted = row.getArrayOfLongs(1);
                    return new Committed(row.getLong(0), inserted == null ? null : unboxed(inserted), row.getLong(2));
                });
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

    private Tuple parameters(CommitGroup group, boolean namesakes) {
        Tuple tuple = Tuple.tuple()
                .addInteger(lease.partition())
                .addLong(lease.epoch())
                .addLong(group.number())
                .addLong(lease.length().toMillis())
                .addLong(group.oldestOpen())
                .addBoolean(namesakes);
        addInserts(tuple, group.inserts());
        addChanges(tuple, group.changes());
        addTerms(tuple, group.changes());
        addFills(tuple, group.fills());
        return tuple;
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
        return texts(rows, order -> order.request().mustReduce() ? ASKED : order.reduces() ? FOUND : null);
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
