package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.venue.VenueClient.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tradelab.contracts.Require;
import tradelab.venue.VenueClient.Stream;
import tradelab.venue.fault.ArrivalEntry;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** Every fault of the Taiwan venue switched on by the API, observed by a client from outside, and gone after its end. */
class TaiwanFaultsIT {
    @RegisterExtension
    static final VenueSimulator SIMULATOR = VenueSimulator.builder()
            .taiwan()
            .setting("venue.generator.enabled", "false")
            .setting("venue.taiwan.market-time", "2026-01-05T09:00:00")
            .build();

    private static final long HELD_MILLIS = 300;
    private static final int SECURITIES = 2_356;

    private final RunningVenue venue = SIMULATOR.venue();
    private final VenueClient client = new VenueClient(venue);

    @SuppressWarnings("NullAway.Init") // set before each test
    private JsonNode security;

    @SuppressWarnings("NullAway.Init") // set before each test
    private String quotes;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Stream stream;

    private int orders;

    @BeforeEach
    void connect() throws Exception {
        stream = client.stream("/taiwan/ws/1");
        security = ask("\"op\":\"securities\",\"after\":\"1101\",\"limit\":1")
                .path("result")
                .path("securities")
                .get(0);
        String market = security.path("market").asText().equals("TWSE") ? "tse_" : "otc_";
        quotes = "/stock/api/getStockInfo.jsp?ex_ch=" + market + code() + ".tw";
        login();
    }

    @AfterEach
    void close() throws Exception {
        stream.close();
        client.close();
    }

    @ParameterizedTest
    @EnumSource
    void isObservedByAClientAndGoneAfterItsEnd(FaultKind kind) throws Exception {
        String observed = switch (kind) {
            case DELAY -> slow(kind, 1, HELD_MILLIS);
            case JITTER -> slow(kind, 5, HELD_MILLIS / 2);
            case HANG, RESET_BEFORE -> lost(kind, false);
            case DROP_ANSWER, RESET_AFTER, TRUNCATED_BODY -> lost(kind, true);
            case SERVER_ERROR -> serverError();
            case RECORDED_ANSWER -> recorded();
            case RATE_LIMIT -> rateLimit();
            case NONCE_ERROR, WRONG_CHECKSUM -> refused(kind);
            case MAINTENANCE -> maintenance();
            case PARTIAL_BATCH -> partialBatch();
            case HALT -> halt();
            case TAIWAN_HALT -> taiwanHalt();
            case DUPLICATE_FILL -> duplicateFill();
            case LATE_FILL -> lateFill();
            case SEQUENCE_GAP -> gap();
            case OUT_OF_ORDER -> outOfOrder();
            case CROSSED_BOOK -> crossed();
            case BURST -> burst();
            case FROZEN_FEED -> frozen();
        };
        assertThat(venue.faults().inForce()).isEmpty();
        assertThat(ask("\"op\":\"ping\"").path("ok").asBoolean()).isTrue();
        assertThat(submit("gone").path("ok").asBoolean()).isTrue();
        assertThat(client.getJson(quotes).path("rtcode").asText()).isEqualTo("0000");
        assertThat(arrival().faults()).isEmpty();
        System.out.printf("taiwan fault %-16s observed: %-66s gone: yes%n", kind, observed);
    }

    @Test
    void saysWhatCanNeverStrikeAndKeepsToItsVenue() throws Exception {
        assertThat(wrong("\"kind\":\"hang\",\"scope\":{\"venue\":\"mars\"}"))
                .contains("venue: expected bitfinex or taiwan, got 'mars'");
        assertThat(wrong("\"kind\":\"hang\",\"scope\":{\"symbol\":\"0\"}"))
                .contains("scope.symbol: expected a listed security, got '0'");
        assertThat(wrong("\"kind\":\"delay\",\"scope\":{\"venue\":\"taiwan\",\"channel\":\"candles\"}"))
                .contains("scope.channel: expected snapshots, trades, status or account in Taiwan");
        assertThat(wrong("\"kind\":\"delay\",\"scope\":{\"venue\":\"bitfinex\",\"route\":\"taiwan/submit\"}"))
                .contains("venue: expected taiwan for what only Taiwan has");
        assertThat(wrong("\"kind\":\"burst\",\"scope\":{\"route\":\"/stock/*\"}"))
                .contains("scope.route: expected taiwan/... for burst, which strikes no HTTP request");
        assertThat(wrong("\"kind\":\"delay\",\"scope\":{\"venue\":\"taiwan\",\"cid\":7}"))
                .contains("scope.cid: expected none in Taiwan");
        String id = fault("\"kind\":\"rate-limit\",\"scope\":{\"venue\":\"taiwan\"}");
        assertThat(client.getJson("/v2/platform/status")).hasToString("[1]");
        assertThatThrownBy(() -> client.stream("/taiwan/ws/1")).hasMessageContaining("429");
        assertThat(code(ask("\"op\":\"ping\""))).isEqualTo("RATE_LIMITED");
        assertThat(venue.faults().remove(id)).isEqualTo(2);
        String other = fault("\"kind\":\"rate-limit\",\"scope\":{\"venue\":\"bitfinex\"}");
        assertThat(ask("\"op\":\"ping\"").path("ok").asBoolean()).isTrue();
        assertThat(await(client.get("/v2/platform/status")).statusCode()).isEqualTo(429);
        assertThat(venue.faults().remove(other)).isEqualTo(1);
    }

    private String slow(FaultKind kind, int times, long millisMin) throws Exception {
        var _ = fault("\"kind\":\"" + kind + "\",\"scope\":{\"route\":\"taiwan/ping\"},\"millis\":" + HELD_MILLIS
                + ",\"count\":" + times);
        long started = System.nanoTime();
        for (int i = 0; i < times; i++) {
            assertThat(ask("\"op\":\"ping\"").path("ok").asBoolean()).isTrue();
        }
        assertThat((System.nanoTime() - started) / 1_000_000).isGreaterThanOrEqualTo(millisMin);
        var _ = follow();
        var _ = fault("\"kind\":\"" + kind + "\",\"scope\":{\"channel\":\"snapshots\"},\"millis\":" + HELD_MILLIS
                + ",\"count\":1");
        long last = update().path("sequence").asLong();
        for (int i = 0; i < 5; i++) {
            assertThat(update().path("sequence").asLong()).isEqualTo(++last);
        }
        return times + " replies after at least " + millisMin + " ms, frames later in their order";
    }

    private String lost(FaultKind kind, boolean executed) throws Exception {
        boolean held = kind == FaultKind.HANG || kind == FaultKind.DROP_ANSWER;
        String wait = held ? ",\"millis\":" + HELD_MILLIS : "";
        var _ = fault("\"kind\":\"" + kind + "\",\"scope\":{\"route\":\"taiwan/submit\"},\"count\":1" + wait);
        stream.send(order("lost"));
        String name = "\"clientOrderId\":\"lost-" + orders + "\"";
        assertThat(stream.closeCode()).isEqualTo(1006);
        ArrivalEntry arrival = arrival();
        assertThat(arrival.executed()).isEqualTo(executed);
        assertThat(arrival.firstOrder() > 0).isEqualTo(executed);
        assertThat(arrival.answer()).isEqualTo(held ? "none" : "cut");
        stream = client.stream("/taiwan/ws/1");
        login();
        assertThat(ask("\"op\":\"order\"," + name).path("ok").asBoolean()).isEqualTo(executed);
        String quote = "\"kind\":\"" + kind + "\",\"scope\":{\"symbol\":\"" + code() + "\",\"route\":\"/stock/*\"}";
        var _ = fault(quote + ",\"count\":1" + wait);
        assertThatThrownBy(() -> await(client.get(quotes))).hasRootCauseMessage("Connection was closed");
        return "no reply, no quotes, connections closed; executed: " + executed;
    }

    private String serverError() throws Exception {
        var _ = fault("\"kind\":\"server-error\",\"scope\":{\"route\":\"/stock/*\"},\"status\":503,\"count\":1");
        HttpResponse<Buffer> answer = await(client.get(quotes));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.bodyAsString()).startsWith("<html>");
        var _ = fault(
                "\"kind\":\"server-error\",\"scope\":{\"route\":\"taiwan/submit\"},\"executed\":true,\"count\":1");
        assertThat(code(submit("trouble"))).isEqualTo("UNAVAILABLE");
        assertThat(arrival().executed()).isTrue();
        return "503 with an HTML page; UNAVAILABLE, executed";
    }

    private String recorded() throws Exception {
        var _ = fault("\"kind\":\"recorded-answer\",\"scope\":{\"route\":\"/stock/*\"},\"body\":\"busy\",\"count\":1");
        assertThat(await(client.get(quotes)).bodyAsString()).isEqualTo("busy");
        return "the recorded body instead of quotes";
    }

    private String rateLimit() throws Exception {
        var _ = fault("\"kind\":\"rate-limit\",\"scope\":{\"route\":\"/stock/*\"},\"retryAfterSeconds\":7,\"count\":1");
        HttpResponse<Buffer> answer = await(client.get(quotes));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.getHeader("retry-after")).isEqualTo("7");
        var _ = fault("\"kind\":\"rate-limit\",\"scope\":{\"route\":\"taiwan/submit\"},\"count\":1");
        assertThat(code(submit("fast"))).isEqualTo("RATE_LIMITED");
        return "429 with Retry-After 7; RATE_LIMITED";
    }

    private String refused(FaultKind kind) throws Exception {
        String said = wrong("\"kind\":\"" + kind + "\",\"scope\":{\"venue\":\"taiwan\"}");
        assertThat(said).contains("kind: expected one that the Taiwan venue can show");
        return "refused: nothing in Taiwan could show it";
    }

    private String maintenance() throws Exception {
        String id = fault("\"kind\":\"maintenance\",\"scope\":{\"venue\":\"taiwan\"}");
        assertThat(code(submit("closed"))).isEqualTo("UNAVAILABLE");
        assertThat(client.getJson(quotes).path("rtmessage").asText()).isEqualTo("system: maintenance");
        assertThat(venue.faults().remove(id)).isEqualTo(2);
        return "UNAVAILABLE, quotes with rtcode 9999";
    }

    private String partialBatch() throws Exception {
        var _ = fault("\"kind\":\"partial-batch\",\"scope\":{\"venue\":\"taiwan\"},\"skip\":1,\"count\":1");
        String three = fields("a") + "},{" + fields("b") + "},{" + fields("c");
        JsonNode results =
                ask("\"op\":\"submitMany\",\"orders\":[{" + three + "}]").path("result");
        assertThat(results.path("results"))
                .extracting(each -> each.path("ok").asBoolean())
                .containsExactly(true, false, true);
        return "the second of three refused: " + code(results.path("results").get(1));
    }

    private String halt() throws Exception {
        String id = fault("\"kind\":\"halt\",\"scope\":{\"symbol\":\"" + code() + "\"}");
        assertThat(code(submit("halted"))).isEqualTo("HALTED");
        assertThat(venue.faults().remove(id)).isPositive();
        return "orders of the security refused: HALTED";
    }

    private String taiwanHalt() throws Exception {
        assertThat(ask("\"op\":\"subscribe\",\"channel\":\"status\",\"symbols\":\"*\"")
                        .path("ok")
                        .asBoolean())
                .isTrue();
        String id = fault("\"kind\":\"taiwan-halt\",\"scope\":{\"symbol\":\"" + otherCode() + "\"}");
        var _ = stream.next(each -> each.path("rows").toString().contains("\"HALTED\""));
        assertThat(venue.faults().remove(id)).isZero();
        return "status HALTED";
    }

    private String duplicateFill() throws Exception {
        var _ = fault(
                "\"kind\":\"duplicate-fill\",\"scope\":{\"channel\":\"account\",\"venue\":\"taiwan\"},\"count\":1");
        trade();
        JsonNode once = execution();
        assertThat(execution()).isEqualTo(once);
        return "execution " + once.path("executionId") + " twice, sequence " + once.path("sequence");
    }

    private String lateFill() throws Exception {
        var _ = fault(
                "\"kind\":\"late-fill\",\"scope\":{\"venue\":\"taiwan\"},\"millis\":" + HELD_MILLIS + ",\"count\":1");
        trade();
        long after = stream.next(each -> each.path("order").path("filled").asLong() > 0)
                .path("sequence")
                .asLong();
        assertThat(execution().path("sequence").asLong()).isEqualTo(after - 1);
        return "the execution after the order that it filled";
    }

    private String gap() throws Exception {
        long last = follow();
        var _ = fault("\"kind\":\"sequence-gap\",\"scope\":{\"channel\":\"snapshots\"},\"count\":1");
        long next = update().path("sequence").asLong();
        for (; next == last + 1; next = update().path("sequence").asLong()) {
            last = next;
        }
        assertThat(next).isEqualTo(last + 2);
        assertThat(update().path("sequence").asLong()).isEqualTo(last + 3);
        return "frame " + (last + 1) + " never came";
    }

    private String outOfOrder() throws Exception {
        long last = follow();
        var _ = fault("\"kind\":\"out-of-order\",\"scope\":{\"channel\":\"snapshots\"},\"count\":1");
        long next = update().path("sequence").asLong();
        for (; next == last + 1; next = update().path("sequence").asLong()) {
            last = next;
        }
        assertThat(next).isEqualTo(last + 2);
        assertThat(update().path("sequence").asLong()).isEqualTo(last + 1);
        return "frames " + next + ", " + (last + 1);
    }

    private String crossed() throws Exception {
        var _ = follow();
        var _ = fault("\"kind\":\"crossed-book\",\"scope\":{\"channel\":\"snapshots\"},\"count\":1");
        JsonNode frame = stream.next(TaiwanFaultsIT::isCrossed);
        JsonNode row = Require.present("row", crossedRow(frame));
        String code = row.get(0).asText();
        JsonNode mended = stream.next(each -> each.path("rows").toString().contains("[\"" + code + "\""));
        assertThat(crossedRow(mended)).isNull();
        return code + ": bid " + row.get(9).get(0).get(0) + ", ask "
                + row.get(10).get(0).get(0) + "; a row mends it";
    }

    private static boolean isCrossed(JsonNode frame) {
        return frame.path("type").asText().equals("snapshots") && crossedRow(frame) != null;
    }

    /** Returns a security in continuous trading whose best bid is not below its best ask, or null. */
    private static @Nullable JsonNode crossedRow(JsonNode frame) {
        for (JsonNode row : frame.path("rows")) {
            JsonNode bid = row.path(9).path(0).path(0);
            JsonNode ask = row.path(10).path(0).path(0);
            if (row.path(11).asText().isEmpty()
                    && bid.isTextual()
                    && ask.isTextual()
                    && new BigDecimal(bid.asText()).compareTo(new BigDecimal(ask.asText())) >= 0) {
                return row;
            }
        }
        return null;
    }

    private String burst() throws Exception {
        var _ = follow();
        var _ = fault("\"kind\":\"burst\",\"scope\":{\"channel\":\"snapshots\"},\"copies\":50,\"count\":1");
        JsonNode before = update();
        JsonNode next = update();
        for (; !next.path("rows").equals(before.path("rows")); next = update()) {
            before = next;
        }
        for (int i = 1; i < 50; i++) {
            assertThat(update().path("rows")).isEqualTo(before.path("rows"));
        }
        assertThat(update().path("rows")).isNotEqualTo(before.path("rows"));
        return "one frame 51 times";
    }

    private String frozen() throws Exception {
        var _ = follow();
        String id = fault("\"kind\":\"frozen-feed\",\"scope\":{\"channel\":\"snapshots\"}");
        assertThat(ask("\"op\":\"ping\"").path("ok").asBoolean()).isTrue(); // what left before is behind us
        JsonNode next = stream.next(each -> !each.path("type").asText().equals("reply"));
        assertThat(next.path("type").asText()).isEqualTo("heartbeat");
        assertThat(venue.faults().remove(id)).isPositive();
        assertThat(update().path("rows").size()).isPositive();
        return "nothing but replies and heartbeats, then what was missed";
    }

    /** Follows every snapshot, and returns the number of the frame with the last of the first rows. */
    private long follow() throws Exception {
        var _ = ask("\"op\":\"subscribe\",\"channel\":\"snapshots\",\"symbols\":\"*\"");
        long sequence = 0;
        for (int rows = 0; rows < SECURITIES; ) {
            JsonNode frame = stream.next(each -> each.path("full").asBoolean());
            rows += frame.path("rows").size();
            sequence = frame.path("sequence").asLong();
        }
        return sequence;
    }

    private JsonNode update() throws Exception {
        return stream.next(each -> each.path("type").asText().equals("snapshots"));
    }

    private JsonNode execution() throws Exception {
        return stream.next(each -> each.path("type").asText().equals("execution"));
    }

    /** Buys what somebody offers. */
    private void trade() throws Exception {
        stream.send("{\"op\":\"submit\"," + fields("trade").replace("SELL", "BUY") + "}");
    }

    private JsonNode submit(String name) throws Exception {
        stream.send(order(name));
        return reply();
    }

    private String order(String name) {
        orders++;
        return "{\"op\":\"submit\"," + fields(name) + "}";
    }

    /** An order that rests: nobody buys at the upper limit. */
    private String fields(String name) {
        return "\"clientOrderId\":\"" + name + "-" + orders + "\",\"symbol\":\"" + code()
                + "\",\"side\":\"SELL\",\"orderType\":\"LIMIT\",\"price\":\""
                + security.path("limitUp").asText() + "\",\"shares\":1000";
    }

    private String code() {
        return security.path("code").asText();
    }

    private String otherCode() throws Exception {
        return ask("\"op\":\"securities\",\"after\":\"" + code() + "\",\"limit\":1")
                .path("result")
                .path("securities")
                .get(0)
                .path("code")
                .asText();
    }

    private void login() throws Exception {
        orders = (int) venue.arrivals(0).size(); // client order ids are used once
        String who = "\"account\":\"" + venue.key() + "\",\"secret\":\"" + venue.secret() + "\"";
        assertThat(ask("\"op\":\"login\"," + who).path("ok").asBoolean()).isTrue();
    }

    private JsonNode ask(String fields) throws Exception {
        stream.send("{" + fields + "}");
        return reply();
    }

    private JsonNode reply() throws Exception {
        return stream.next(each -> each.path("type").asText().equals("reply"));
    }

    private static String code(JsonNode refused) {
        return refused.path("error").path("code").asText();
    }

    private ArrivalEntry arrival() {
        List<ArrivalEntry> all = venue.arrivals(0);
        return all.getLast();
    }

    private String fault(String fields) throws Exception {
        HttpResponse<Buffer> added = await(client.postSim("/sim/faults", "{" + fields + "}"));
        assertThat(added.statusCode()).as(added.bodyAsString()).isEqualTo(200);
        return VenueClient.json(added).path("id").asText();
    }

    private String wrong(String fields) throws Exception {
        HttpResponse<Buffer> refused = await(client.postSim("/sim/faults", "{" + fields + "}"));
        assertThat(refused.statusCode()).as(refused.bodyAsString()).isEqualTo(400);
        return String.valueOf(refused.bodyAsString());
    }
}
