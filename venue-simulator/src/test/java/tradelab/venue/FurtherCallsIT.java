package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** What accounts do beside trading: invoices, messages, and what older clients ask for. */
class FurtherCallsIT {
    @RegisterExtension
    static final VenueSimulator SIMULATOR = VenueSimulator.builder().build();

    private final RunningVenue venue = SIMULATOR.venue();
    private final VenueClient client = new VenueClient(venue);

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @Test
    void keepsAMerchantsInvoicesThroughTheirLives() throws Exception {
        JsonNode made = create("o-1");
        assertThat(made.path("status").asText()).isEqualTo("CREATED");
        assertThat(made.path("invoices").get(0).path("payCurrency").asText()).isEqualTo("BTC");
        assertThat(create("o-2").path("id")).isNotEqualTo(made.path("id"));
        String named = "{\"id\":" + made.path("id") + "}";
        JsonNode unpaid = client.postJson(
                "w/ext/pay/invoice/complete", "{\"id\":" + made.path("id") + ",\"payCcy\":\"BTC\",\"ledgerId\":1}");
        assertThat(unpaid).hasToString("[\"error\",10001,\"payment: not found\"]");
        assertThat(client.postJson("w/ext/pay/invoice/expire", named)
                        .path("status")
                        .asText())
                .isEqualTo("EXPIRED");
        assertThat(client.postJson("w/ext/pay/invoice/expire", named))
                .hasToString("[\"error\",10001,\"invoice: EXPIRED\"]");
        assertThat(client.postJson("r/ext/pay/invoice/events", named))
                .extracting(each -> each.path("event").asText())
                .containsExactly("CREATED", "EXPIRED");
        JsonNode page = client.postJson("r/ext/pay/invoices/paginated", "{\"status\":[\"EXPIRED\"]}");
        assertThat(page.path("items")).extracting(each -> each.path("id")).containsExactly(made.path("id"));
        assertThat(client.postJson("r/ext/pay/invoices", named).size()).isEqualTo(1);
    }

    @Test
    void completesAnInvoiceWithMoneyThatCame() throws Exception {
        var _ = client.postJson(
                "w/transfer", "{\"from\":\"exchange\",\"to\":\"funding\",\"amount\":\"1\",\"currency\":\"BTC\"}");
        JsonNode came = MissingNode.getInstance();
        for (JsonNode entry : client.postJson("r/ledgers/BTC/hist", "{}")) {
            came = entry.get(5).asDouble() > 0 ? entry : came;
        }
        assertThat(came.size()).isEqualTo(9);
        JsonNode made = create("o-3");
        JsonNode paid = client.postJson(
                "w/ext/pay/invoice/complete",
                "{\"id\":" + made.path("id") + ",\"payCcy\":\"BTC\",\"ledgerId\":" + came.get(0) + "}");
        assertThat(paid.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(client.postJson("r/ext/pay/invoice/stats/earning", "{\"currency\":\"USD\"}")
                        .get(0)
                        .path("count")
                        .decimalValue())
                .isEqualByComparingTo("1000");
    }

    @Test
    void showsPublicMessagesToEverybodyAndOthersToTheirAuthor() throws Exception {
        JsonNode open = say("A message that all may read", 1);
        JsonNode own = say("A message to nobody but me", 0);
        assertThat(client.getJson("/v2/pulse/hist"))
                .extracting(row -> row.get(0))
                .containsExactly(open.get(0));
        assertThat(client.postJson("r/pulse/hist", "{}").size()).isEqualTo(2);
        assertThat(client.getJson("/v2/pulse/profile/" + venue.key()).get(3).asText())
                .isEqualTo(venue.key());
        assertThat(client.postJson("w/pulse/del", "{\"pid\":" + own.get(0) + "}"))
                .hasToString("[1]");
        assertThat(client.postJson("w/pulse/add", "{\"title\":\"short\",\"content\":\"c\"}"))
                .hasToString("[\"error\",10020,\"title: invalid (short)\"]");
    }

    @Test
    void answersTheRubyClientsOwnNamesOfCalls() throws Exception {
        var _ = client.postJson(
                "w/funding/offer/submit", "{\"symbol\":\"fUSD\",\"amount\":\"100\",\"rate\":\"0.001\",\"period\":2}");
        assertThat(client.postJson("r/offers", "{}").path(0).path(1).asText()).isEqualTo("fUSD");
        assertThat(client.postJson("r/funding/fUSD", "{}")).isEqualTo(client.postJson("r/info/funding/fUSD", "{}"));
        assertThat(client.postJson("r/margin/base", "{}").path(0).asText()).isEqualTo("base");
        assertThat(client.postJson("r/margin/tBTCUSD", "{}").path(1).asText()).isEqualTo("tBTCUSD");
    }

    private JsonNode say(String title, int open) throws Exception {
        return client.postJson(
                "w/pulse/add", "{\"title\":\"" + title + "\",\"content\":\"text\",\"isPublic\":" + open + "}");
    }

    private JsonNode create(String order) throws Exception {
        return client.postJson(
                "w/ext/pay/invoice/create",
                "{\"amount\":\"1000\",\"currency\":\"USD\",\"orderId\":\"" + order
                        + "\",\"payCurrencies\":[\"BTC\",\"ETH\"]}");
    }
}
