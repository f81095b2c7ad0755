package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    private final RunningVenue venue = SIMULATOR.venue();

    @SuppressWarnings("NullAway.Init") // set before each test
    private TaiwanTrader trader;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TaiwanFeedFaults feed;

    @BeforeEach
    void connect() throws Exception {
        trader = new TaiwanTrader(venue);
        feed = new TaiwanFeedFaults(venue, trader);
    }

    @AfterEach
    void close() throws Exception {
        trader.close();
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
            case SEQUENCE_GAP -> feed.gap();
            case OUT_OF_ORDER -> feed.outOfOrder();
            case CROSSED_BOOK -> feed.crossed();
            case BURST -> feed.burst();
            case FROZEN_FEED -> feed.frozen();
        };
        assertThat(venue.faults().inForce()).isEmpty();
        assertThat(trader.ask("\"op\":\"ping\"").path("ok").asBoolean()).isTrue();
        assertThat(trader.submit("gone").path("ok").asBoolean()).isTrue();
        assertThat(trader.client().getJson(trader.quotes()).path("rtcode").asText())
                .isEqualTo("0000");
        assertThat(trader.arrival().faults()).isEmpty();
        System.out.printf("taiwan fault %-16s observed: %-66s gone: yes%n", kind, observed);
    }

    @Test
    void saysWhatCanNeverStrikeAndKeepsToItsVenue() throws Exception {
        assertThat(trader.wrong("\"kind\":\"hang\",\"scope\":{\"venue\":\"mars\"}"))
                .contains("venue: expected bitfinex or taiwan, got 'mars'");
        assertThat(trader.wrong("\"kind\":\"hang\",\"scope\":{\"symbol\":\"0\"}"))
                .contains("scope.symbol: expected a listed security, got '0'");
        assertThat(trader.wrong("\"kind\":\"delay\",\"scope\":{\"venue\":\"taiwan\",\"channel\":\"candles\"}"))
                .contains("scope.channel: expected snapshots, trades, status or account in Taiwan");
        assertThat(trader.wrong("\"kind\":\"delay\",\"scope\":{\"venue\":\"bitfinex\",\"route\":\"taiwan/submit\"}"))
                .contains("venue: expected taiwan for what only Taiwan has");
        assertThat(trader.wrong("\"kind\":\"burst\",\"scope\":{\"route\":\"/stock/*\"}"))
                .contains("scope.route: expected taiwan/... for burst, which strikes no HTTP request");
        assertThat(trader.wrong("\"kind\":\"delay\",\"scope\":{\"venue\":\"taiwan\",\"cid\":7}"))
                .contains("scope.cid: expected none in Taiwan");
        String id = trader.fault("\"kind\":\"rate-limit\",\"scope\":{\"venue\":\"taiwan\"}");
        assertThat(trader.client().getJson("/v2/platform/status")).hasToString("[1]");
        assertThatThrownBy(() -> trader.client().stream("/taiwan/ws/1")).hasMessageContaining("429");
        assertThat(TaiwanTrader.code(trader.ask("\"op\":\"ping\""))).isEqualTo("RATE_LIMITED");
        assertThat(venue.faults().remove(id)).isEqualTo(2);
        String other = trader.fault("\"kind\":\"rate-limit\",\"scope\":{\"venue\":\"bitfinex\"}");
        assertThat(trader.ask("\"op\":\"ping\"").path("ok").asBoolean()).isTrue();
        assertThat(await(trader.client().get("/v2/platform/status")).statusCode())
                .isEqualTo(429);
        assertThat(venue.faults().remove(other)).isEqualTo(1);
    }

    private String slow(FaultKind kind, int times, long millisMin) throws Exception {
        var _ = trader.fault("\"kind\":\"" + kind + "\",\"scope\":{\"route\":\"taiwan/ping\"},\"millis\":" + HELD_MILLIS
                + ",\"count\":" + times);
        long started = System.nanoTime();
        for (int i = 0; i < times; i++) {
            assertThat(trader.ask("\"op\":\"ping\"").path("ok").asBoolean()).isTrue();
        }
        assertThat((System.nanoTime() - started) / 1_000_000).isGreaterThanOrEqualTo(millisMin);
        var _ = trader.follow();
        var _ = trader.fault("\"kind\":\"" + kind + "\",\"scope\":{\"channel\":\"snapshots\"},\"millis\":" + HELD_MILLIS
                + ",\"count\":1");
        long last = trader.update().path("sequence").asLong();
        for (int i = 0; i < 5; i++) {
            assertThat(trader.update().path("sequence").asLong()).isEqualTo(++last);
        }
        return times + " replies after at least " + millisMin + " ms, frames later in their order";
    }

    private String lost(FaultKind kind, boolean executed) throws Exception {
        boolean held = kind == FaultKind.HANG || kind == FaultKind.DROP_ANSWER;
        String wait = held ? ",\"millis\":" + HELD_MILLIS : "";
        var _ = trader.fault("\"kind\":\"" + kind + "\",\"scope\":{\"route\":\"taiwan/submit\"},\"count\":1" + wait);
        trader.stream().send(trader.order("lost"));
        String name = "\"clientOrderId\":\"lost-" + trader.orders() + "\"";
        assertThat(trader.stream().closeCode()).isEqualTo(1006);
        ArrivalEntry arrival = trader.arrival();
        assertThat(arrival.executed()).isEqualTo(executed);
        assertThat(arrival.firstOrder() > 0).isEqualTo(executed);
        assertThat(arrival.answer()).isEqualTo(held ? "none" : "cut");
        trader.reconnect();
        assertThat(trader.ask("\"op\":\"order\"," + name).path("ok").asBoolean())
                .isEqualTo(executed);
        String quote =
                "\"kind\":\"" + kind + "\",\"scope\":{\"symbol\":\"" + trader.code() + "\",\"route\":\"/stock/*\"}";
        var _ = trader.fault(quote + ",\"count\":1" + wait);
        assertThatThrownBy(() -> await(trader.client().get(trader.quotes()))).hasMessage("Connection was closed");
        return "no reply, no quotes, connections closed; executed: " + executed;
    }

    private String serverError() throws Exception {
        var _ = trader.fault("\"kind\":\"server-error\",\"scope\":{\"route\":\"/stock/*\"},\"status\":503,\"count\":1");
        HttpResponse<Buffer> answer = await(trader.client().get(trader.quotes()));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.bodyAsString()).startsWith("<html>");
        var _ = trader.fault(
                "\"kind\":\"server-error\",\"scope\":{\"route\":\"taiwan/submit\"},\"executed\":true,\"count\":1");
        assertThat(TaiwanTrader.code(trader.submit("trouble"))).isEqualTo("UNAVAILABLE");
        assertThat(trader.arrival().executed()).isTrue();
        return "503 with an HTML page; UNAVAILABLE, executed";
    }

    private String recorded() throws Exception {
        var _ = trader.fault(
                "\"kind\":\"recorded-answer\",\"scope\":{\"route\":\"/stock/*\"},\"body\":\"busy\",\"count\":1");
        assertThat(await(trader.client().get(trader.quotes())).bodyAsString()).isEqualTo("busy");
        return "the recorded body instead of quotes";
    }

    private String rateLimit() throws Exception {
        var _ = trader.fault(
                "\"kind\":\"rate-limit\",\"scope\":{\"route\":\"/stock/*\"},\"retryAfterSeconds\":7,\"count\":1");
        HttpResponse<Buffer> answer = await(trader.client().get(trader.quotes()));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.getHeader("retry-after")).isEqualTo("7");
        var _ = trader.fault("\"kind\":\"rate-limit\",\"scope\":{\"route\":\"taiwan/submit\"},\"count\":1");
        assertThat(TaiwanTrader.code(trader.submit("fast"))).isEqualTo("RATE_LIMITED");
        return "429 with Retry-After 7; RATE_LIMITED";
    }

    private String refused(FaultKind kind) throws Exception {
        String said = trader.wrong("\"kind\":\"" + kind + "\",\"scope\":{\"venue\":\"taiwan\"}");
        assertThat(said).contains("kind: expected one that the Taiwan venue can show");
        return "refused: nothing in Taiwan could show it";
    }

    private String maintenance() throws Exception {
        String id = trader.fault("\"kind\":\"maintenance\",\"scope\":{\"venue\":\"taiwan\"}");
        assertThat(TaiwanTrader.code(trader.submit("closed"))).isEqualTo("UNAVAILABLE");
        assertThat(trader.client().getJson(trader.quotes()).path("rtmessage").asText())
                .isEqualTo("system: maintenance");
        assertThat(venue.faults().remove(id)).isEqualTo(2);
        return "UNAVAILABLE, quotes with rtcode 9999";
    }

    private String partialBatch() throws Exception {
        var _ = trader.fault("\"kind\":\"partial-batch\",\"scope\":{\"venue\":\"taiwan\"},\"skip\":1,\"count\":1");
        String three = trader.fields("a") + "},{" + trader.fields("b") + "},{" + trader.fields("c");
        JsonNode results =
                trader.ask("\"op\":\"submitMany\",\"orders\":[{" + three + "}]").path("result");
        assertThat(results.path("results"))
                .extracting(each -> each.path("ok").asBoolean())
                .containsExactly(true, false, true);
        return "the second of three refused: "
                + TaiwanTrader.code(results.path("results").get(1));
    }

    private String halt() throws Exception {
        String id = trader.fault("\"kind\":\"halt\",\"scope\":{\"symbol\":\"" + trader.code() + "\"}");
        assertThat(TaiwanTrader.code(trader.submit("halted"))).isEqualTo("HALTED");
        assertThat(venue.faults().remove(id)).isPositive();
        return "orders of the security refused: HALTED";
    }

    private String taiwanHalt() throws Exception {
        assertThat(trader.ask("\"op\":\"subscribe\",\"channel\":\"status\",\"symbols\":\"*\"")
                        .path("ok")
                        .asBoolean())
                .isTrue();
        String id = trader.fault("\"kind\":\"taiwan-halt\",\"scope\":{\"symbol\":\"" + trader.otherCode() + "\"}");
        var _ = trader.stream().next(each -> each.path("rows").toString().contains("\"HALTED\""));
        assertThat(venue.faults().remove(id)).isZero();
        return "status HALTED";
    }

    private String duplicateFill() throws Exception {
        var _ = trader.fault(
                "\"kind\":\"duplicate-fill\",\"scope\":{\"channel\":\"account\",\"venue\":\"taiwan\"},\"count\":1");
        trader.trade();
        JsonNode once = trader.execution();
        assertThat(trader.execution()).isEqualTo(once);
        return "execution " + once.path("executionId") + " twice, sequence " + once.path("sequence");
    }

    private String lateFill() throws Exception {
        var _ = trader.fault(
                "\"kind\":\"late-fill\",\"scope\":{\"venue\":\"taiwan\"},\"millis\":" + HELD_MILLIS + ",\"count\":1");
        trader.trade();
        long after = trader.stream()
                .next(each -> each.path("order").path("filled").asLong() > 0)
                .path("sequence")
                .asLong();
        assertThat(trader.execution().path("sequence").asLong()).isEqualTo(after - 1);
        return "the execution after the order that it filled";
    }
}
