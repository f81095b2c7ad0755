package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Amount;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Amended;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Terms;
import tradelab.trading.order.VenueFill;

/** Reads orders from the database. */
public final class OrderStore {
    /** The most rows of one {@link #list}. */
    public static final int LIST_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(OrderStore.class);
    private static final int PAGE = 2_000;
    private static final String COLUMNS = """
        SELECT cid, accepted_sequence, batch_id, account, client_order_id, instrument, side, type, price, amount,
            post_only, reduction, created_millis, status, filled, average_price, venue_order_id, reason, cancel_requested,
            sequence, updated_millis, wanted_price, wanted_amount, working_price, working_amount, amending
        FROM orders
        """;
    private static final String ANALYZE = "ANALYZE orders";
    private static final String LAST_CID = "SELECT coalesce(max(cid), 0) FROM orders";
    private static final String OLDEST_OPEN = "SELECT oldest_open FROM partitions WHERE id = $1";
    private static final String OPEN = COLUMNS
            + "WHERE partition = $1 AND cid >= $2 AND status IN ('QUEUED', 'SENDING', 'IN_DOUBT', 'ACTIVE', 'PARTIAL')"
            + " ORDER BY cid LIMIT " + PAGE;
    private static final String UNSETTLED = COLUMNS
            + "WHERE partition = $1 AND cid >= $2 AND filled > 0 AND status IN ('FILLED', 'CANCELED', 'REJECTED',"
            + " 'EXPIRED') AND filled > (SELECT coalesce(sum(f.amount), 0) FROM fills f WHERE f.cid = orders.cid)"
            + " ORDER BY cid LIMIT " + PAGE;
    private static final String FILLS = """
        SELECT f.trade_id, f.cid, f.venue_order_id, f.price, f.amount, f.fee, f.fee_currency, f.at_millis
        FROM fills f WHERE f.cid = ANY ($1)\
        """;
    private static final String ON_THEIR_WAY = COLUMNS
            + "WHERE status IN ('SENDING', 'IN_DOUBT') AND cid >= (SELECT min(oldest_open) FROM partitions)"
            + " ORDER BY cid LIMIT $1";
    private static final String BY_REF = COLUMNS + "WHERE account = $1 AND client_order_id = $2";
    private static final String BY_REFS = COLUMNS
            + "JOIN unnest($1::text[], $2::text[]) AS asked (account, client_order_id) USING (account,"
            + " client_order_id)";
    private static final String BY_CID = COLUMNS + "WHERE account = $1 AND cid = $2";
    private static final String BY_CIDS = "SELECT cid FROM orders WHERE cid = ANY ($1)";
    private static final String LIST = COLUMNS
            + "WHERE cid > $1 AND ($2::text IS NULL OR account = $2) AND ($3::text IS NULL OR status = $3)"
            + " AND ($4::text IS NULL OR instrument = $4) ORDER BY cid LIMIT $5";
    private static final String POSITION = """
        SELECT coalesce(sum(CASE side WHEN 'BUY' THEN filled ELSE -filled END), 0)::bigint
        FROM orders WHERE account = $1 AND instrument = $2\
        """;
    private static final String COUNTS =
            "SELECT status, count(*), count(*) FILTER (WHERE batch_id = 0 AND status IN ('CANCELED', 'EXPIRED')) FROM"
                    + " orders GROUP BY status";

    private static final SharedNames NAMES = new SharedNames();

    private final Pool pool;

    public OrderStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Lets the database look at the table before pages of it are asked for: one that grew fast has no statistics yet, and
     * each page would be a scan and a sort of all of it. Never fails.
     */
    public Future<Void> prepare() {
        return pool.query(ANALYZE)
                .execute()
                .onFailure(cause -> LOG.warn("event=orders_not_analyzed cause=\"{}\"", cause.getMessage()))
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Returns the highest client id that was ever stored, 0 for none. */
    public Future<Long> lastCid() {
        return pool.query(LAST_CID).execute().map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * Hands over every order of the partition that is not final, oldest first, with its fills. Reads page by page, so that
     * a million rows need no more memory than one page.
     */
    public Future<Void> open(int partition, BiConsumer<StoredOrder, List<VenueFill>> each) {
        return pool.preparedQuery(OLDEST_OPEN)
                .execute(Tuple.of(partition))
                .compose(rows -> open(partition, rows.iterator().next().getLong(0), each));
    }

    /**
     * Hands over the final orders of the partition whose executions are not all stored, with those that are; as far back
     * as the oldest that memory knew of.
     */
    public Future<Void> unsettled(int partition, BiConsumer<StoredOrder, List<VenueFill>> each) {
        return pool.preparedQuery(OLDEST_OPEN)
                .execute(Tuple.of(partition))
                .compose(rows -> pool.preparedQuery(UNSETTLED)
                        .execute(Tuple.of(partition, rows.iterator().next().getLong(0))))
                .compose(rows -> {
                    List<StoredOrder> page = orders(rows);
                    return fills(page).<Void>map(fills -> {
                        page.forEach(order -> each.accept(order, fills.getOrDefault(order.cid(), List.of())));
                        return null;
                    });
                });
    }

    private Future<Void> open(int partition, long fromCid, BiConsumer<StoredOrder, List<VenueFill>> each) {
        return pool.preparedQuery(OPEN).execute(Tuple.of(partition, fromCid)).compose(rows -> {
            List<StoredOrder> page = orders(rows);
            return fills(page).compose(fills -> {
                page.forEach(order -> each.accept(order, fills.getOrDefault(order.cid(), List.of())));
                return page.size() < PAGE
                        ? Future.succeededFuture()
                        : open(partition, page.getLast().cid() + 1, each);
            });
        });
    }

    /** Returns the fills of those orders that have some, by cid. */
    private Future<Map<Long, List<VenueFill>>> fills(List<StoredOrder> orders) {
        Long[] filled = orders.stream()
                .filter(order -> order.view().filled().units() > 0)
                .map(StoredOrder::cid)
                .toArray(Long[]::new);
        if (filled.length == 0) {
            return Future.succeededFuture(Map.of());
        }
        return pool.preparedQuery(FILLS).execute(Tuple.of(filled)).map(rows -> {
            Map<Long, List<VenueFill>> fills = new HashMap<>();
            for (Row row : rows) {
                fills.computeIfAbsent(row.getLong("cid"), _ -> new ArrayList<>(2))
                        .add(fill(row));
            }
            return fills;
        });
    }

    /** Returns orders whose bytes may have left or may still leave, whose answer is not known; at most {@code max}. */
    public Future<List<StoredOrder>> onTheirWay(int max) {
        return pool.preparedQuery(ON_THEIR_WAY).execute(Tuple.of(max)).map(OrderStore::orders);
    }

    /**
     * Returns how much an order of this side may have without more than closing the account's position, by what every
     * order of it has filled.
     */
    public Future<Long> reducible(String account, Instrument instrument, Side side) {
        return pool.preparedQuery(POSITION)
                .execute(Tuple.of(account, instrument.toString()))
                .map(rows -> {
                    long position = rows.iterator().next().getLong(0);
                    return Math.max(0, side == Side.SELL ? position : -position);
                });
    }

    public Future<Optional<StoredOrder>> find(OrderRef ref) {
        return pool.preparedQuery(BY_REF)
                .execute(Tuple.of(ref.account(), ref.clientOrderId()))
                .map(rows -> orders(rows).stream().findFirst());
    }

    /** Finds those orders of these names that are there. */
    public Future<Map<OrderRef, StoredOrder>> find(List<OrderRef> refs) {
        String[] accounts = refs.stream().map(OrderRef::account).toArray(String[]::new);
        String[] names = refs.stream().map(OrderRef::clientOrderId).toArray(String[]::new);
        return pool.preparedQuery(BY_REFS)
                .execute(Tuple.tuple().addArrayOfString(accounts).addArrayOfString(names))
                .map(rows -> {
                    Map<OrderRef, StoredOrder> found = new HashMap<>();
                    orders(rows)
                            .forEach(order -> found.put(
                                    new OrderRef(
                                            order.request().account(),
                                            order.request().clientOrderId()),
                                    order));
                    return found;
                });
    }

    /** Finds the order that the client gave this name; if there is none, the one of the account that has it as order id. */
    private Future<Optional<StoredOrder>> findByEither(OrderRef ref) {
        long cid = ClientIds.cid(ref.clientOrderId());
        return find(ref)
                .compose(found -> found.isPresent() || cid == 0
                        ? Future.succeededFuture(found)
                        : pool.preparedQuery(BY_CID)
                                .execute(Tuple.of(ref.account(), cid))
                                .map(rows -> orders(rows).stream().findFirst()));
    }

    /** Returns the order, by its client's name or its order id. Fails with NOT_FOUND if it was never accepted. */
    public Future<OrderView> get(OrderRef ref) {
        return require(ref).map(StoredOrder::view);
    }

    /** Returns the row, by its client's name or its order id. Fails with NOT_FOUND for an order that was never accepted. */
    public Future<StoredOrder> require(OrderRef ref) {
        return findByEither(ref)
                .recover(cause -> Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, cause)))
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new ServiceException(
                                FailureKind.NOT_FOUND,
                                "order: none with clientOrderId " + ref.clientOrderId() + " in account "
                                        + ref.account()))));
    }

    /** Returns which of these client ids are ours. */
    public Future<Set<Long>> known(Collection<Long> cids) {
        return pool.preparedQuery(BY_CIDS)
                .execute(Tuple.of(cids.toArray(Long[]::new)))
                .map(rows -> {
                    Set<Long> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getLong(0)));
                    return known;
                });
    }

    /**
     * Returns orders in the order of their acceptance.
     *
     * @param afterCid only later ones, 0 for the first page
     */
    public Future<List<StoredOrder>> list(
            long afterCid,
            @Nullable String account,
            @Nullable OrderStatus status,
            @Nullable Instrument instrument,
            int limit) {
        Tuple filter = Tuple.tuple()
                .addLong(afterCid)
                .addString(account)
                .addString(status == null ? null : status.name())
                .addString(instrument == null ? null : instrument.toString())
                .addInteger(limit);
        return pool.preparedQuery(LIST).execute(filter).map(OrderStore::orders);
    }

    /**
     * What {@link #counts()} found.
     *
     * @param neverSent orders that ended before they were part of any call to a venue
     */
    public record Counts(Map<OrderStatus, Long> byStatus, long neverSent) {}

    /** Counts the rows. */
    public Future<Counts> counts() {
        return pool.query(COUNTS).execute().map(rows -> {
            Map<OrderStatus, Long> counts = new HashMap<>();
            long neverSent = 0;
            for (Row row : rows) {
                counts.put(OrderStatus.valueOf(row.getString(0)), row.getLong(1));
                neverSent += row.getLong(2);
            }
            return new Counts(counts, neverSent);
        });
    }

    private static List<StoredOrder> orders(RowSet<Row> rows) {
        List<StoredOrder> orders = new ArrayList<>(rows.size());
        for (Row row : rows) {
            orders.add(order(row));
        }
        return orders;
    }

    static StoredOrder order(Row row) {
        Long price = row.getLong("price");
        SubmitOrder request = new SubmitOrder(
                NAMES.account(row.getString("account")),
                row.getString("client_order_id"),
                NAMES.instrument(row.getString("instrument")),
                Side.valueOf(row.getString("side")),
                OrderType.valueOf(row.getString("type")),
                price == null ? null : new Price(price),
                new Amount(row.getLong("amount")),
                row.getBoolean("post_only"),
                PgOrderLog.ASKED.equals(row.getString("reduction")) ? true : null);
        long cid = row.getLong("cid");
        return new StoredOrder(
                cid,
                row.getLong("accepted_sequence"),
                row.getLong("batch_id"),
                request,
                row.getString("reduction") != null,
                view(cid, request, row),
                amended(row));
    }

    private static @Nullable Amended amended(Row row) {
        return row.getLong("working_amount") == null
                ? null
                : new Amended(
                        new Terms(row.getLong("working_price"), row.getLong("working_amount")),
                        row.getBoolean("amending"));
    }

    private static @Nullable Price wantedPrice(SubmitOrder request, Row row) {
        Long wanted = row.getLong("wanted_price");
        return wanted == null || wanted == 0 ? request.price() : new Price(wanted);
    }

    private static Amount wantedAmount(SubmitOrder request, Row row) {
        Long wanted = row.getLong("wanted_amount");
        return wanted == null ? request.amount() : new Amount(wanted);
    }

    private static OrderView view(long cid, SubmitOrder request, Row row) {
        long average = row.getLong("average_price");
        return new OrderView(
                ClientIds.orderId(cid),
                request.account(),
                request.clientOrderId(),
                request.instrument(),
                request.side(),
                request.type(),
                wantedPrice(request, row),
                wantedAmount(request, row),
                request.mustRest(),
                request.reduceOnly(),
                OrderStatus.valueOf(row.getString("status")),
                new Amount(row.getLong("filled")),
                average == 0 ? null : new Price(average),
                row.getString("venue_order_id"),
                row.getString("reason"),
                row.getBoolean("cancel_requested"),
                row.getLong("sequence"),
                row.getLong("created_millis"),
                row.getLong("updated_millis"));
    }

    private static VenueFill fill(Row row) {
        return new VenueFill(
                row.getLong("trade_id"),
                row.getLong("cid"),
                row.getString("venue_order_id"),
                row.getLong("price"),
                row.getLong("amount"),
                row.getLong("fee"),
                row.getString("fee_currency"),
                row.getLong("at_millis"));
    }
}
