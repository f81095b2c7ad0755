package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tradelab.venue.VenueClient.Stream;
import tradelab.venue.fault.ArrivalEntry;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.FaultScope;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** Every fault switched on, observed by a client from outside, and gone after its end. */
class FaultsIT {
    @RegisterExtension
    static final VenueSimulator SIMULATOR = VenueSimulator.builder()
            .taiwan()
            .setting("venue.generator.enabled", "false")
            .setting("venue.stream.heartbeat", "1h") // heartbeats are numbered too
            .scenarioFile("classpath:scenarios/wide-books.json")
            .build();

    private static final String STATUS = "/v2/platform/status";
    private static final String WALLETS = "/v2/auth/r/wallets";
    private static final String SUBMIT = "/v2/auth/w/order/submit";
    private static final String SYMBOL = "tBTCUSD";
    private static final long HELD_MILLIS = 300;

    private final RunningVenue venue = SIMULATOR.venue();
    private final VenueClient client = new VenueClient(venue);
    private final StreamFaults streams = new StreamFaults(venue, client);
    private long before;

    @BeforeEach
    void rememberArrivals() {
        before = venue.arrivals(0).size();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @ParameterizedTest
    @EnumSource
    void isObservedByAClientAndGoneAfterItsEnd(FaultKind kind) throws Exception {
        String observed = switch (kind) {
            case DELAY -> slow(route(kind, STATUS).waiting(HELD_MILLIS), 1, HELD_MILLIS);
            case JITTER -> slow(route(kind, STATUS).waiting(HELD_MILLIS), 5, HELD_MILLIS / 2);
            case HANG, RESET_BEFORE -> lost(kind, STATUS, false);
            case DROP_ANSWER, RESET_AFTER, TRUNCATED_BODY -> lost(kind, SUBMIT, true);
            case SERVER_ERROR -> serverError();
            case RECORDED_ANSWER -> recorded();
            case RATE_LIMIT -> rateLimit();
            case NONCE_ERROR -> nonce();
            case MAINTENANCE -> maintenance();
            case PARTIAL_BATCH -> partialBatch();
            case HALT -> halt();
            case TAIWAN_HALT -> taiwanHalt();
            case DUPLICATE_FILL, LATE_FILL -> streams.fills(kind);
            case SEQUENCE_GAP -> streams.gap();
            case WRONG_CHECKSUM -> streams.checksum();
            case OUT_OF_ORDER -> streams.outOfOrder();
            case CROSSED_BOOK -> streams.crossed();
            case BURST -> streams.burst();
            case FROZEN_FEED -> streams.frozen();
        };
        assertThat(venue.faults().inForce()).isEmpty();
        assertThat(client.getJson(STATUS)).hasToString("[1]");
        assertThat(venue.arrivals(before).getLast().faults()).isEmpty();
        System.out.printf("fault %-16s observed: %-72s gone: yes%n", kind, observed);
    }

    @Test
    void strikesHandshakesAndInputsOfTheWebSocket() throws Exception {
        add(route(FaultKind.SERVER_ERROR, "/ws/2").times(1));
        assertThatThrownBy(client::stream).hasMessageContaining("502");
        add(route(FaultKind.DELAY, "/ws/2").waiting(50).times(1));
        try (Stream stream = client.stream()) {
            add(route(FaultKind.DELAY, "ws/ping").waiting(HELD_MILLIS).times(1));
            stream.send("{\"event\":\"ping\",\"cid\":1}");
            stream.send("{\"event\":\"ping\",\"cid\":2}"); // waits as well: one connection is one line
            assertThat(pong(stream)).isEqualTo(1);
            assertThat(pong(stream)).isEqualTo(2);
            add(route(FaultKind.RATE_LIMIT, "ws/subscribe").times(1));
            stream.send("{\"event\":\"subscribe\",\"channel\":\"ticker\",\"symbol\":\"tBTCUSD\"}");
            assertThat(stream.next(message -> message.path("event").asText().equals("error"))
                            .path("code")
                            .asInt())
                    .isEqualTo(11010);
            add(route(FaultKind.MAINTENANCE, "/ws/2").lasting(60_000));
            try (Stream late = client.stream()) {
                assertThat(late.next(message -> message.has("platform"))
                                .path("platform")
                                .path("status")
                                .asInt())
                        .isZero();
            }
            venue.faults().clear();
            long number = arrivals().getLast().connection();
            FaultScope other = new FaultScope(null, null, null, null, number + 1, null);
            add(FaultSpec.of(FaultKind.RESET_BEFORE, other));
            stream.send("{\"event\":\"ping\",\"cid\":3}");
            assertThat(pong(stream)).isEqualTo(3);
        }
    }

    @Test
    void changesThePlacesOfFramesAndKeepsTheOrderOfThoseThatWait() throws Exception {
        streams.pairsOutOfOrder();
        streams.delayedInTheirOrder(HELD_MILLIS);
    }

    @Test
    void closesTheConnectionOfAnInputThatHangsOrIsNotAnswered() throws Exception {
        streams.hanging(FaultKind.HANG, false);
        streams.hanging(FaultKind.DROP_ANSWER, true);
        assertThat(venue.faults().inForce()).isEmpty();
    }

    @Test
    void keepsToItsScopeAndTellsTheTruthAboutEveryArrival() throws Exception {
        add(FaultSpec.of(FaultKind.RESET_AFTER, new FaultScope(null, null, null, null, null, 77L)));
        assertThat(client.postJson("w/order/submit", order("0.1", "10", 76))
                        .get(6)
                        .asText())
                .isEqualTo("SUCCESS");
        assertThatThrownBy(() -> await(client.post("w/order/submit", order("0.1", "10", 77))));
        ArrivalEntry lost = arrivals().getLast();
        assertThat(lost.answer()).isEqualTo("cut");
        assertThat(lost.executed()).isTrue();
        assertThat(lost.account()).isEqualTo(venue.key());
        assertThat(venue.ledger(lost.firstOrder() - 1).getFirst().cid()).isEqualTo(77);
        JsonNode page = client.getJson("/sim/arrivals?after=" + (lost.sequence() - 1) + "&limit=1");
        assertThat(page.path("entries").get(0).path("faults").size()).isEqualTo(1);
    }

    @Test
    void isSwitchedByItsApiAndSaysWhatIsWrongWithARequest() throws Exception {
        JsonNode refused = sim("{\"kind\":\"hang\",\"probability\":2}", 400);
        assertThat(refused.toString()).contains("probability: expected above 0 to 1, got '2.0'");
        assertThat(sim("{\"kind\":\"halt\",\"scope\":{\"symbol\":\"tNOPE\"}}", 400)
                        .toString())
                .contains("scope.symbol: expected one of [tBTCUSD");
        assertThat(sim("{\"kind\":\"hang\",\"until\":\"tea\"}", 400).toString()).contains("until: unknown field");
        JsonNode added = sim("{\"id\":\"mine\",\"kind\":\"rate-limit\",\"scope\":{\"route\":\"/v2/*\"}}", 200);
        assertThat(added.path("id").asText()).isEqualTo("mine");
        assertThat(await(client.get(STATUS)).statusCode()).isEqualTo(429);
        assertThat(client.getJson("/sim/faults")
                        .path("faults")
                        .get(0)
                        .path("strikes")
                        .asInt())
                .isEqualTo(1);
        assertThat(await(client.delete("/sim/faults/mine")).statusCode()).isEqualTo(200);
        assertThat(await(client.delete("/sim/faults/mine")).statusCode()).isEqualTo(404);
        assertThat(await(client.get(STATUS)).statusCode()).isEqualTo(200);
    }

    private JsonNode sim(String body, int status) throws Exception {
        HttpResponse<Buffer> response = await(client.postSim("/sim/faults", body));
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
        return VenueClient.json(response);
    }

    private String slow(FaultSpec spec, int times, long millisMin) throws Exception {
        add(spec.times(times));
        long started = System.nanoTime();
        for (int i = 0; i < times; i++) {
            assertThat(client.getJson(STATUS)).hasToString("[1]");
        }
        long millis = (System.nanoTime() - started) / 1_000_000;
        assertThat(millis).isGreaterThanOrEqualTo(millisMin);
        return times + " answers after at least " + millisMin + " ms";
    }

    private String lost(FaultKind kind, String route, boolean executed) throws Exception {
        FaultSpec spec = route(kind, route).times(1);
        add(kind == FaultKind.HANG || kind == FaultKind.DROP_ANSWER ? spec.waiting(HELD_MILLIS) : spec);
        Future<HttpResponse<Buffer>> answer =
                executed ? client.post("w/order/submit", order("0.1", "10", 5)) : client.get(STATUS);
        assertThatThrownBy(() -> await(answer)).hasMessage("Connection was closed");
        ArrivalEntry arrival = arrivals().getLast();
        assertThat(arrival.executed()).isEqualTo(executed);
        assertThat(arrival.firstOrder() > 0).isEqualTo(executed);
        return "no answer, connection closed; executed: " + executed;
    }

    private String serverError() throws Exception {
        FaultSpec spec = new FaultSpec(
                null, FaultKind.SERVER_ERROR, scope(WALLETS), 1.0, 1L, 0, 1, null, null, 503, true, null, null, null);
        add(spec);
        HttpResponse<Buffer> answer = await(client.post("r/wallets", "{}"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.bodyAsString()).startsWith("<html>");
        assertThat(arrivals().getLast().executed()).isTrue();
        return "503 with an HTML page, executed";
    }

    private String recorded() throws Exception {
        add(new FaultSpec(
                null,
                FaultKind.RECORDED_ANSWER,
                scope("/v2/tickers"),
                1.0,
                1L,
                0,
                1,
                null,
                null,
                429,
                null,
                null,
                null,
                "{\"error\":\"ERR_RATE_LIMIT\"}"));
        HttpResponse<Buffer> answer = await(client.get("/v2/tickers?symbols=ALL"));
        assertThat(answer.bodyAsString()).isEqualTo("{\"error\":\"ERR_RATE_LIMIT\"}");
        assertThat(client.getJson("/v2/tickers?symbols=ALL").isArray()).isTrue();
        return "429 with the recorded body";
    }

    private String rateLimit() throws Exception {
        add(new FaultSpec(
                null, FaultKind.RATE_LIMIT, scope(STATUS), 1.0, 1L, 0, 1, null, null, null, null, 7, null, null));
        HttpResponse<Buffer> with = await(client.get(STATUS));
        add(route(FaultKind.RATE_LIMIT, STATUS).times(1));
        HttpResponse<Buffer> without = await(client.get(STATUS));
        assertThat(List.of(with.statusCode(), without.statusCode())).containsOnly(429);
        assertThat(with.getHeader("retry-after")).isEqualTo("7");
        assertThat(without.getHeader("retry-after")).isNull();
        return "429 with Retry-After 7, then 429 without";
    }

    private String nonce() throws Exception {
        add(route(FaultKind.NONCE_ERROR, WALLETS).times(1));
        assertThat(client.postJson("r/wallets", "{}")).hasToString("[\"error\",10114,\"nonce: small\"]");
        assertThat(client.postJson("r/wallets", "{}").get(0).isArray()).isTrue();
        return "10114 nonce: small";
    }

    private String maintenance() throws Exception {
        try (Stream stream = client.stream()) {
            String id = venue.faults().add(FaultSpec.of(FaultKind.MAINTENANCE, FaultScope.ANY));
            assertThat(info(stream)).isEqualTo(20060);
            assertThat(client.getJson(STATUS)).hasToString("[0]");
            assertThat(client.postJson("r/wallets", "{}").get(1).asInt()).isEqualTo(20060);
            assertThat(venue.faults().remove(id)).isEqualTo(2);
            assertThat(info(stream)).isEqualTo(20061);
        }
        return "info 20060, status [0], error 20060, info 20061";
    }

    private static int info(Stream stream) throws InterruptedException {
        return stream.next(message -> message.path("code").isInt()).path("code").asInt();
    }

    private String partialBatch() throws Exception {
        FaultSpec second = new FaultSpec(
                null, FaultKind.PARTIAL_BATCH, FaultScope.ANY, 1.0, 1L, 1, 1, null, null, null, null, null, null, null);
        add(second);
        String batch = "{\"ops\":[[\"on\"," + order("0.1", "10", 11) + "],[\"on\"," + order("0.1", "10", 12)
                + "],[\"on\"," + order("0.1", "10", 13) + "]]}";
        assertThat(client.postJson("w/order/multi", batch).get(4))
                .extracting(row -> row.get(6).asText())
                .containsExactly("SUCCESS", "ERROR", "SUCCESS");
        ArrivalEntry arrival = arrivals().getLast();
        assertThat(venue.ledger(arrival.firstOrder() - 1))
                .extracting(each -> each.refusal() == null)
                .containsExactly(true, false, true);
        return "SUCCESS, ERROR, SUCCESS";
    }

    private String halt() throws Exception {
        String id =
                venue.faults().add(FaultSpec.of(FaultKind.HALT, new FaultScope(null, null, SYMBOL, null, null, null)));
        JsonNode refused = client.postJson("w/order/submit", order("0.1", "10", 21));
        assertThat(refused).hasToString("[\"error\",10001,\"symbol: trading is halted\"]");
        String other = order("0.1", "10", 22).replace("BTC", "ETH");
        assertThat(client.postJson("w/order/submit", other).get(6).asText()).isEqualTo("SUCCESS");
        assertThat(venue.faults().remove(id)).isEqualTo(1);
        assertThat(client.postJson("w/order/submit", order("0.1", "10", 23))
                        .get(6)
                        .asText())
                .isEqualTo("SUCCESS");
        return "orders of the market refused, others accepted";
    }

    private String taiwanHalt() throws Exception {
        FaultScope all = new FaultScope(null, null, "*", null, null, null);
        String id = venue.faults().add(FaultSpec.of(FaultKind.TAIWAN_HALT, all));
        assertThat(client.getJson("/sim/taiwan").path("halted").asBoolean()).isTrue();
        assertThat(venue.faults().remove(id)).isZero();
        assertThat(client.getJson("/sim/taiwan").path("halted").asBoolean()).isFalse();
        return "the whole Taiwan market halted and released";
    }

    private void add(FaultSpec spec) {
        var _ = venue.faults().add(spec);
    }

    private List<ArrivalEntry> arrivals() {
        return venue.arrivals(before);
    }

    private static int pong(Stream stream) throws InterruptedException {
        return stream.next(message -> message.path("event").asText().equals("pong"))
                .path("cid")
                .asInt();
    }

    private static FaultSpec route(FaultKind kind, String route) {
        return FaultSpec.of(kind, scope(route));
    }

    private static FaultScope scope(String route) {
        return new FaultScope(route, null, null, null, null, null);
    }

    private static String order(String amount, String price, long cid) {
        return "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tBTCUSD\",\"amount\":\"" + amount + "\",\"price\":\"" + price
                + "\",\"cid\":" + cid + "}";
    }
}
