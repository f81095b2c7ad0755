package tradelab.trading.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.trading.kill.KillScope;
import tradelab.trading.kill.TradingState;
import tradelab.trading.order.ClientIds;

/** Reads the orders, their steps, fills and stops of a trading service from its database. */
public final class GatewayDatabase {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final int FETCH_SIZE = 10_000;

    private static final String HEADS = "SELECT id, last_sequence, link FROM partitions ORDER BY id";
    private static final String STOPS =
            "SELECT scope, target, state, changed_millis, through FROM kill_switch_changes ORDER BY version";
    private static final String FILLS =
            "SELECT trade_id, cid, price, amount, at_millis FROM fills ORDER BY cid, trade_id";

    private GatewayDatabase() {}

    /**
     * Reads everything in one transaction, so that it belongs together.
     *
     * @param url as JDBC has it: {@code jdbc:postgresql://host:port/database?user=name&password=secret}
     * @throws IllegalArgumentException if the URL is none, or nothing answers there, or it has no orders' tables
     */
    public static List<Entry> read(String url, String schema) {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "postgres: expected jdbc:postgresql://host:port/database?user=name, got '" + url + "'");
        }
        List<Entry> entries = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setSchema(schema);
            Map<Long, StoredRow> orders = new LinkedHashMap<>();
            each(connection, StoredRow.QUERY, row -> {
                StoredRow order = new StoredRow(row);
                var _ = orders.put(order.cid(), order);
            });
            orders.values().forEach(order -> entries.add(order.entry()));
            GroupRows groups = new GroupRows(orders);
            each(connection, GroupRows.QUERY, groups::add);
            entries.addAll(groups.entries());
            each(connection, HEADS, row -> entries.add(head(row)));
            List<String> reducing = orders.values().stream()
                    .filter(StoredRow::reduces)
                    .map(StoredRow::orderId)
                    .toList();
            each(connection, STOPS, row -> entries.add(stop(row, reducing)));
            each(connection, FILLS, row -> entries.add(fill(row)));
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    "postgres: expected the database of a trading service with the schema '" + schema + "', got: "
                            + e.getMessage(),
                    e);
        }
        return entries;
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    private static Entry head(ResultSet row) throws SQLException {
        String link = HexFormat.of().formatHex(row.getBytes("link"));
        return new Entry.Head(row.getInt("id"), row.getLong("last_sequence"), link.isEmpty() ? null : link);
    }

    /** @param reducing the orders that a switch lets through that wants positions to become smaller */
    private static Entry stop(ResultSet row, List<String> reducing) throws SQLException {
        KillScope scope = KillScope.valueOf(row.getString("scope"));
        String target = row.getString("target");
        String account = scope == KillScope.ACCOUNT ? target : null;
        String venue = scope == KillScope.VENUE ? target : null;
        String instrument = scope == KillScope.INSTRUMENT ? target : null;
        long at = row.getLong("changed_millis");
        List<String> spared = switch (TradingState.valueOf(row.getString("state"))) {
            case ACTIVE -> null;
            case REDUCING -> reducing;
            case HALTED -> List.of();
        };
        return spared == null
                ? new Entry.Resume(account, venue, instrument, at)
                : new Entry.Kill(
                        account,
                        venue,
                        instrument,
                        spared,
                        List.of((Long[]) row.getArray("through").getArray()),
                        at);
    }

    private static Entry fill(ResultSet row) throws SQLException {
        return new Entry.Fill(
                Long.toString(row.getLong("trade_id")),
                ClientIds.orderId(row.getLong("cid")),
                new Price(row.getLong("price")),
                new Amount(row.getLong("amount")),
                row.getLong("at_millis"));
    }
}
