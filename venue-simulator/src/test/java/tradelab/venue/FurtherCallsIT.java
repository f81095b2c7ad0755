package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.venue.VenueClient.Stream;
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
        givesBack(made.path("id"), paid.path("payment").path("amount").decimalValue());
        assertThat(client.postJson("r/ext/pay/invoice/stats/earning", "{\"currency\":\"USD\"}")
                        .get(0)
                        .path("count")
                        .decimalValue())
                .isEqualByComparingTo("1000");
    }

    private void givesBack(JsonNode id, BigDecimal amount) throws Exception {
        BigDecimal before = bitcoins();
        String refund = "{\"id\":" + id + ",\"ccy\":\"BTC\",\"amount\":\"" + amount.toPlainString() + "\"}";
        JsonNode pending = client.postJson("w/ext/pay/invoice/refund", refund)
                .path("refunds")
                .path(0);
        assertThat(pending.path("status").asText()).isEqualTo("PENDING");
        assertThat(bitcoins()).isEqualByComparingTo(before.subtract(amount));
        assertThat(client.postJson("w/ext/pay/invoice/refund", refund).path(2).asText())
                .startsWith("amount: invalid");
        String mark = "{\"id\":" + id + ",\"refundId\":";
        JsonNode marked = client.postJson("w/ext/pay/invoice/mark/refunded", mark + pending.path("id") + "}");
        assertThat(marked.path("refunds").path(0).path("status").asText()).isEqualTo("COMPLETED");
        assertThat(client.postJson("w/ext/pay/invoice/mark/refunded", mark + "\"none\"}"))
                .hasToString("[\"error\",10001,\"refund: not found\"]");
    }

    private BigDecimal bitcoins() throws Exception {
        for (JsonNode wallet : client.postJson("r/wallets", "{}")) {
            if (wallet.path(0).asText().equals("exchange")
                    && wallet.path(1).asText().equals("BTC")) {
                return wallet.path(2).decimalValue();
            }
        }
        throw new AssertionError("no bitcoins");
    }

    @Test
    void submitsOrdersThatComeAgainWhenTheyAreDue() throws Exception {
        String terms = "\"alias\":\"saver\",\"_symbol\":\"tBTCUSD\",\"currency\":\"USD\",\"action\":\"buy\","
                + "\"amount\":100,\"recurrence\":\"daily\"";
        JsonNode made = client.postJson("w/ext/recurring-ao/create", "{" + terms + ",\"endless\":true}");
        String id = made.path("algoOrderId").asText();
        assertThat(made.path("status").asText()).isEqualTo("active");
        assertThat(client.postJson("r/ext/recurring-ao/detail/" + id, "{}")).isEqualTo(made);
        venue.advance(Duration.ofSeconds(1));
        JsonNode first = executed(id, 1).path("items").path(0);
        assertThat(first.path("status").asText()).isEqualTo("executed");
        assertThat(client.postJson("r/order/tBTCUSD:" + first.path("orderId") + "/trades", "{}")
                        .size())
                .isPositive();
        JsonNode changed = client.postJson("w/ext/recurring-ao/update/" + id, "{\"recurrence\":\"weekly\"}");
        assertThat(changed.path("recurrence").asText()).isEqualTo("weekly");
        venue.advance(Duration.ofDays(1));
        var _ = executed(id, 2);
        venue.advance(Duration.ofDays(3));
        var _ = executed(id, 2);
        assertThat(client.postJson("w/ext/recurring-ao/cancel/" + id, "{}")
                        .path("status")
                        .asText())
                .isEqualTo("cancelled");
        venue.advance(Duration.ofDays(30));
        var _ = executed(id, 2);
        assertThat(client.postJson("r/ext/recurring-ao/list", "{\"filter\":{\"status\":\"active,cancelled\"}}")
                        .path("totalItems")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.postJson("w/ext/recurring-ao/cancel/" + id, "{}"))
                .hasToString("[\"error\",10001,\"order: cancelled\"]");
        assertThat(client.postJson("w/ext/recurring-ao/create", "{" + terms.replace("daily", "hourly") + "}"))
                .hasToString("[\"error\",10020,\"recurrence: invalid (hourly)\"]");
    }

    private JsonNode executed(String id, int times) throws Exception {
        JsonNode page = client.postJson("r/ext/recurring-ao/order/list", "{\"algoOrderId\":\"" + id + "\"}");
        assertThat(page.path("totalItems").asInt()).isEqualTo(times);
        return page;
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

    @Test
    void tellsTheStreamOfOffersFiguresAndWhatAnotherConnectionSays() throws Exception {
        try (Stream one = client.stream();
                Stream other = client.stream()) {
            one.authenticate();
            other.authenticate();
            one.send("[0,\"fon\",null,{\"symbol\":\"fUSD\",\"amount\":\"50\",\"rate\":\"0.002\",\"period\":3}]");
            JsonNode made = event(other, "fon");
            assertThat(made.path(15).asInt()).isEqualTo(3);
            one.send("[0,\"foc\",null,{\"id\":" + made.path(0) + "}]");
            assertThat(event(other, "foc").path(10).asText()).isEqualTo("CANCELED");
            one.send(
                    "[0,\"calc\",null,[[\"margin_base\"],[\"margin_sym_tNOPE\"],[\"position\"],[\"margin_sym_tBTCUSD\"],"
                            + "[\"funding_sym_fUSD\"]]]");
            assertThat(event(one, "miu").path(0).asText()).isEqualTo("base");
            assertThat(event(one, "miu").path(1).asText()).isEqualTo("tBTCUSD");
            assertThat(event(one, "fiu").path(1).asText()).isEqualTo("fUSD");
            one.send("[0,\"n\",null,{\"type\":\"ucm-hello\",\"info\":{\"from\":\"one\"}}]");
            for (Stream each : new Stream[] {one, other}) {
                JsonNode said =
                        each.next(frame -> frame.path(2).path(1).asText().equals("ucm-hello"));
                assertThat(said.path(2).path(4).path("from").asText()).isEqualTo("one");
            }
            one.send("[0,\"n\",null,{\"type\":\"on-req\"}]");
            assertThat(one.next(message -> message.path("event").asText().equals("error"))
                            .path("msg")
                            .asText())
                    .isEqualTo("type: invalid (on-req)");
        }
    }

    private static JsonNode event(Stream stream, String name) throws InterruptedException {
        return stream.next(frame -> frame.path(1).asText().equals(name)).path(2);
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
