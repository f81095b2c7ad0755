package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Require;
import tradelab.runtime.ServiceHost;
import tradelab.venue.account.Signatures;
import tradelab.venue.wire.Inputs;

/** Every recorded request is answered in the recorded shape: the same nesting and kinds, no element fewer. */
class FixtureAnswersIT {
    private static final Path RECORDED = Path.of("../../shared/data/fixtures/bitfinex-net/Endpoints/Spot");
    private static final String ORDER =
            "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tETHUST\",\"amount\":\"0.1\",\"price\":\"1\"}";

    @SuppressWarnings("NullAway.Init") // set before each test
    private ServiceHost host;

    @SuppressWarnings("NullAway.Init") // set before each test
    private WebClient client;

    private int port;
    private long nonce;

    /** A request, and what the exchange answered. */
    private record Recorded(String name, HttpMethod method, String path, JsonNode answer) {}

    @BeforeEach
    void start() throws Exception {
        host = await(ServiceHost.start(
                Map.of(
                        "venue.http.port",
                        "0",
                        "venue.management.port",
                        "0",
                        "venue.instruments",
                        "tBTCUSD=50000,tETHUSD=2500,tETHUST=2500,tBTCF0:USTF0=50000"),
                new VenueService()));
        port = host.port("venue-simulator", "http");
        client = WebClient.create(host.vertx());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        await(host.close());
    }

    @Test
    void answersEveryRecordedRequestInItsShape() throws Exception {
        live();
        List<String> different = new ArrayList<>();
        for (Recorded recorded : recorded()) {
            JsonNode answer = ask(recorded.method(), query(recorded), body(recorded.path()));
            String difference = difference("answer", recorded.answer(), answer);
            if (!difference.isEmpty()) {
                different.add(recorded.name() + ": " + difference + " in " + shortened(answer));
            }
        }
        assertThat(different).isEmpty();
    }

    /** Gives the account something to tell of. */
    private void live() throws Exception {
        var _ = ask(HttpMethod.POST, "/v2/auth/w/order/submit", ORDER.replace("EXCHANGE LIMIT", "EXCHANGE MARKET"));
        var _ = ask(HttpMethod.POST, "/v2/auth/w/order/submit", ORDER.replace("EXCHANGE LIMIT", "MARKET"));
        var _ = ask(HttpMethod.POST, "/v2/auth/w/order/submit", ORDER);
        var _ = ask(HttpMethod.POST, "/v2/auth/w/withdraw", body("/v2/auth/w/withdraw"));
        var _ = ask(HttpMethod.POST, "/v2/auth/w/alert/set", body("/v2/auth/w/alert/set"));
    }

    private static String query(Recorded recorded) {
        String path = recorded.path();
        if (path.equals("/v2/tickers")) {
            return path + "?symbols=" + (recorded.name().contains("Funding") ? "fUSD" : "tBTCUSD");
        }
        return path;
    }

    private String body(String path) throws Exception {
        return switch (path) {
            case "/v2/auth/w/order/submit" -> ORDER;
            case "/v2/auth/w/order/cancel" -> {
                JsonNode made = ask(HttpMethod.POST, "/v2/auth/w/order/submit", ORDER);
                yield "{\"id\":" + made.path(4).path(0).path(0) + "}";
            }
            case "/v2/auth/w/order/cancel/multi" -> "{\"all\":1}";
            case "/v2/auth/w/position/claim", "/v2/auth/r/movements/info" -> held(path);
            case "/v2/auth/w/position/increase", "/v2/auth/r/position/increase/info" ->
                "{\"symbol\":\"tETHUST\",\"amount\":\"0.01\"}";
            case "/v2/auth/w/alert/set" -> "{\"type\":\"price\",\"symbol\":\"tETHUST\",\"price\":123}";
            case "/v2/auth/w/transfer" ->
                "{\"from\":\"exchange\",\"to\":\"margin\",\"currency\":\"ETH\",\"amount\":\"1\"}";
            case "/v2/auth/w/withdraw" ->
                "{\"wallet\":\"exchange\",\"method\":\"ethereum\",\"amount\":\"0.01\",\"address\":\"a\"}";
            case "/v2/auth/w/deposit/address" -> "{\"wallet\":\"exchange\",\"method\":\"bitcoin\"}";
            case "/v2/auth/calc/order/avail" ->
                "{\"symbol\":\"tETHUST\",\"dir\":1,\"rate\":\"2500\",\"type\":\"EXCHANGE\"}";
            case "/v2/calc/trade/avg" -> "{\"symbol\":\"tETHUST\",\"amount\":\"1.123\"}";
            case "/v2/calc/fx" -> "{\"ccy1\":\"BTC\",\"ccy2\":\"USD\"}";
            default -> "{}";
        };
    }

    private String held(String path) throws Exception {
        boolean position = path.endsWith("claim");
        JsonNode all = ask(HttpMethod.POST, position ? "/v2/auth/r/positions" : "/v2/auth/r/movements/hist", "{}");
        return "{\"id\":" + all.path(0).path(position ? 11 : 0).asLong() + "}";
    }

    private List<Recorded> recorded() throws IOException {
        if (!Files.isDirectory(RECORDED)) {
            return List.of(
                    new Recorded("status", HttpMethod.GET, "/v2/platform/status", json("[1]")),
                    new Recorded("book", HttpMethod.GET, "/v2/book/tETHUST/P2", json("[[8744.9,2,0.45]]")),
                    new Recorded(
                            "cancel",
                            HttpMethod.POST,
                            "/v2/auth/w/order/cancel",
                            json("[1,\"oc-req\",null,null,[1]]")));
        }
        Map<String, Recorded> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(RECORDED)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                String[] parts = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\\R", 4);
                String name = String.valueOf(file.getFileName());
                // The fixtures stand a pair where a ledger's currency is meant, and ask for all by one of the keys.
                String path = parts[1].strip().replace("/r/ledgers/tETHUST/", "/r/ledgers/UST/");
                if (!path.startsWith("/v1/")) {
                    found.put(name, new Recorded(name, HttpMethod.valueOf(parts[0].strip()), path, json(parts[3])));
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(60);
        return List.copyOf(found.values());
    }

    /** Returns where two answers differ in shape, or nothing. Lists may be empty; what is null may be anything. */
    private static String difference(String where, JsonNode recorded, JsonNode answer) {
        if (recorded.isNull() || answer.isNull()) {
            return "";
        }
        if (recorded.isArray()) {
            return answer.isArray() ? elements(where, recorded, answer) : where + ": expected an array";
        }
        if (recorded.isObject()) {
            return answer.isObject() ? "" : where + ": expected an object";
        }
        boolean number = recorded.isNumber() || recorded.asText().matches("[0-9.]+");
        boolean same =
                number ? answer.isNumber() || answer.isTextual() : recorded.getNodeType() == answer.getNodeType();
        return same ? "" : where + ": expected " + recorded.getNodeType() + ", got " + answer.getNodeType();
    }

    private static String elements(String where, JsonNode recorded, JsonNode answer) {
        boolean list = recorded.path(0).isArray()
                && (recorded.size() < 2 || recorded.path(1).isArray());
        if (list || answer.isEmpty()) {
            return answer.isEmpty() ? "" : difference(where + "[0]", recorded.get(0), answer.get(0));
        }
        if (recorded.path(0).isTextual()
                && Stream.iterate(0, i -> i < recorded.size(), i -> i + 1)
                        .allMatch(i -> recorded.get(i).isTextual())) {
            return ""; // a list of names
        }
        if (answer.size() < recorded.size()) {
            return where + ": expected " + recorded.size() + " elements, got " + answer.size();
        }
        for (int i = 0; i < recorded.size(); i++) {
            String difference = difference(where + "[" + i + "]", recorded.get(i), answer.get(i));
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    private JsonNode ask(HttpMethod method, String path, String body) throws Exception {
        var request = client.request(method, port, "127.0.0.1", path);
        if (path.startsWith("/v2/auth/")) {
            long number = ++nonce;
            var _ = request.putHeader("bfx-apikey", "demo")
                    .putHeader("bfx-nonce", Long.toString(number))
                    .putHeader("bfx-signature", new Signatures("demo-secret").sign("/api" + path + number + body));
        }
        HttpResponse<Buffer> response =
                await(method.equals(HttpMethod.GET) ? request.send() : request.sendBuffer(Buffer.buffer(body)));
        return json(String.valueOf(response.bodyAsString()));
    }

    private static JsonNode json(String text) {
        return Require.present("json", Inputs.read(text.strip()));
    }

    private static String shortened(JsonNode answer) {
        String text = answer.toString();
        return text.length() < 200 ? text : text.substring(0, 200) + "...";
    }
}
