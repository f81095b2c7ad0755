package tradelab.trading.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.trading.order.ClientIds;

/** Reads executions, and the positions that they make, from the database. */
public final class FillStore {
    /** The most rows of one answer. */
    public static final int LIST_MAX = 1_000;

    private static final String FILLS = """
        SELECT f.trade_id, f.cid, o.account, o.client_order_id, o.instrument, o.side, f.price, f.amount, f.fee,
            f.fee_currency, f.at_millis
        FROM fills f JOIN orders o USING (cid)
        WHERE (f.at_millis, f.trade_id, f.cid) > ($1, $2, $3) AND ($4::text IS NULL OR o.account = $4)
        ORDER BY f.at_millis, f.trade_id, f.cid LIMIT $5\
        """;
    private static final String POSITIONS = """
        SELECT o.account, o.instrument,
            coalesce(sum(f.amount) FILTER (WHERE o.side = 'BUY'), 0)::bigint AS bought,
            coalesce(sum(f.amount) FILTER (WHERE o.side = 'SELL'), 0)::bigint AS sold, count(*) AS fills
        FROM orders o JOIN fills f USING (cid)
        WHERE ($1::text IS NULL OR o.account = $1) AND (o.account, o.instrument) > ($2, $3)
        GROUP BY o.account, o.instrument ORDER BY o.account, o.instrument LIMIT $4\
        """;

    private final Pool pool;

    public FillStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * One execution.
     *
     * @param fee negative when we pay; absent while the venue has not said it
     */
    public record Fill(
            String tradeId,
            String orderId,
            String account,
            String clientOrderId,
            String instrument,
            String side,
            Price price,
            Amount amount,
            @Nullable String fee,
            @Nullable String feeCurrency,
            long atEpochMillis) {}

    /**
     * Where a page of fills begins: after this one.
     *
     * @param cid tells the two sides of a trade with ourselves apart
     */
    public record After(long atMillis, long tradeId, long cid) {
        /** Before every fill. */
        public static final After NONE = new After(0, 0, 0);

        /** Reads what {@link #toString} wrote. */
        public static After parse(String text) {
            String[] parts = text.split("-", -1);
            try {
                if (parts.length == 3) {
                    return new After(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
                }
            } catch (NumberFormatException _) {
                // the same as another number of parts
            }
            throw Require.refused("after", "the next of the page before", text);
        }

        @Override
        public String toString() {
            return atMillis + "-" + tradeId + "-" + cid;
        }
    }

    /** @param next absent on the last page */
    public record Page(List<Fill> fills, @Nullable String next) {}

    /** Returns executions in the order in which they happened at the venue. */
    public Future<Page> fills(After after, @Nullable String account, int limit) {
        return pool.preparedQuery(FILLS)
                .execute(Tuple.of(after.atMillis, after.tradeId, after.cid, account, limit))
                .map(rows -> {
                    List<Fill> fills = new ArrayList<>(rows.size());
                    After last = after;
                    for (Row row : rows) {
                        fills.add(fill(row));
                        last = new After(row.getLong("at_millis"), row.getLong("trade_id"), row.getLong("cid"));
                    }
                    return new Page(fills, fills.size() < limit ? null : last.toString());
                });
    }

    private static Fill fill(Row row) {
        Long fee = row.getLong("fee");
        return new Fill(
                Long.toString(row.getLong("trade_id")),
                ClientIds.orderId(row.getLong("cid")),
                row.getString("account"),
                row.getString("client_order_id"),
                row.getString("instrument"),
                row.getString("side"),
                new Price(row.getLong("price")),
                new Amount(row.getLong("amount")),
                fee == null ? null : Decimals.format(fee),
                row.getString("fee_currency"),
                row.getLong("at_millis"));
    }

    /** What an account has of an instrument by its executions; {@code net} is negative when it is short. */
    public record Position(String account, String instrument, String net, Amount bought, Amount sold, long fills) {}

    /** Returns positions by account and instrument, those after the named one. */
    public Future<List<Position>> positions(
            @Nullable String account, String afterAccount, String afterInstrument, int limit) {
        return pool.preparedQuery(POSITIONS)
                .execute(Tuple.of(account, afterAccount, afterInstrument, limit))
                .map(rows -> {
                    List<Position> positions = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        long bought = row.getLong("bought");
                        long sold = row.getLong("sold");
                        positions.add(new Position(
                                row.getString("account"),
                                row.getString("instrument"),
                                Decimals.format(bought - sold),
                                new Amount(bought),
                                new Amount(sold),
                                row.getLong("fills")));
                    }
                    return positions;
                });
    }
}
