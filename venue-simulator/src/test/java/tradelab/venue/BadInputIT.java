package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.venue.VenueClient.Stream;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** Whatever a client sends, it gets the exchange's error, and the next client its answer. */
class BadInputIT {
    @RegisterExtension
    static final VenueSimulator SIMULATOR = VenueSimulator.builder().taiwan().build();

    private static final int MIB = 1024 * 1024;
    private static final String DEEP = "[".repeat(100_000);
    private static final String ORDER = "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":%s,\"amount\":%s,\"price\":%s}";

    /** Bodies of an order that cannot be one. */
    private static final List<String> ORDERS = List.of(
            "{",
            "nul",
            "[]",
            "7",
            "\"order\"",
            "{}",
            DEEP,
            "{\"type\":" + DEEP,
            "{\"a\":1}{\"b\":2}",
            order("\"tNOPE\"", "\"1\"", "\"1\""),
            order("7", "\"1\"", "\"1\""),
            order("{}", "\"1\"", "\"1\""),
            order("\"tBTCUSD\"", "[]", "\"1\""),
            order("\"tBTCUSD\"", "true", "\"1\""),
            order("\"tBTCUSD\"", "\"NaN\"", "\"1\""),
            order("\"tBTCUSD\"", "0", "\"1\""),
            order("\"tBTCUSD\"", "\"1e1000000\"", "\"1\""),
            order("\"tBTCUSD\"", "1e1000000", "\"1\""),
            order("\"tBTCUSD\"", "1e-1000000", "\"1\""),
            order("\"tBTCUSD\"", "\"1\"", "1e1000000"),
            order("\"tBTCUSD\"", "\"1\"", "\"-5\""),
            order("\"tBTCUSD\"", "9223372036854775808", "\"1\""),
            order("\"tBTCUSD\"", "\"1\"", "9".repeat(50)));

    private final RunningVenue venue = SIMULATOR.venue();
    private final VenueClient client = new VenueClient(venue);

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    private static String order(String symbol, String amount, String price) {
        return ORDER.formatted(symbol, amount, price);
    }

    @Test
    void refusesEveryImpossibleOrderOverRestInTheExchangesShape() throws Exception {
        for (String body : ORDERS) {
            var response = await(client.post("w/order/submit", body));
            JsonNode answer = VenueClient.json(response);
            String as = shortened(body) + " -> " + answer;
            if (response.statusCode() == 200) { // an order is refused in a notification
                assertThat(answer.path(6).asText()).as(as).isEqualTo("ERROR");
            } else {
                assertThat(response.statusCode()).as(as).isEqualTo(500);
                assertError(answer, as);
            }
        }
        assertThat(client.postJson("r/orders", "{}")).isEmpty();
    }

    @Test
    void refusesUnsignedRequestsAndOldNoncesOverRest() throws Exception {
        assertThat(client.signed("r/wallets", "{}", "99999999999999999", "00"))
                .hasToString("[\"error\",10100,\"apikey: digest invalid\"]");
        assertThat(client.postJson("r/wallets", "{}")).isNotEmpty();
        assertThat(client.signed("r/wallets", "{}", "1", null)).hasToString("[\"error\",10114,\"nonce: small\"]");
        assertThat(client.signed("r/wallets", "{}", "1e1000000", null))
                .hasToString("[\"error\",10114,\"nonce: small\"]");
        assertThat(client.postJson("r/wallets", "{}")).isNotEmpty();
    }

    @Test
    void answersPublicRequestsThatMakeNoSense() throws Exception {
        for (String path : List.of(
                "book/tNOPE/P0",
                "book/tBTCUSD/P9",
                "ticker/%00",
                "candles/trade:7m:tBTCUSD/hist",
                "candles/" + "a".repeat(2_000) + "/hist",
                "trades/tBTCUSD/hist?limit=1e1000000",
                "trades/tBTCUSD/hist?limit=-1&start=x",
                "nothing/at/all")) {
            JsonNode answer = client.getJson("/v2/" + path);
            assertThat(answer.isArray()).as(path + " -> " + answer).isTrue();
        }
        assertError(client.getJson("/v2/book/tBTCUSD/P9"), "precision");
    }

    @Test
    void refusesABodyOfTenMebibytes() throws Exception {
        var response = await(client.post("w/order/submit", " ".repeat(10 * MIB)).otherwiseEmpty());
        if (response != null) { // else the line was cut while the rest of the body was on its way
            assertError(VenueClient.json(response), "10 MiB");
        }
        assertThat(client.getJson("/v2/platform/status")).hasToString("[1]");
    }

    @Test
    void keepsAConnectionThatSaysWhatIsNoEvent() throws Exception {
        try (Stream stream = client.stream()) {
            for (String text : List.of(
                    "",
                    "{",
                    "7",
                    "\"x\"",
                    "{}",
                    "[]",
                    "[0]",
                    "[0,\"on\",null,{}]",
                    "{\"event\":\"dance\"}",
                    "{\"event\":7}",
                    "{\"event\":\"subscribe\"}",
                    "{\"event\":\"subscribe\",\"channel\":\"nothing\"}",
                    "{\"event\":\"subscribe\",\"channel\":\"ticker\",\"symbol\":\"tNOPE\"}",
                    "{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"len\":1e1000000}",
                    "{\"event\":\"unsubscribe\",\"chanId\":\"x\"}",
                    "{\"event\":\"conf\",\"flags\":1e1000000}",
                    "[".repeat(60_000))) {
                JsonNode answer = error(stream, text);
                assertThat(answer.path("code").isInt())
                        .as(shortened(text) + " -> " + answer)
                        .isTrue();
            }
            stream.sendBinary(new byte[] {1, 2, 3});
            var _ = stream.next(message -> message.path("event").asText().equals("error"));
            stream.send("{\"event\":\"auth\",\"apiKey\":\"nobody\",\"authSig\":\"00\",\"authNonce\":\"1\","
                    + "\"authPayload\":\"AUTH1\"}");
            assertThat(stream.next(message -> message.path("event").asText().equals("auth"))
                            .path("status")
                            .asText())
                    .isEqualTo("FAILED");
            stream.authenticate();
            for (String body : ORDERS) {
                String frame = "[0,\"on\",null," + body + "]";
                if (frame.length() < 60_000) {
                    stream.send(frame);
                    var _ = stream.next(
                            message -> message.path("event").asText().equals("error")
                                    || message.path(2).path(6).asText().equals("ERROR"));
                }
            }
            stream.send("{\"event\":\"ping\",\"cid\":7}");
            assertThat(stream.next(message -> message.path("event").asText().equals("pong"))
                            .path("cid")
                            .asInt())
                    .isEqualTo(7);
        }
    }

    @Test
    void endsAConnectionWhoseFrameIsTooLongAndSaysWhy() throws Exception {
        for (String path : List.of("/ws/2", "/taiwan/ws/1")) {
            for (int length : new int[] {100_000, 10 * MIB}) {
                try (Stream stream = client.stream(path)) {
                    stream.sendFrame("x".repeat(length));
                    assertThat(stream.closeCode())
                            .as(path + " frame of " + length)
                            .isEqualTo(1009);
                }
            }
            try (Stream stream = client.stream(path)) {
                stream.send("x".repeat(10 * MIB)); // in frames that are short enough
                assertThat(stream.closeCode()).as(path + " message").isEqualTo(1009);
            }
        }
        assertThat(client.getJson("/v2/platform/status")).hasToString("[1]");
    }

    @Test
    void keepsATaiwanConnectionThatAsksForNothingSensible() throws Exception {
        try (Stream stream = client.stream("/taiwan/ws/1")) {
            for (String text : List.of(
                    "",
                    "{",
                    "7",
                    "[]",
                    "{}",
                    "{\"op\":7}",
                    "{\"op\":\"dance\"}",
                    "{\"op\":\"ping\",\"more\":1}",
                    "{\"op\":\"subscribe\",\"channel\":\"nothing\",\"symbols\":\"*\"}",
                    "{\"op\":\"subscribe\",\"channel\":\"trades\",\"symbols\":[\"NOPE\"]}",
                    "{\"op\":\"login\",\"account\":\"nobody\",\"secret\":\"x\"}",
                    "{\"op\":\"login\",\"account\":7,\"secret\":[]}",
                    "{\"op\":\"submit\"}",
                    "[".repeat(60_000))) {
                refused(stream, text);
            }
            stream.sendBinary(new byte[] {1, 2, 3});
            var _ = stream.next(message -> !message.path("ok").asBoolean(true));
            stream.send("{\"op\":\"login\",\"account\":\"" + venue.key() + "\",\"secret\":\"" + venue.secret() + "\"}");
            var _ = stream.next(message -> message.path("ok").asBoolean());
            for (String fields : List.of(
                    "\"price\":593,\"shares\":1000",
                    "\"price\":\"1e1000000\",\"shares\":1000",
                    "\"price\":\"-1\",\"shares\":1000",
                    "\"price\":\"593\",\"shares\":1e1000000",
                    "\"price\":\"593\",\"shares\":-1000",
                    "\"price\":\"593\",\"shares\":9223372036854775807",
                    "\"price\":\"593\",\"shares\":\"1000\"",
                    "\"price\":[],\"shares\":{}")) {
                refused(
                        stream,
                        "{\"op\":\"submit\",\"clientOrderId\":\"a\",\"symbol\":\"2330\",\"side\":\"BUY\","
                                + "\"orderType\":\"LIMIT\"," + fields + "}");
            }
            stream.send("{\"op\":\"ping\",\"id\":7}");
            assertThat(stream.next(message -> message.path("ok").asBoolean())
                            .path("id")
                            .asInt())
                    .isEqualTo(7);
        }
    }

    private static JsonNode error(Stream stream, String text) throws Exception {
        stream.send(text);
        stream.send("{\"event\":\"ping\",\"cid\":" + text.hashCode() + "}");
        JsonNode answer = stream.next(message -> message.path("event").asText().matches("error|pong"));
        assertThat(answer.path("event").asText()).as(shortened(text)).isEqualTo("error");
        var _ = stream.next(message -> message.path("event").asText().equals("pong"));
        return answer;
    }

    private static void refused(Stream stream, String text) throws Exception {
        stream.send(text);
        JsonNode reply = stream.next(message -> message.path("type").asText().equals("reply"));
        String as = shortened(text) + " -> " + reply;
        assertThat(reply.path("ok").asBoolean(true)).as(as).isFalse();
        assertThat(reply.path("error").path("code").asText()).as(as).isNotEmpty();
        assertThat(reply.path("error").path("message").asText()).as(as).isNotEmpty();
    }

    private static void assertError(JsonNode answer, String as) {
        assertThat(answer.path(0).asText()).as(as).isEqualTo("error");
        assertThat(answer.path(1).isInt()).as(as).isTrue();
        assertThat(answer.path(2).asText()).as(as).isNotEmpty();
    }

    private static String shortened(String text) {
        return text.length() < 100 ? text : text.substring(0, 100) + "...";
    }
}
