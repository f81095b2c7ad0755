package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.venue.VenueClient.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.testing.Await;
import tradelab.venue.VenueClient.Stream;
import tradelab.venue.replay.RecordingWriter;
import tradelab.venue.testing.VenueSimulator;

/** Time and weather of the markets, changed by HTTP while clients are connected. */
class LifeControlIT {
    /** A minute: the only bid and ask are at 6443 in its first half and at 6300 in its second. */
    @RegisterExtension
    static final VenueSimulator REPLAYED = VenueSimulator.builder()
            .replay(minute().toString(), "1")
            .setting("venue.replay.subscribers-min", "0")
            .build();

    @RegisterExtension
    static final VenueSimulator GENERATED = VenueSimulator.builder()
            .life(200, 1)
            .scenario("crash")
            .setting("venue.instruments", "tBTCUSD=50000")
            .build();

    private static final long LENGTH_MILLIS = 59_990;

    @Test
    void pausesSeeksAndGoesOnWhileOwnOrdersMeetTheReplayedBook() throws Exception {
        try (VenueClient client = new VenueClient(REPLAYED.venue());
                Stream stream = client.stream()) {
            JsonNode paused = change(client, "/sim/replay", "{\"paused\":true}");
            assertThat(paused.path("state").asText()).isEqualTo("playing");
            assertThat(paused.path("lengthMillis").asLong()).isEqualTo(LENGTH_MILLIS);
            assertThat(seek(client, 10_000)).isEqualTo(10_000);
            JsonNode book = stream.book("tBTCUSD", 0);
            assertThat(best(book)).isEqualTo(6443);

            submit(client, "0.1", "6350");
            assertThat(open(client)).isEqualTo(1);
            assertThat(seek(client, 40_000)).isEqualTo(40_000);
            assertThat(best(stream.next(frame -> frame.path(1).path(0).isArray())))
                    .isEqualTo(6300);
            assertThat(open(client)).isZero();
            assertThat(lastClosed(client)).isEqualTo("EXECUTED @ 6350(0.1)");

            submit(client, "0.1", "6290");
            assertThat(seek(client, 0)).isZero();
            assertThat(best(stream.next(frame -> frame.path(1).path(0).isArray())))
                    .isEqualTo(6443);
            assertThat(open(client)).isEqualTo(1);
            submit(client, "-0.1", "6400");
            assertThat(lastClosed(client)).isEqualTo("EXECUTED @ 6443(-0.1)");

            var _ = change(client, "/sim/replay", "{\"paused\":false,\"speed\":0}");
            JsonNode end = until(client, "/sim/replay", "state", "holding");
            assertThat(end.path("positionMillis").asLong()).isEqualTo(LENGTH_MILLIS);
            assertThat(seek(client, 20_000)).isGreaterThanOrEqualTo(20_000);
        }
    }

    @Test
    void showsEachRecordedLevelAsOneOrder() throws Exception {
        try (VenueClient client = new VenueClient(REPLAYED.venue());
                Stream stream = client.stream()) {
            var _ = change(client, "/sim/replay", "{\"paused\":true}");
            assertThat(seek(client, 10_000)).isEqualTo(10_000);
            JsonNode first = client.getJson("/v2/book/tBTCUSD/R0").path(0);
            assertThat(first.path(0).asLong()).isEqualTo(644_300_000_000L);
            assertThat(first.path(1).asDouble()).isEqualTo(6443);
            stream.send("{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"prec\":\"R0\"}");
            assertThat(stream.next(frame -> frame.path(1).path(0).isArray())
                            .path(1)
                            .path(0))
                    .isEqualTo(first);
            assertThat(seek(client, 40_000)).isEqualTo(40_000);
            JsonNode gone = stream.next(frame -> frame.path(1).path(0).asLong() == 644_300_000_000L);
            assertThat(gone.path(1).path(1).asInt()).isZero();
            assertThat(stream.next(frame -> frame.path(1).path(0).asLong() == 630_000_000_000L)
                            .path(1)
                            .path(1)
                            .asDouble())
                    .isEqualTo(6300);
        }
    }

    @Test
    void refusesAReplayChangeThatCannotBeAndNamesTheField() throws Exception {
        try (VenueClient client = new VenueClient(REPLAYED.venue())) {
            assertRefused(client, "/sim/replay", "{\"speed\":-1}", "speed: expected 0");
            assertRefused(client, "/sim/replay", "{\"speed\":\"fast\"}", "speed: expected");
            assertRefused(client, "/sim/replay", "{\"paused\":1}", "paused: expected");
            assertRefused(client, "/sim/replay", "{\"positionMillis\":-1}", "positionMillis: expected 0");
            assertRefused(client, "/sim/replay", "{\"position\":1}", "position: unknown field");
            assertRefused(client, "/sim/replay", "[]", "expected");
            assertRefused(
                    client,
                    "/sim/replay",
                    "{\"positionMillis\":59991}",
                    "positionMillis: expected 0 to 59990, got '59991'");
            assertThat(await(client.get("/sim/generator")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void beginsWithTheRegimeOfItsFileAndGoesThroughAnother() throws Exception {
        try (VenueClient client = new VenueClient(GENERATED.venue())) {
            JsonNode first = client.getJson("/sim/generator");
            assertThat(first.path("regime").asText()).isEqualTo("crash");
            assertThat(first.path("regimes").toString())
                    .isEqualTo("[\"calm\",\"open\",\"crash\",\"bubble\",\"flash-crash\"]");
            var _ = change(client, "/sim/generator", "{\"regime\":\"calm\"}");
            double before = client.getJson("/v2/ticker/tBTCUSD").get(6).asDouble();
            JsonNode crashing =
                    change(client, "/sim/generator", "{\"regime\":\"flash-crash\",\"speed\":50,\"volatility\":0}");
            assertThat(crashing.path("regime").asText()).isEqualTo("flash-crash");
            assertThat(crashing.path("speed").asDouble()).isEqualTo(50);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (low(client) > before * 0.92) {
                assertThat(System.nanoTime())
                        .as("fallen to %s from %s", low(client), before)
                        .isLessThan(end);
            }
            JsonNode paused = change(client, "/sim/generator", "{\"paused\":true}");
            GENERATED.venue().advance(Duration.ofSeconds(1));
            assertThat(client.getJson("/sim/generator").path("actions")).isEqualTo(paused.path("actions"));
        }
    }

    @Test
    void refusesAGeneratorChangeThatCannotBeAndNamesTheField() throws Exception {
        try (VenueClient client = new VenueClient(GENERATED.venue())) {
            assertRefused(
                    client,
                    "/sim/generator",
                    "{\"regime\":\"limit-down\"}",
                    "regime: expected one of [calm, open, crash, bubble, flash-crash], got 'limit-down'");
            assertRefused(client, "/sim/generator", "{\"speed\":0}", "speed: expected above 0 to 1000, got '0'");
            assertRefused(client, "/sim/generator", "{\"volatility\":1e9}", "volatility: expected 0 to 1000");
            assertRefused(client, "/sim/generator", "{", "body: expected JSON");
            HttpResponse<Buffer> none = await(client.get("/sim/replay"));
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(none.bodyAsString()).contains("venue.replay.file");
        }
    }

    private static Path minute() {
        try {
            Path file = Files.createTempFile("minute", ".txt");
            file.toFile().deleteOnExit();
            try (RecordingWriter writer = RecordingWriter.create(file)) {
                writer.write("{\"event\":\"subscribed\",\"channel\":\"trades\",\"chanId\":8,\"symbol\":\"tBTCUSD\"}");
                writer.write("[8,\"te\",[1,1000000,0.1,6443]]");
                writer.write("{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":7,\"symbol\":\"tBTCUSD\"}");
                writer.write("[7,[[6443,1,1],[6443.1,1,-1]]]");
                for (int i = 1; i <= 5_999; i++) {
                    write(writer, i);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame every 10 ms, every tenth a trade. */
    private static void write(RecordingWriter writer, int i) throws IOException {
        long millis = 1_000_000 + 10L * i;
        String bid = i < 3_000 ? "6443" : "6300";
        String[] moves = {"[7,[6443,0,1]]", "[7,[6300,1,1]]", "[7,[6443.1,0,-1]]", "[7,[6300.1,1,-1]]"};
        if (i >= 3_001 && i <= 3_004) {
            writer.write(moves[i - 3_001]);
        } else if (i % 10 == 9) {
            writer.write("[8,\"te\",[" + (1 + i) + "," + millis + ",-0.1," + bid + "]]");
        } else if (i != 3_000) {
            writer.write("[7,[" + bid + ",1," + (1 + i % 7) + "]]");
        } else {
            writer.write("[8,\"hb\"]");
        }
    }

    private static JsonNode change(VenueClient client, String path, String body) throws Exception {
        HttpResponse<Buffer> response = await(client.patchSim(path, body));
        assertThat(response.statusCode()).as("%s", response.bodyAsString()).isEqualTo(200);
        return json(response);
    }

    private static long seek(VenueClient client, long positionMillis) throws Exception {
        return change(client, "/sim/replay", "{\"positionMillis\":" + positionMillis + "}")
                .path("positionMillis")
                .asLong();
    }

    private static JsonNode until(VenueClient client, String path, String field, String value) throws Exception {
        return Await.until(
                field + " " + value,
                () -> client.getJson(path),
                now -> now.path(field).asText().equals(value));
    }

    private static void assertRefused(VenueClient client, String path, String body, String message) throws Exception {
        HttpResponse<Buffer> response = await(client.patchSim(path, body));
        assertThat(response.statusCode()).as("%s", response.bodyAsString()).isEqualTo(400);
        assertThat(response.bodyAsString()).contains(message);
    }

    private static void submit(VenueClient client, String amount, String price) throws Exception {
        JsonNode answer = client.postJson(
                "w/order/submit",
                "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tBTCUSD\",\"amount\":\"" + amount + "\",\"price\":\"" + price
                        + "\"}");
        assertThat(answer.get(6).asText()).as("%s", answer).isEqualTo("SUCCESS");
    }

    private static int open(VenueClient client) throws Exception {
        return client.postJson("r/orders", "{}").size();
    }

    private static String lastClosed(VenueClient client) throws Exception {
        return client.postJson("r/orders/hist", "{}").get(0).get(13).asText();
    }

    private static double best(JsonNode snapshot) {
        return snapshot.get(1).get(0).get(0).asDouble();
    }

    private static double low(VenueClient client) throws Exception {
        double low = Double.MAX_VALUE;
        for (JsonNode candle : client.getJson("/v2/candles/trade:1m:tBTCUSD/hist?limit=2")) {
            low = Math.min(low, candle.get(4).asDouble());
        }
        return low;
    }
}
