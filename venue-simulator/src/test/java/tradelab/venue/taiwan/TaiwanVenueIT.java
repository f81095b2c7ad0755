package tradelab.venue.taiwan;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;
import tradelab.venue.wire.Inputs;

class TaiwanVenueIT {
    private static final long PATIENCE_SECONDS = 30;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ServiceHost host;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static WebClient http;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static WebSocketClient sockets;

    private static int port;

    @BeforeAll
    static void start() throws Exception {
        host = await(ServiceHost.start(
                Map.of(
                        "venue.http.port", "0",
                        "venue.management.port", "0",
                        "venue.taiwan.enabled", "true",
                        "venue.taiwan.market-time", "2026-01-05T09:00:00"),
                new VenueService()));
        port = host.port("venue-simulator", "http");
        http = WebClient.create(host.vertx());
        sockets = host.vertx().createWebSocketClient();
    }

    @AfterAll
    static void stop() throws Exception {
        await(host.close());
    }

    /** A client with a queue of what it got. */
    private record Client(WebSocket socket, BlockingQueue<JsonNode> frames) {
        static Client connect() throws Exception {
            BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
            WebSocket socket = await(sockets.connect(port, "127.0.0.1", "/taiwan/ws/1")
                    .onSuccess(each -> each.textMessageHandler(text -> {
                        JsonNode frame = Inputs.read(text);
                        if (frame != null) {
                            frames.add(frame);
                        }
                    })));
            return new Client(socket, frames);
        }

        void send(String text) throws Exception {
            await(socket.writeTextMessage(text));
        }

        JsonNode ask(String text) throws Exception {
            send(text);
            return next(frame -> frame.path("type").asText().equals("reply"));
        }

        JsonNode next(Predicate<JsonNode> wanted) throws Exception {
            while (true) {
                JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (frame == null) {
                    throw new AssertionError("no such frame came");
                }
                if (wanted.test(frame)) {
                    return frame;
                }
            }
        }
    }

    @Test
    void bringsEverySecurityToASubscriberAndThenWhatChanges() throws Exception {
        Client client = Client.connect();
        JsonNode reply = client.ask("{\"op\":\"subscribe\",\"id\":1,\"channel\":\"snapshots\",\"symbols\":\"*\"}");
        assertThat(reply.path("result").path("symbols").asInt()).isEqualTo(2_356);
        Set<String> codes = new HashSet<>();
        long sequence = 0;
        while (codes.size() < 2_356) {
            JsonNode frame = client.next(each -> each.path("type").asText().equals("snapshots"));
            assertThat(frame.path("sequence").asLong()).isEqualTo(++sequence);
            frame.path("rows").forEach(row -> {
                assertThat(row.size()).isEqualTo(14);
                codes.add(row.get(0).asText());
            });
        }
        JsonNode update = client.next(each -> each.path("type").asText().equals("snapshots")
                && !each.path("full").asBoolean());
        assertThat(update.path("rows").size()).isPositive();
        await(client.socket().close());
    }

    @Test
    void tradesForAnAccountAndReportsInOrder() throws Exception {
        Client client = Client.connect();
        assertThat(client.ask("{\"op\":\"orders\",\"id\":1}")
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("NOT_LOGGED_IN");
        assertThat(client.ask("{\"op\":\"login\",\"id\":2,\"account\":\"demo\",\"secret\":\"wrong\"}")
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("LOGIN_FAILED");
        assertThat(client.ask("{\"op\":\"login\",\"id\":3,\"account\":\"demo\",\"secret\":\"demo-secret\"}")
                        .path("ok")
                        .asBoolean())
                .isTrue();
        JsonNode security = client.ask("{\"op\":\"securities\",\"id\":4,\"after\":\"1101\",\"limit\":1}")
                .path("result")
                .path("securities")
                .get(0);
        String order = "\"symbol\":\"" + security.path("code").asText() + "\",\"orderType\":\"LIMIT\",\"price\":\""
                + security.path("limitUp").asText() + "\",\"side\":\"SELL\",\"shares\":1000";
        JsonNode placed = client.ask("{\"op\":\"submit\",\"id\":5,\"clientOrderId\":\"it-1\"," + order + "}");
        assertThat(placed.path("result").path("state").asText()).isEqualTo("OPEN");
        JsonNode report = client.next(each -> each.path("type").asText().equals("order"));
        assertThat(report.path("order").path("clientOrderId").asText()).isEqualTo("it-1");
        JsonNode again = client.ask("{\"op\":\"submit\",\"id\":6,\"clientOrderId\":\"it-1\"," + order + "}");
        assertThat(again.path("error").path("code").asText()).isEqualTo("DUPLICATE_CLIENT_ORDER_ID");
        JsonNode many = client.ask("{\"op\":\"submitMany\",\"id\":7,\"orders\":[{\"clientOrderId\":\"it-2\"," + order
                + "},{\"clientOrderId\":\"it-3\",\"shares\":1}]}");
        assertThat(many.path("result").path("results"))
                .extracting(each -> each.path("ok").asBoolean())
                .containsExactly(true, false);
        JsonNode cancelled = client.ask("{\"op\":\"cancel\",\"id\":8,\"clientOrderId\":\"it-1\"}");
        assertThat(cancelled.path("result").path("reason").asText()).isEqualTo("CLIENT");
        assertThat(client.ask("{\"op\":\"cancelAll\",\"id\":9}")
                        .path("result")
                        .path("cancelled")
                        .asInt())
                .isEqualTo(1);
        Client returning = Client.connect();
        JsonNode login = returning.ask(
                "{\"op\":\"login\",\"id\":1,\"account\":\"demo\",\"secret\":\"demo-secret\"," + "\"afterSequence\":0}");
        long last = login.path("result").path("sequence").asLong();
        for (long sequence = 1; sequence <= last; sequence++) {
            long expected = sequence;
            JsonNode missed = returning.next(each -> each.has("sequence"));
            assertThat(missed.path("sequence").asLong()).isEqualTo(expected);
        }
        JsonNode ledger = get("/sim/taiwan/ledger/summary");
        assertThat(ledger.path("acceptances").asLong()).isEqualTo(2);
        assertThat(ledger.path("refusals").asLong()).isEqualTo(2);
        assertThat(get("/sim/taiwan/orders?account=demo&clientOrderId=it-1")
                        .path("orders")
                        .get(0)
                        .path("state")
                        .asText())
                .isEqualTo("CANCELLED");
    }

    @Test
    void takesNothingAfterTheTimeThatItsClientSays() throws Exception {
        Client client = Client.connect();
        JsonNode hello = client.next(each -> each.path("type").asText().equals("hello"));
        long past = hello.path("marketTime").asLong() - 1;
        var _ = client.ask("{\"op\":\"login\",\"id\":1,\"account\":\"trading\",\"secret\":\"trading-secret\"}");
        JsonNode security = client.ask("{\"op\":\"securities\",\"id\":2,\"after\":\"1101\",\"limit\":1}")
                .path("result")
                .path("securities")
                .get(0);
        String order = "{\"clientOrderId\":\"late-1\",\"symbol\":\""
                + security.path("code").asText() + "\",\"orderType\":\"LIMIT\",\"price\":\""
                + security.path("limitUp").asText() + "\",\"side\":\"SELL\",\"shares\":1000}";
        String many = "{\"op\":\"submitMany\",\"id\":3,\"orders\":[" + order + "],\"notAfter\":";
        JsonNode late =
                client.ask(many + past + "}").path("result").path("results").get(0);
        assertThat(late.path("error").path("code").asText()).isEqualTo("TOO_LATE");
        JsonNode absent = client.ask("{\"op\":\"order\",\"id\":4,\"clientOrderId\":\"late-1\"}");
        assertThat(absent.path("error").path("code").asText()).isEqualTo("UNKNOWN_ORDER");
        JsonNode inTime = client.ask(many + (past + 3_600_000) + "}")
                .path("result")
                .path("results")
                .get(0);
        assertThat(inTime.path("ok").asBoolean()).isTrue();
        String amend = "{\"op\":\"amend\",\"id\":5,\"clientOrderId\":\"late-1\",\"price\":\""
                + security.path("reference").asText() + "\",\"notAfter\":" + past + "}";
        assertThat(client.ask(amend).path("error").path("code").asText()).isEqualTo("TOO_LATE");
        JsonNode orders =
                client.ask("{\"op\":\"orders\",\"id\":6,\"state\":\"all\"}").path("result");
        assertThat(orders.path("orders").get(0).path("price").asText())
                .isEqualTo(security.path("limitUp").asText());
        assertThat(orders.has("forgotten")).isFalse();
    }

    @Test
    void turnsTheDayAndRemembersIt() throws Exception {
        assertThat(get("/sim/taiwan").path("regime").asText()).isEqualTo("calm");
        HttpResponse<Buffer> refused = change("{\"regime\":\"flash-crash\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.bodyAsString())
                .contains("regime: expected calm, open, crash, bubble or limit-down, got 'flash-crash'");
        assertThat(change("{}").bodyAsString()).contains("regime: expected it, or volatility");
        assertThat(change("{\"volatility\":-1}").bodyAsString()).contains("volatility: expected 0 to 1000, got '-1'");
        assertThat(change("{\"volatility\":2.5}").bodyAsString()).contains("\"volatility\":2.5");
        assertThat(change("{\"regime\":\"crash\"}").bodyAsString()).contains("\"regime\":\"crash\"");
        JsonNode entries = get("/sim/taiwan/ledger").path("entries");
        JsonNode last = entries.get(entries.size() - 1);
        assertThat(last.path("operation").asText()).isEqualTo("REGIME");
        assertThat(last.path("regime").asText()).isEqualTo("crash");
        assertThat(last.has("volatility")).isFalse();
        assertThat(entries.get(entries.size() - 2).path("volatility").asText()).isEqualTo("2.5");
        assertThat(change("{\"regime\":\"calm\",\"volatility\":1}").statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<Buffer> change(String body) throws Exception {
        return await(http.patch(port, "127.0.0.1", "/sim/taiwan")
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer(body)));
    }

    @Test
    void answersNonsenseAndStaysUsable() throws Exception {
        Client client = Client.connect();
        for (String nonsense : new String[] {
            "{",
            "[]",
            "null",
            "1e999999",
            "{\"op\":\"nothing\"}",
            "{\"op\":\"ping\",\"more\":1}",
            "{\"op\":\"subscribe\",\"channel\":\"snapshots\"}",
            "{\"op\":\"subscribe\",\"channel\":\"snapshots\",\"symbols\":[\"none\"]}",
            "{\"op\":\"securities\",\"limit\":-1}",
            "[".repeat(5_000)
        }) {
            JsonNode reply = client.ask(nonsense);
            assertThat(reply.path("ok").asBoolean(true)).as(nonsense).isFalse();
            assertThat(reply.path("error").path("message").asText()).isNotEmpty();
        }
        assertThat(client.ask("{\"op\":\"ping\",\"id\":\"still\"}").path("id").asText())
                .isEqualTo("still");
    }

    @Test
    void servesTheExchangesPublicQuotes() throws Exception {
        Client client = Client.connect();
        JsonNode security = client.ask("{\"op\":\"securities\",\"id\":1,\"after\":\"1101\",\"limit\":1}")
                .path("result")
                .path("securities")
                .get(0);
        String code = security.path("code").asText();
        JsonNode quote = get("/stock/api/getStockInfo.jsp?ex_ch=tse_" + code + ".tw%7Cotc_" + code + ".tw");
        assertThat(quote.path("rtcode").asText()).isEqualTo("0000");
        assertThat(quote.path("msgArray").size()).isEqualTo(1);
        JsonNode row = quote.path("msgArray").get(0);
        assertThat(new java.math.BigDecimal(row.path("u").asText()))
                .isEqualByComparingTo(security.path("limitUp").asText());
        assertThat(row.path("c").asText()).isEqualTo(code);
        assertThat(row.path("b").asText()).endsWith("_");
        assertThat(get("/stock/api/getStockInfo.jsp?ex_ch=nonsense")
                        .path("rtcode")
                        .asText())
                .isEqualTo("9999");
    }

    private static JsonNode get(String path) throws Exception {
        String body = await(http.get(port, "127.0.0.1", path).send()).bodyAsString();
        JsonNode read = Inputs.read(String.valueOf(body));
        if (read == null) {
            throw new AssertionError(String.valueOf(body));
        }
        return read;
    }
}
