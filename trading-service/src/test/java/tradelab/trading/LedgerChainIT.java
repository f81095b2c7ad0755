package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradelab.contracts.trading.OrderStatus;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.GatewayDatabase;
import tradelab.trading.ledger.Law;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.Verdict;
import tradelab.trading.ledger.VerdictText;
import tradelab.trading.ledger.Violation;

/** The log of a service that worked, crashed and worked again; then somebody changes rows by SQL. */
class LedgerChainIT {
    private static final int ORDERS = 60;
    private static final EmbeddedPostgresServer POSTGRES = EmbeddedPostgresServer.start(null, true);

    /** The partition of account a1, and what stands in a group of changes in the middle of its stream. */
    private static String partition = "";

    private static String middle = "";
    private static String order = "";
    private static int tampered;

    @BeforeAll
    static void trade() throws SQLException {
        FakeExchange exchange = new FakeExchange();
        TradingBench bench = new TradingBench(POSTGRES, exchange, Map.of());
        bench.start();
        bench.accepted(0, ORDERS / 2);
        bench.awaitAll(OrderStatus.ACTIVE, ORDERS / 2);
        exchange.arrivals().keySet().stream().limit(5).forEach(cid -> exchange.fill(cid, 20_000_000));
        bench.awaitAll(OrderStatus.PARTIAL, 5);
        assertThat(await(bench.amending("c20", "{\"price\":\"6300\"}")).status())
                .isLessThan(300);
        until(() -> "amends " + exchange.amends(), () -> exchange.amends().size() == 1);
        assertThat(bench.cancel("c21").status()).isLessThan(300);
        bench.awaitAll(OrderStatus.CANCELED, 1);
        bench.kill();
        bench.start();
        bench.accepted(ORDERS / 2, ORDERS);
        until(
                () -> bench.summary().encode(),
                () -> count(bench, OrderStatus.ACTIVE) + count(bench, OrderStatus.PARTIAL) == ORDERS - 1);
        await(bench.host().close());
        try (Connection connection = DriverManager.getConnection(url(POSTGRES.database()));
                Statement statement = connection.createStatement()) {
            partition = text(statement, "SELECT partition FROM trading.orders LIMIT 1");
            middle = text(
                    statement,
                    "SELECT last_sequence FROM trading.event_groups WHERE cardinality(cid) > 0 AND partition = "
                            + partition + " ORDER BY last_sequence OFFSET 3 LIMIT 1");
            order = text(statement, "SELECT cid[1] FROM trading.event_groups WHERE last_sequence = " + middle);
        }
        bench.close();
    }

    private static int count(TradingBench bench, OrderStatus status) {
        return bench.summary().getJsonObject("byStatus").getInteger(status.name());
    }

    @AfterAll
    static void close() {
        POSTGRES.close();
    }

    private static String url(String database) {
        return "jdbc:postgresql://" + POSTGRES.host() + ":" + POSTGRES.port() + "/" + database + "?user="
                + POSTGRES.user();
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void holdsOverCrashesAndOwnersUntilSomebodyChangesARow() {
        List<Entry> entries = GatewayDatabase.read(url(POSTGRES.database()), "trading");
        Verdict verdict = LedgerCheck.of(entries);
        assertThat(verdict.holds())
                .as(String.join("\n", VerdictText.lines(verdict)))
                .isTrue();
        assertThat(entries).filteredOn(Entry.Group.class::isInstance).hasSizeGreaterThan(4);
        assertThat(unbroken(verdict).notChecked()).isNull();
        assertThat(entries.stream()
                        .filter(Entry.Group.class::isInstance)
                        .map(entry -> ((Entry.Group) entry).epoch())
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    /** ORDER stands for one order, MIDDLE for the group with a step of it, PARTITION for theirs. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        the amount that was asked for | UPDATE orders SET amount = amount + 1 WHERE cid = ORDER
        the price                     | UPDATE orders SET price = price - 1 WHERE cid = ORDER
        the side                      | UPDATE orders SET side = 'SELL' WHERE cid = ORDER
        whose it is                   | UPDATE orders SET account = 'a2' WHERE cid = ORDER
        its name                      | UPDATE orders SET client_order_id = 'other' WHERE cid = ORDER
        what is traded                | UPDATE orders SET instrument = 'BITFINEX:tETHUSD' WHERE cid = ORDER
        that it must rest             | UPDATE orders SET post_only = NOT post_only WHERE cid = ORDER
        that it reduces               | UPDATE orders SET reduction = 'FOUND' WHERE cid = ORDER
        when it was accepted          | UPDATE orders SET created_millis = created_millis + 1 WHERE cid = ORDER
        its place                     | UPDATE orders SET accepted_sequence = accepted_sequence + 1 WHERE cid = ORDER
        its partition                 | UPDATE orders SET partition = partition + 1 WHERE cid = ORDER
        its id at the venue           | UPDATE orders SET venue_order_id = '1' WHERE cid = ORDER
        its reason                    | UPDATE orders SET reason = 'none' WHERE cid = ORDER
        its average price             | UPDATE orders SET average_price = average_price + 1 WHERE cid = ORDER
        its last sequence             | UPDATE orders SET sequence = sequence + 1 WHERE cid = ORDER
        its last change               | UPDATE orders SET updated_millis = updated_millis + 1 WHERE cid = ORDER
        its terms                     | UPDATE orders SET wanted_amount = 1 WHERE cid = ORDER
        that its end was asked for    | UPDATE orders SET cancel_requested = NOT cancel_requested WHERE cid = ORDER
        the row itself                | DELETE FROM orders WHERE cid = ORDER
        the status of a step          | UPDATE event_groups SET status[1] = 'CANCELED' WHERE MIDDLE
        a status that is none         | UPDATE event_groups SET status[1] = 'GONE' WHERE MIDDLE
        what a step filled            | UPDATE event_groups SET filled[1] = filled[1] + 1 WHERE MIDDLE
        less than nothing             | UPDATE event_groups SET filled[1] = -1 WHERE MIDDLE
        the price of a step           | UPDATE event_groups SET average_price[1] = 7 WHERE MIDDLE
        the venue's id in a step      | UPDATE event_groups SET venue_order_id[1] = '7' WHERE MIDDLE
        the reason of a step          | UPDATE event_groups SET reason[1] = '' WHERE MIDDLE
        the wish of a step            | UPDATE event_groups SET cancel_requested[1] = NOT cancel_requested[1] WHERE MIDDLE
        the batch of a step           | UPDATE event_groups SET batch_id[1] = batch_id[1] + 1 WHERE MIDDLE
        the time of a step            | UPDATE event_groups SET at_millis[1] = at_millis[1] - 1 WHERE MIDDLE
        nothing where something was   | UPDATE event_groups SET at_millis[1] = NULL WHERE MIDDLE
        the terms of a step           | UPDATE event_groups SET wanted_amount[1] = 7 WHERE MIDDLE
        """)
    void namesTheOrderOfWhichSomebodyChanges(String ignored, String statement) throws SQLException {
        List<Violation> broken = brokenAfter(statement);
        assertThat(broken).extracting(Violation::order).contains("T" + order);
        assertThat(broken)
                .filteredOn(violation -> violation.order().equals("T" + order))
                .allSatisfy(violation -> assertThat(violation.timeline()).isNotEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a group is gone               | DELETE FROM event_groups WHERE MIDDLE
        the last group is gone        | DELETE FROM event_groups WHERE LAST
        the first group is gone       | DELETE FROM event_groups WHERE FIRST
        a group is in another stream  | UPDATE event_groups SET partition = partition + 1 WHERE MIDDLE
        a group stands twice          | INSERT INTO event_groups SELECT partition, first_sequence + 1000, last_sequence + 1000, epoch, accepted, cid, status, filled, average_price, venue_order_id, reason, cancel_requested, batch_id, at_millis, wanted_price, wanted_amount, marks, link FROM event_groups WHERE MIDDLE
        a group was stretched         | UPDATE event_groups SET last_sequence = last_sequence + 1000 WHERE LAST
        another epoch                 | UPDATE event_groups SET epoch = epoch + 1 WHERE MIDDLE
        no link                       | UPDATE event_groups SET link = NULL WHERE MIDDLE
        no links at all               | UPDATE event_groups SET link = NULL
        another link                  | UPDATE event_groups SET link = sha256(link) WHERE MIDDLE
        other marks                   | UPDATE event_groups SET marks = sha256(marks) WHERE MIDDLE
        a step is missing             | UPDATE event_groups SET cid = cid[2:] WHERE MIDDLE
        columns of two dimensions     | UPDATE event_groups SET batch_id = ARRAY[batch_id, batch_id] WHERE MIDDLE
        another end                   | UPDATE partitions SET last_sequence = last_sequence - 1 WHERE id = PARTITION
        another last link             | UPDATE partitions SET link = sha256(link) WHERE id = PARTITION
        """)
    void findsThat(String ignored, String statement) throws SQLException {
        assertThat(brokenAfter(statement)).isNotEmpty();
    }

    /** Does it to a copy of the database. Returns which parts of the chain do not hold any more. */
    private static List<Violation> brokenAfter(String statement) throws SQLException {
        String copy = "copy" + ++tampered;
        UnaryOperator<String> filled = text -> text.replace("PARTITION", partition)
                .replace("ORDER", order)
                .replace("MIDDLE", "partition = " + partition + " AND last_sequence = " + middle)
                .replace("FIRST", at("min"))
                .replace("LAST", at("max"));
        run("template1", "CREATE DATABASE " + copy + " TEMPLATE " + POSTGRES.database());
        run(copy, "SET search_path TO trading; SET session_replication_role = replica; " + filled.apply(statement));
        Verdict verdict = LedgerCheck.of(GatewayDatabase.read(url(copy), "trading"));
        run("template1", "DROP DATABASE " + copy);
        return unbroken(verdict).violations();
    }

    private static String at(String end) {
        return "partition = " + partition + " AND last_sequence = (SELECT " + end
                + "(last_sequence) FROM event_groups WHERE partition = " + partition + ")";
    }

    private static Verdict.Finding unbroken(Verdict verdict) {
        return verdict.laws().stream()
                .filter(finding -> finding.law() == Law.UNBROKEN)
                .findFirst()
                .orElseThrow();
    }

    private static void run(String database, String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database));
                Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(statements);
        }
    }
}
