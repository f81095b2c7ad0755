package tradelab.trading.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.ClientIds;

/** Reads the orders, events and fills of a trading service from its database. */
public final class GatewayDatabase {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final int FETCH_SIZE = 10_000;

    /** Of an amended order the larger of its amounts: what may have been filled at most. */
    private static final String ORDERS = """
        SELECT cid, account, client_order_id, instrument, venue_order_id,
            greatest(amount, working_amount) AS amount, filled, status,
            CASE WHEN reduction IS NULL THEN 0 ELSE 1 END AS priority, updated_millis
        FROM orders ORDER BY cid\
        """;

    private static final String EVENTS = """
        SELECT partition, sequence, cid, status, filled, batch_id, at_millis
        FROM order_events ORDER BY partition, sequence\
        """;
    private static final String FILLS =
            "SELECT trade_id, cid, price, amount, at_millis FROM fills ORDER BY cid, trade_id";

    private GatewayDatabase() {}

    /**
     * Reads everything in one transaction, so that orders, events and fills belong together.
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
            each(connection, ORDERS, row -> entries.add(order(row)));
            each(connection, EVENTS, row -> entries.add(event(row)));
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

    private static Entry order(ResultSet row) throws SQLException {
        long cid = row.getLong("cid");
        return new Entry.Order(
                ClientIds.orderId(cid),
                row.getString("account"),
                row.getString("client_order_id"),
                row.getString("instrument"),
                Long.toString(cid),
                row.getString("venue_order_id"),
                new Amount(row.getLong("amount")),
                new Amount(row.getLong("filled")),
                OrderStatus.valueOf(row.getString("status")),
                row.getInt("priority"),
                row.getLong("updated_millis"));
    }

    private static Entry event(ResultSet row) throws SQLException {
        return new Entry.Event(
                row.getInt("partition"),
                row.getLong("sequence"),
                ClientIds.orderId(row.getLong("cid")),
                OrderStatus.valueOf(row.getString("status")),
                new Amount(row.getLong("filled")),
                null,
                row.getLong("batch_id"),
                row.getLong("at_millis"));
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
