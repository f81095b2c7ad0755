package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.contracts.Require;
import tradelab.runtime.ServiceHost;
import tradelab.venue.account.Signatures;
import tradelab.venue.playback.JournalPlayer;
import tradelab.venue.playback.StateHash;
import tradelab.venue.wire.Inputs;

class JournalFileIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private long nonce;

    @Test
    void comesToTheStateOfTheRunningVenueWhenItsFileIsPlayed() throws Exception {
        Path file = folder.resolve("journal");
        ServiceHost host = await(ServiceHost.start(
                Map.of(
                        "venue.http.port",
                        "0",
                        "venue.management.port",
                        "0",
                        "venue.generator.events-per-second", // the past is generated, then the markets are quiet
                        "0",
                        "venue.journal-file",
                        file.toString()),
                new VenueService()));
        WebClient client = WebClient.create(host.vertx());
        int port = host.port("venue-simulator", "http");
        for (String[] each : List.of(
                new String[] {"w/order/submit", order("EXCHANGE MARKET", "0.5", "0")},
                new String[] {"w/order/submit", order("LIMIT", "0.5", "1000")},
                new String[] {"w/order/submit", order("TRAILING STOP", "-0.5", "0")},
                new String[] {
                    "w/order/multi", "{\"ops\":[[\"on\"," + order("MARKET", "1", "0") + "],[\"oc\",{\"id\":1}]]}"
                },
                new String[] {
                    "w/transfer", "{\"from\":\"exchange\",\"to\":\"margin\",\"currency\":\"USD\",\"amount\":\"7\"}"
                },
                new String[] {"w/withdraw", "{\"wallet\":\"exchange\",\"method\":\"bitcoin\",\"amount\":\"1\"}"},
                new String[] {"w/funding/offer/submit", "{\"symbol\":\"fUSD\",\"amount\":\"50\",\"rate\":\"0.001\"}"},
                new String[] {"w/order/submit", order("EXCHANGE LIMIT", "nonsense", "1")},
                new String[] {"w/order/cancel/multi", "{\"all\":1}"})) {
            var _ = post(client, port, each[0], each[1]);
        }
        JsonNode state = json(await(client.get(port, "127.0.0.1", "/sim/state").send()));
        client.close();
        await(host.close());
        JournalPlayer player = JournalPlayer.play(file);
        assertThat(state.path("journal").path("status").asText()).isEqualTo("on");
        assertThat(player.entries())
                .isGreaterThan(1_000)
                .isEqualTo(state.path("journal").path("entries").asLong());
        assertThat(StateHash.of(player.exchange())).isEqualTo(state.path("hash").asText());
        assertThat(player.exchange().accounts().getFirst().fills()).hasSizeGreaterThan(1);
    }

    @Test
    void saysWhichLineOfAFileIsNoEntry() throws Exception {
        Path file = folder.resolve("broken");
        ServiceHost host = await(ServiceHost.start(
                Map.of(
                        "venue.http.port",
                        "0",
                        "venue.management.port",
                        "0",
                        "venue.generator.enabled",
                        "false",
                        "venue.journal-file",
                        file.toString()),
                new VenueService()));
        await(host.close());
        String setup = Files.readString(file).lines().findFirst().orElseThrow();
        for (String line : new String[] {"[]", "[\"house\",1]", "[\"what\"]", "{", "[\"expiry\",\"1\"]"}) {
            Path _ = Files.writeString(file, setup + "\n[\"id\"]\n" + line + "\n");
            assertThatThrownBy(() -> JournalPlayer.play(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 3");
        }
    }

    private static String order(String type, String amount, String price) {
        return "{\"type\":\"" + type + "\",\"symbol\":\"tBTCUSD\",\"amount\":\"" + amount + "\",\"price\":\"" + price
                + "\",\"price_trailing\":\"100\"}";
    }

    private JsonNode post(WebClient client, int port, String path, String body) throws Exception {
        String name = "/v2/auth/" + path;
        long number = ++nonce;
        return json(await(client.post(port, "127.0.0.1", name)
                .putHeader("bfx-apikey", "demo")
                .putHeader("bfx-nonce", Long.toString(number))
                .putHeader("bfx-signature", new Signatures("demo-secret").sign("/api" + name + number + body))
                .sendBuffer(Buffer.buffer(body))));
    }

    private static JsonNode json(HttpResponse<Buffer> response) {
        return Require.present("body", Inputs.read(String.valueOf(response.bodyAsString())));
    }
}
