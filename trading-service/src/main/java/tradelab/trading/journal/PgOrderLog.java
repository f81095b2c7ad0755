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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.VenueFill;

/** The log in PostgreSQL: one call of {@code commit_group} is one transaction. */
public final class PgOrderLog implements OrderLog {
    private static final int PARAMETERS = 31;
    private static final String COMMIT = "SELECT first_sequence, inserted FROM commit_group("
            + String.join(
                    ",",
                    IntStream.rangeClosed(1, PARAMETERS).mapToObj(i -> "$" + i).toList())
            + ")";

    /** Our own refusals, and what sending the same again cannot cure: wrong data, broken rules, wrong statements. */
    private static final Set<String> REFUSALS = Set.of("TL", "22", "23", "42");

    private final Pool pool;
    private final Ownership ownership;
    private final Duration timeout;

    /** @param timeout after which the outcome of a call counts as unknown */
    public PgOrderLog(Pool pool, Ownership ownership, Duration timeout) {
        this.pool = pool;
        this.ownership = ownership;
        this.timeout = timeout;
    }

    @Override
    public Future<Committed> commit(CommitGroup group) {
        return pool.preparedQuery(COMMIT)
                .execute(parameters(group))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Committed(row.getLong(0), unboxed(row.getArrayOfLongs(1)));
                })
                .recover(cause -> Future.failedFuture(classified(cause)));
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
        Tuple tuple = Tuple.tuple()
                .addInteger(ownership.partition())
                .addLong(ownership.epoch())
                .addLong(group.number())
                .addLong(ownership.lease().toMillis());
        addInserts(tuple, group.inserts());
        addChanges(tuple, group.changes());
        addFills(tuple, group.fills());
        return tuple;
    }

    private static void addInserts(Tuple tuple, List<Order> orders) {
        List<SubmitOrder> requests = orders.stream().map(Order::request).toList();
        tuple.addArrayOfLong(longs(orders, Order::cid))
                .addArrayOfString(texts(requests, SubmitOrder::account))
                .addArrayOfString(texts(requests, SubmitOrder::clientOrderId))
                .addArrayOfString(
                        texts(requests, request -> request.instrument().toString()))
                .addArrayOfString(texts(requests, request -> request.side().name()))
                .addArrayOfString(texts(requests, request -> request.type().name()))
                .addArrayOfLong(longs(requests, request -> {
                    Price price = request.price();
                    return price == null ? null : price.units();
                }))
                .addArrayOfLong(longs(requests, request -> request.amount().units()))
                .addArrayOfBoolean(column(requests, SubmitOrder::mustRest, Boolean[]::new))
                .addArrayOfLong(longs(orders, Order::createdMillis));
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
