package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** What an account's connections are told, and in which order its past is read. */
class AccountFilterIT {
    private static final String FAR =
            "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"%s\",\"amount\":\"0.5\",\"price\":\"%s\"}";
    private static final String MARKET = "{\"type\":\"EXCHANGE MARKET\",\"symbol\":\"%s\",\"amount\":\"%s\"}";

    @RegisterExtension
    static final VenueSimulator SIMULATOR = VenueSimulator.builder().build();

    private final RunningVenue venue = SIMULATOR.venue();
    private final VenueClient client = new VenueClient(venue);

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @Test
    void aConnectionIsToldWhatItsFilterNames() throws Exception {
        try (VenueClient.Stream stream = client.stream()) {
            List<String> first = snapshots(stream, "[\"trading-tETHUSD\",\"wallet-exchange-USD\"]");
            assertThat(first).containsExactly("ps", "ws", "os");
            var _ = client.postJson("w/order/submit", FAR.formatted("tBTCUSD", "30000"));
            var _ = client.postJson("w/order/submit", FAR.formatted("tETHUSD", "1500"));
            JsonNode order = stream.next(message -> message.path(1).asText().equals("on"));
            assertThat(order.path(2).path(3).asText()).isEqualTo("tETHUSD");
            var _ = client.postJson("w/order/submit", MARKET.formatted("tETHUSD", "0.5"));
            JsonNode wallet = stream.next(message -> {
                assertThat(message.path(2).path(1).asText()).isNotEqualTo("ETH");
                return message.path(1).asText().equals("wu");
            });
            assertThat(wallet.path(2).path(1).asText()).isEqualTo("USD");
        }
        try (VenueClient.Stream stream = client.stream()) {
            assertThat(snapshots(stream, "[\"funding\"]")).containsExactly("fos", "fcs", "fls");
        }
        try (VenueClient.Stream stream = client.stream()) {
            assertThat(snapshots(stream, "[]")).containsExactly("ps", "ws", "os", "fos", "fcs", "fls");
        }
    }

    /** Returns the kinds of frames that come before the answer to a ping. */
    private static List<String> snapshots(VenueClient.Stream stream, String filter) throws Exception {
        stream.authenticate(",\"filter\":" + filter);
        stream.send("{\"event\":\"ping\",\"cid\":1}");
        List<String> kinds = new ArrayList<>();
        var _ = stream.next(message -> {
            if (message.isArray() && message.path(2).isArray()) {
                kinds.add(message.path(1).asText());
            }
            return message.path("event").asText().equals("pong");
        });
        return kinds;
    }

    @Test
    void readsTradesFromTheOldestIfAsked() throws Exception {
        for (String amount : List.of("0.1", "0.2", "0.3")) {
            var _ = client.postJson("w/order/submit", MARKET.formatted("tBTCUSD", amount));
        }
        List<Long> newest = ids(client.postJson("r/trades/hist", "{}"));
        List<Long> oldest = ids(client.postJson("r/trades/hist", "{\"sort\":1}"));
        assertThat(newest).hasSizeGreaterThanOrEqualTo(3).isNotEqualTo(oldest);
        assertThat(oldest).isEqualTo(newest.reversed());
        assertThat(ids(client.postJson("r/trades/hist", "{\"sort\":1,\"limit\":2}")))
                .isEqualTo(oldest.subList(0, 2));
    }

    private static List<Long> ids(JsonNode rows) {
        List<Long> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.path(0).asLong()));
        return ids;
    }

    @Test
    void anUpdateBelowTheMinimumIsRefused() throws Exception {
        JsonNode order = client.postJson("w/order/submit", FAR.formatted("tBTCUSD", "30000"))
                .path(4)
                .path(0);
        String id = "{\"id\":" + order.path(0) + ",\"amount\":\"";
        assertThat(client.postJson("w/order/update", id + "0.00000001\"}")
                        .path(2)
                        .asText())
                .startsWith("Invalid order: minimum size for");
        assertThat(client.postJson("w/order/update", id + "0.25\"}").path(6).asText())
                .isEqualTo("SUCCESS");
    }
}
