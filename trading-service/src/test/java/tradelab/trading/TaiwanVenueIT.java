package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Decimals;
import tradelab.contracts.trading.OrderStatus;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.GatewayDatabase;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.SimulatorHistory;
import tradelab.trading.ledger.TaiwanHistory;
import tradelab.trading.ledger.Verdict;
import tradelab.trading.ledger.VerdictText;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** The Taiwan adapter against the venue simulator: the protocol, the rules of the day, and broken connections. */
class TaiwanVenueIT {
    private static final Logger LOG = LoggerFactory.getLogger(TaiwanVenueIT.class);

    /** A login or a request for a page is shorter than an order; the handshake begins with G. */
    private static final int ORDER_BYTES_MIN = 180;

    @RegisterExtension
    final VenueSimulator simulator = VenueSimulator.builder()
            .account("maker", "maker-secret")
            .setting("venue.further-accounts", "trading=trading-secret")
            .setting("venue.taiwan.market-time", "2026-01-05T09:00:00")
            .setting("venue.taiwan.events-per-second", "0")
            .taiwan()
            .build();

    private final Vertx vertx = Vertx.vertx();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private SocketCut cut;

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    @SuppressWarnings("NullAway.Init")
    private TaiwanClient maker;

    @SuppressWarnings("NullAway.Init")
    private JsonObject security;

    @BeforeEach
    void start(RunningVenue venue) {
        postgres = EmbeddedPostgresServer.start(null, true);
        cut = new SocketCut(vertx, venue.port(), bytes -> bytes.length() >= ORDER_BYTES_MIN && bytes.getByte(0) != 'G');
        bench = new TradingBench(
                postgres,
                TradingService::new,
                Map.of(
                        "trading.venues", "taiwan,bitfinex",
                        "trading.bitfinex.rest-url", venue.rest().toString(),
                        "trading.bitfinex.websocket-url", venue.webSocket().toString(),
                        "trading.partitions", "1",
                        "trading.venue-settings.taiwan.url", "ws://127.0.0.1:" + cut.port() + "/taiwan/ws/1",
                        "trading.risk.instruments", "TWSE:*,TPEX:*,BITFINEX:tBTCUSD",
                        "trading.risk.amount-max", "1000000"));
        bench.start();
        maker = new TaiwanClient(vertx, venue.taiwanWebSocket().toString(), "maker", "maker-secret");
        security = maker.ask(new JsonObject()
                        .put("op", "securities")
                        .put("after", "1101")
                        .put("limit", 1))
                .getJsonArray("securities")
                .getJsonObject(0);
        awaitListed();
    }

    @AfterEach
    void stop() {
        bench.close();
        postgres.close();
        await(vertx.close());
    }

    /** Until its list is read nothing is traded. */
    private void awaitListed() {
        String unfit = order("probe", "BUY", security.getString("reference"), "1500");
        until(
                () -> await(bench.send(unfit)).json().encode(),
                () -> reason(unfit).equals("AMOUNT_LIMIT"));
    }

    @Test
    void tradesByTheRulesOfTheDay() {
        String code = security.getString("code");
        String up = security.getString("limitUp");
        String down = security.getString("limitDown");
        long beyond = Decimals.parse("up", up) + 5 * Decimals.ONE;
        assertThat(reason(order("r1", "BUY", Decimals.format(beyond - beyond % (5 * Decimals.ONE)), "1000")))
                .isEqualTo("PRICE_LIMIT");
        assertThat(reason(order("r2", "BUY", down + (down.contains(".") ? "001" : ".001"), "1000")))
                .isEqualTo("PRICE_LIMIT");
        assertThat(reason(order("r3", "BUY", down, "1000").replace(instrument(), "TWSE:0000")))
                .isEqualTo("UNKNOWN_INSTRUMENT");
        String reference = security.getString("reference");
        maker.sell("m1", code, reference, 1_000);
        assertThat(await(bench.send(order("c1", "BUY", reference, "3000"))).status())
                .isEqualTo(201);
        bench.awaitAll(OrderStatus.PARTIAL, 1);
        until(
                () -> view("c1").encode(),
                () -> !view("c1").getString("averagePrice", "").isEmpty());
        assertThat(view("c1").getString("averagePrice")).isEqualTo(reference);
        assertThat(await(bench.amending("c1", "{\"amount\":\"2000\",\"price\":\"" + down + "\"}"))
                        .status())
                .isEqualTo(202);
        until(
                () -> view("c1").encode(),
                () -> remaining("c1") == 1_000
                        && atVenue("c1").getString("price").equals(down));
        assertThat(await(bench.amending("c1", "{\"amount\":\"4000\"}")).status())
                .isEqualTo(422);
        assertThat(bench.cancel("c1").status()).isEqualTo(202);
        bench.awaitAll(OrderStatus.CANCELED, 1);
        assertThat(view("c1").getString("filled")).isEqualTo("1000");
        assertThat(await(bench.send(order("c2", "BUY", down, "700"))).status()).isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        assertThat(atVenue("c2").getString("session")).isEqualTo("ODD");
        JsonArray balances = bench.get("/api/v1/balances?venue=taiwan")
                .json()
                .getJsonArray("venues")
                .getJsonObject(0)
                .getJsonArray("balances");
        assertThat(balances.getJsonObject(0).getString("currency")).isEqualTo("TWD");
        assertThat(Decimals.parse("available", balances.getJsonObject(0).getString("available")))
                .isLessThan(Decimals.parse("total", balances.getJsonObject(0).getString("total")));
        assertThat(balances)
                .contains(new JsonObject()
                        .put("kind", "shares")
                        .put("currency", code)
                        .put("total", "1001000")
                        .put("available", "1001000"));
        assertLedgersAgree();
    }

    @Test
    void refusesWhatItsVenueHasHalted(RunningVenue venue) {
        AtomicInteger tries = new AtomicInteger();
        Supplier<String> next =
                () -> order("h" + tries.incrementAndGet(), "BUY", security.getString("limitDown"), "1000");
        halt(venue, true);
        until(() -> "not halted", () -> reason(next.get()).equals("HALTED"));
        halt(venue, false);
        until(() -> "still halted", () -> await(bench.send(next.get())).status() == 201);
    }

    @Test
    void findsOutWhatBecameOfOrdersWhoseConnectionBroke() {
        String price = security.getString("limitDown");
        cut.next(SocketCut.Mode.CUT_AFTER);
        assertThat(await(bench.send(order("after", "BUY", price, "1000"))).status())
                .isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        cut.next(SocketCut.Mode.CUT_BEFORE);
        assertThat(await(bench.send(order("before", "BUY", price, "1000"))).status())
                .isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 2);
        assertThat(cut.cuts()).isEqualTo(2);
        assertThat(steps("after")).contains("IN_DOUBT");
        assertThat(steps("before")).contains("IN_DOUBT");
        assertLedgersAgree();
    }

    @Test
    void placesAndCancelsAsEverWhileAnotherVenueHangs(RunningVenue venue) {
        long before = placeAndCancel("quiet", 0);
        var _ = venue.faults().add(FaultKind.HANG, "/v2/auth/*");
        List<Future<TradingBench.Answer>> hung = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            hung.add(bench.submit("hung" + i, "20000"));
        }
        hung.forEach(answer -> assertThat(await(answer).status()).isEqualTo(201));
        until(() -> "no call hangs", () -> waitsForAnAnswer(venue));
        long during = placeAndCancel("hung", 100);
        LOG.info("event=bulkhead orders=100 quiet_ms={} hung_ms={}", before, during);
        assertThat(venue.ledger(0)).isEmpty();
        assertThat(bench.summary().getJsonObject("byStatus").getInteger("CANCELED"))
                .isEqualTo(200);
        assertThat(bench.rows("/api/v1/orders?limit=1000").stream()
                        .filter(order -> order.getString("clientOrderId").startsWith("hung"))
                        .map(order -> order.getString("status"))
                        .distinct())
                .isSubsetOf("QUEUED", "SENDING", "IN_DOUBT");
    }

    /** Places a hundred orders, waits until the venue has them, and cancels them. Returns how long that took. */
    private long placeAndCancel(String prefix, int cancelledBefore) {
        long began = System.nanoTime();
        List<Future<TradingBench.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(bench.send(order("tw-" + prefix + i, "BUY", security.getString("limitDown"), "1000")));
        }
        answers.forEach(answer -> assertThat(await(answer).status()).isEqualTo(201));
        bench.awaitAll(OrderStatus.ACTIVE, 100);
        for (int i = 0; i < 100; i++) {
            assertThat(bench.cancel("tw-" + prefix + i).status()).isEqualTo(202);
        }
        bench.awaitAll(OrderStatus.CANCELED, cancelledBefore + 100);
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static boolean waitsForAnAnswer(RunningVenue venue) {
        return venue.arrivals(0).stream().anyMatch(arrival -> arrival.route().equals("/v2/auth/w/order/multi"));
    }

    @Test
    void losesAndDoublesNothingInAStormOfCutsAndARestart() {
        String code = security.getString("code");
        String reference = security.getString("reference");
        List<Future<TradingBench.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (i % 60 == 20) {
                maker.sell("m" + i, code, reference, 5_000);
                cut.next(i % 120 == 20 ? SocketCut.Mode.CUT_AFTER : SocketCut.Mode.CUT_BEFORE);
                answers.forEach(answer -> assertThat(await(answer).status()).isEqualTo(201));
            }
            answers.add(bench.send(
                    order("s" + i, "BUY", i % 3 == 0 ? reference : security.getString("limitDown"), "1000")));
        }
        answers.forEach(answer -> assertThat(await(answer).status()).isEqualTo(201));
        cut.next(SocketCut.Mode.DOWN);
        bench.kill();
        cut.next(SocketCut.Mode.PASS);
        bench.start();
        until(() -> bench.summary().encode(), () -> {
            JsonObject counts = bench.summary().getJsonObject("byStatus");
            return counts.getInteger("QUEUED") + counts.getInteger("SENDING") + counts.getInteger("IN_DOUBT") == 0;
        });
        assertThat(cut.cuts()).isPositive();
        assertLedgersAgree();
    }

    private void halt(RunningVenue venue, boolean halted) {
        String body = new JsonObject()
                .put("symbol", security.getString("code"))
                .put("halted", halted)
                .encode();
        assertThat(await(bench.post(venue.port(), "/sim/taiwan/halts", body)).status())
                .isEqualTo(200);
    }

    private String instrument() {
        return security.getString("market") + ":" + security.getString("code");
    }

    private String order(String id, String side, String price, String amount) {
        return "{\"account\":\"a1\",\"clientOrderId\":\"" + id + "\",\"instrument\":\"" + instrument()
                + "\",\"side\":\"" + side + "\",\"type\":\"LIMIT\",\"price\":\"" + price + "\",\"amount\":\"" + amount
                + "\"}";
    }

    private String reason(String order) {
        return await(bench.send(order)).json().getString("reason", "");
    }

    private JsonObject view(String id) {
        return bench.get("/api/v1/orders/a1/" + id).json();
    }

    private long remaining(String id) {
        return atVenue(id).getLong("remaining");
    }

    private JsonObject atVenue(String id) {
        String orderId = view(id).getString("orderId");
        return await(bench.fetch(
                        simulator.venue().port(), "/sim/taiwan/orders?account=trading&clientOrderId=" + orderId))
                .json()
                .getJsonArray("orders")
                .getJsonObject(0);
    }

    /** Returns the statuses that an order has gone through. */
    private Set<String> steps(String id) {
        return bench.get("/api/v1/events?limit=1000").json().getJsonArray("orders").stream()
                .map(JsonObject.class::cast)
                .filter(order -> order.getString("clientOrderId").equals(id))
                .map(order -> order.getString("status"))
                .collect(Collectors.toSet());
    }

    /** Every order that we say the venue has is there once and as we say, and nothing else is. */
    private void assertLedgersAgree() {
        until(() -> "ours " + ours() + " theirs " + theirs(), () -> ours().equals(theirs()));
        JsonObject summary = await(bench.fetch(simulator.venue().port(), "/sim/taiwan/ledger/summary"))
                .json();
        assertThat(summary.encode()).contains("\"repeatedClientOrderIds\":0");
        until(
                () -> String.join("\n", VerdictText.lines(verdict())),
                () -> verdict().holds());
        assertThat(verdict().arrivals()).isPositive();
    }

    /** Holds what the gateway stored against what both markets of the simulator wrote down. */
    private Verdict verdict() {
        Function<String, Buffer> get = path ->
                await(bench.fetch(simulator.venue().port(), path)).json().toBuffer();
        List<Entry> entries = new ArrayList<>(SimulatorHistory.read(get, "trading"));
        entries.addAll(TaiwanHistory.read(get, "trading"));
        entries.addAll(GatewayDatabase.read(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + postgres.database() + "?user="
                        + postgres.user(),
                "trading"));
        return LedgerCheck.of(entries);
    }

    private Map<String, String> ours() {
        Map<String, String> orders = new TreeMap<>();
        for (JsonObject order : bench.rows("/api/v1/orders?limit=1000")) {
            if (order.containsKey("venueOrderId")) {
                orders.put(order.getString("orderId"), order.getString("filled"));
            }
        }
        Map<String, Long> traded = new TreeMap<>();
        bench.get("/api/v1/fills?limit=1000").json().getJsonArray("fills").forEach(each -> {
            JsonObject fill = (JsonObject) each;
            traded.merge(fill.getString("orderId"), Decimals.parse("amount", fill.getString("amount")), Long::sum);
        });
        traded.forEach((id, amount) -> orders.merge(id, " " + Decimals.format(amount), String::concat));
        return orders;
    }

    private Map<String, String> theirs() {
        Map<String, String> orders = new TreeMap<>();
        JsonArray rows = await(bench.fetch(simulator.venue().port(), "/sim/taiwan/orders?account=trading"))
                .json()
                .getJsonArray("orders");
        for (Object each : rows) {
            JsonObject order = (JsonObject) each;
            long filled = order.getLong("filled");
            orders.put(order.getString("clientOrderId"), filled + (filled > 0 ? " " + filled : ""));
        }
        assertThat(new TreeSet<>(orders.keySet())).hasSize(rows.size());
        return orders;
    }
}
