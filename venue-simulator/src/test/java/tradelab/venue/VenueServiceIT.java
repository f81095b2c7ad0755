package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Require;
import tradelab.runtime.ServiceHost;
import tradelab.venue.account.Signatures;
import tradelab.venue.wire.Inputs;

class VenueServiceIT {
    private static final Signatures SIGNATURES = new Signatures("demo-secret");
    private static final long PATIENCE_SECONDS = 20;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ServiceHost host;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static WebClient client;

    private static int port;
    private static long nonce = System.currentTimeMillis() * 1000;

    @BeforeAll
    static void start() throws Exception {
        host = await(ServiceHost.start(
                Map.of("venue.http.port", "0", "venue.management.port", "0", "venue.http.body-max", "64KiB"),
                new VenueService()));
        port = host.port("venue-simulator", "http");
        client = WebClient.create(host.vertx());
    }

    @AfterAll
    static void stop() throws Exception {
        await(host.close());
    }

    @Test
    void servesTwoSidedMarketsToThePublic() throws Exception {
        for (String symbol : new String[] {"tBTCUSD", "tETHUSD"}) {
            JsonNode ticker = get("/v2/ticker/" + symbol, 200);
            assertThat(ticker.size()).isEqualTo(10);
            assertThat(ticker.get(0).decimalValue())
                    .isPositive()
                    .isLessThan(ticker.get(2).decimalValue());
            assertThat(get("/v2/book/" + symbol + "/P0?len=25", 200).size()).isEqualTo(50);
            assertThat(get("/v2/book/" + symbol + "/R0?len=25", 200).size()).isEqualTo(50);
            assertThat(get("/v2/trades/" + symbol + "/hist?limit=3", 200).size())
                    .isEqualTo(3);
            assertThat(get("/v2/candles/trade:1m:" + symbol + "/hist?limit=3", 200)
                            .get(0)
                            .size())
                    .isEqualTo(6);
            assertThat(get("/v2/candles/trade%3A1m%3A" + symbol + "/last", 200).size())
                    .isEqualTo(6);
        }
        assertThat(get("/v2/platform/status", 200)).hasToString("[1]");
        assertThat(get("/v2/tickers?symbols=tBTCUSD,tNOPE", 200).size()).isEqualTo(1);
        assertThat(get("/v2/conf/pub:list:pair:exchange,pub:nope", 200))
                .hasToString("[[\"BTCUSD\",\"ETHUSD\",\"BTCUST\"],[]]");
    }

    @Test
    void answersNonsenseInTheExchangesShape() throws Exception {
        assertThat(get("/v2/nothing", 404).get(0).asText()).isEqualTo("error");
        for (String path : new String[] {
            "/v2/ticker/tNOPE",
            "/v2/book/tBTCUSD/P9",
            "/v2/book/tBTCUSD/P0?len=7",
            "/v2/trades/tBTCUSD/hist?limit=1e1000000",
            "/v2/trades/tBTCUSD/hist?limit=-1",
            "/v2/candles/trade:7m:tBTCUSD/hist"
        }) {
            JsonNode error = get(path, 500);
            assertThat(error.get(0).asText()).isEqualTo("error");
            assertThat(error.get(1).asInt()).isEqualTo(10020);
        }
        for (String body : new String[] {
            "{",
            "[]",
            "null",
            "{\"amount\":1e1000000}",
            "[".repeat(5_000),
            "{\"ops\":{}}",
            "{\"ops\":[[1,2]]}",
            "x".repeat(60_000)
        }) {
            JsonNode error = post("w/order/multi", body, 500);
            assertThat(error.get(0).asText()).isEqualTo("error");
        }
        int status = await(client.request(HttpMethod.POST, port, "127.0.0.1", "/v2/auth/w/order/submit")
                .sendBuffer(Buffer.buffer(new byte[10 * 1024 * 1024]))
                .map(HttpResponse::statusCode)
                .otherwise(500)); // the connection may break while the client still sends
        assertThat(status).isEqualTo(500);
        assertThat(get("/v2/platform/status", 200)).hasToString("[1]");
    }

    @Test
    void checksSignaturesAndNonces() throws Exception {
        assertThat(post("r/wallets", "", 200).size()).isEqualTo(8);
        long used = nonce;
        JsonNode stale = send("/v2/auth/r/wallets", "{}", used, SIGNATURES, 500);
        assertThat(stale).hasToString("[\"error\",10114,\"nonce: small\"]");
        JsonNode forged = send("/v2/auth/r/wallets", "{}", ++nonce, new Signatures("wrong"), 500);
        assertThat(forged.get(1).asInt()).isEqualTo(10100);
    }

    @Test
    void runsABatchAndAnswersEveryOperation() throws Exception {
        long before = summary("acceptances");
        JsonNode answer = post(
                "w/order/multi",
                "{\"ops\":[[\"on\"," + order("0.1", "10", 501) + "],[\"on\"," + order("5000", "10", 502)
                        + "],[\"oc\",{\"id\":1}],[\"on\"," + order("0.2", "10", 503) + "]]}",
                200);
        assertThat(answer.get(1).asText()).isEqualTo("ox_multi-req");
        assertThat(answer.get(4))
                .extracting(row -> row.get(6).asText())
                .containsExactly("SUCCESS", "ERROR", "ERROR", "SUCCESS");
        assertThat(answer.get(4).get(0).get(4).get(0).get(2).asLong()).isEqualTo(501);
        assertThat(answer.get(4).get(1).get(4).get(0).get(2).asLong()).isEqualTo(502);
        assertThat(summary("acceptances")).isEqualTo(before + 2);
        assertThat(summary("repeatedCids")).isZero();
        assertThat(post("r/orders/tBTCUSD", "{}", 200))
                .extracting(row -> row.get(2).asLong())
                .contains(501L, 503L);
        String today = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
        JsonNode cancelled =
                post("w/order/cancel/multi", "{\"cid\":[[501,\"" + today + "\"],[503,\"" + today + "\"]]}", 200);
        assertThat(cancelled.get(4).size()).isEqualTo(2);
        assertThat(post("r/orders/hist", "{\"limit\":2500}", 200))
                .extracting(row -> row.get(2).asLong())
                .contains(501L, 503L);
    }

    @Test
    void keepsABookSubscriberInStepWithChecksumsAndSequence() throws Exception {
        try (Stream stream = new Stream()) {
            stream.send("{\"event\":\"conf\",\"flags\":196608}");
            stream.send(
                    "{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"len\":\"25\",\"subId\":\"mine\"}");
            JsonNode subscribed =
                    stream.next(message -> message.path("event").asText().equals("subscribed"));
            assertThat(subscribed.path("subId").asText()).isEqualTo("mine");
            SubscriberBook book = new SubscriberBook();
            int checksums = 0;
            for (int sequence = 1; checksums < 50; sequence++) {
                JsonNode frame = stream.next(JsonNode::isArray);
                assertThat(frame.get(frame.size() - 1).asInt()).isEqualTo(sequence);
                if (frame.get(1).asText().equals("cs")) {
                    checksums++;
                    assertThat(frame.get(2).asInt()).isEqualTo(book.checksum());
                } else if (frame.get(1).isArray()) {
                    book.apply(frame.get(1));
                }
            }
        }
    }

    @Test
    void tradesOverTheAuthenticatedStream() throws Exception {
        try (Stream stream = new Stream()) {
            stream.authenticate();
            stream.send("[0,\"on\",null,{\"type\":\"EXCHANGE"
                    + " MARKET\",\"symbol\":\"tETHUSD\",\"amount\":\"0.5\",\"cid\":601}]");
            JsonNode answer = stream.next(message -> message.path(1).asText().equals("n"));
            assertThat(answer.get(2).get(6).asText()).isEqualTo("SUCCESS");
            assertThat(answer.get(2).get(4).get(2).asLong()).isEqualTo(601);
            for (String event : new String[] {"on", "te", "tu", "oc", "wu"}) {
                assertThat(stream.next(message -> message.path(1).asText().equals(event))
                                .isArray())
                        .isTrue();
            }
        }
    }

    @Test
    void refusesWhatTheStreamDoesNotUnderstandAndStaysUsable() throws Exception {
        try (Stream stream = new Stream()) {
            String[][] refused = {
                {"{\"event\":\"dance\"}", "10000"},
                {"nonsense", "10000"},
                {"[1,2,3]", "10000"},
                {"[0,\"on\",null,{}]", "10100"},
                {"{\"event\":\"subscribe\",\"channel\":\"tea\"}", "10302"},
                {"{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"tNOPE\"}", "10001"},
                {"{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"prec\":\"P9\"}", "10300"},
                {"{\"event\":\"unsubscribe\",\"chanId\":99}", "10400"},
            };
            for (String[] each : refused) {
                stream.send(each[0]);
                JsonNode error =
                        stream.next(message -> message.path("event").asText().equals("error"));
                assertThat(error.path("code").asText()).as(each[0]).isEqualTo(each[1]);
            }
            stream.send(
                    "{\"event\":\"auth\",\"apiKey\":\"demo\",\"authPayload\":\"AUTH1\",\"authSig\":\"00\",\"authNonce\":\"1\"}");
            assertThat(stream.next(message -> message.path("event").asText().equals("auth"))
                            .path("status")
                            .asText())
                    .isEqualTo("FAILED");
            stream.send("{\"event\":\"ping\",\"cid\":5}");
            assertThat(stream.next(message -> message.path("event").asText().equals("pong"))
                            .path("cid")
                            .asInt())
                    .isEqualTo(5);
            stream.send("x".repeat(10 * 1024 * 1024)); // ends this connection, and nothing else
        }
        assertThat(get("/v2/platform/status", 200)).hasToString("[1]");
    }

    private static String order(String amount, String price, long cid) {
        return "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tBTCUSD\",\"amount\":\"" + amount + "\",\"price\":\"" + price
                + "\",\"cid\":" + cid + "}";
    }

    private static long summary(String field) throws Exception {
        return get("/sim/ledger/summary", 200).path(field).asLong();
    }

    private static JsonNode get(String path, int status) throws Exception {
        return json(await(client.get(port, "127.0.0.1", path).send()), status);
    }

    private static JsonNode post(String path, String body, int status) throws Exception {
        return send("/v2/auth/" + path, body, ++nonce, SIGNATURES, status);
    }

    private static JsonNode send(String path, String body, long withNonce, Signatures signatures, int status)
            throws Exception {
        return json(
                await(client.post(port, "127.0.0.1", path)
                        .putHeader("bfx-apikey", "demo")
                        .putHeader("bfx-nonce", Long.toString(withNonce))
                        .putHeader("bfx-signature", signatures.sign("/api" + path + withNonce + body))
                        .sendBuffer(Buffer.buffer(body))),
                status);
    }

    private static JsonNode json(HttpResponse<Buffer> response, int status) {
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
        return Require.present("json", Inputs.read(String.valueOf(response.bodyAsString())));
    }

    /** A client's side of the WebSocket. */
    private static final class Stream implements AutoCloseable {
        private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        /** Held, because Vert.x closes a client that nobody holds. */
        private final WebSocketClient client;

        private final WebSocket socket;

        Stream() throws Exception {
            client = host.vertx().createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(1 << 20));
            socket = await(client.connect(port, "127.0.0.1", "/ws/2")
                    .onSuccess(opened -> opened.textMessageHandler(
                            text -> messages.add(Require.present("json", Inputs.read(text))))));
        }

        void send(String text) {
            var _ = socket.writeTextMessage(text);
        }

        void authenticate() throws Exception {
            String stamp = Long.toString(++nonce);
            String payload = "AUTH" + stamp + stamp;
            send("{\"event\":\"auth\",\"apiKey\":\"demo\",\"authNonce\":\"" + stamp + "\",\"authPayload\":\"" + payload
                    + "\",\"authSig\":\"" + SIGNATURES.sign(payload) + "\"}");
            assertThat(next(message -> message.path("event").asText().equals("auth"))
                            .path("status")
                            .asText())
                    .isEqualTo("OK");
        }

        /** Returns the next message that is wanted, passing over others. */
        JsonNode next(Predicate<JsonNode> wanted) throws InterruptedException {
            while (true) {
                JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("no such message in " + PATIENCE_SECONDS + " s");
                }
                if (wanted.test(message)) {
                    return message;
                }
            }
        }

        @Override
        public void close() throws Exception {
            await(socket.close().otherwiseEmpty());
        }
    }
}
