package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import tradelab.venue.VenueClient.Stream;
import tradelab.venue.fault.ArrivalEntry;
import tradelab.venue.testing.RunningVenue;

/** A client of the Taiwan market, logged in, that trades one security and puts faults in force by the API. */
final class TaiwanTrader implements AutoCloseable {
    private static final int SECURITIES = 2_356;

    private final RunningVenue venue;
    private final VenueClient client;
    private final JsonNode security;
    private Stream stream;
    private int orders;

    TaiwanTrader(RunningVenue venue) throws Exception {
        this.venue = venue;
        client = new VenueClient(venue);
        stream = client.stream("/taiwan/ws/1");
        security = ask("\"op\":\"securities\",\"after\":\"1101\",\"limit\":1")
                .path("result")
                .path("securities")
                .get(0);
        login();
    }

    /** Connects anew, as after the end of a connection. */
    void reconnect() throws Exception {
        stream = client.stream("/taiwan/ws/1");
        login();
    }

    VenueClient client() {
        return client;
    }

    Stream stream() {
        return stream;
    }

    /** Returns the path of the security's quotes. */
    String quotes() {
        String market = security.path("market").asText().equals("TWSE") ? "tse_" : "otc_";
        return "/stock/api/getStockInfo.jsp?ex_ch=" + market + code() + ".tw";
    }

    /** Returns how many client order ids were used up. */
    int orders() {
        return orders;
    }

    @Override
    public void close() throws Exception {
        stream.close();
        client.close();
    }

    /** Follows every snapshot, and returns the number of the frame with the last of the first rows. */
    long follow() throws Exception {
        var _ = ask("\"op\":\"subscribe\",\"channel\":\"snapshots\",\"symbols\":\"*\"");
        long sequence = 0;
        for (int rows = 0; rows < SECURITIES; ) {
            JsonNode frame = stream.next(each -> each.path("full").asBoolean());
            rows += frame.path("rows").size();
            sequence = frame.path("sequence").asLong();
        }
        return sequence;
    }

    JsonNode update() throws Exception {
        return stream.next(each -> each.path("type").asText().equals("snapshots"));
    }

    JsonNode execution() throws Exception {
        return stream.next(each -> each.path("type").asText().equals("execution"));
    }

    /** Buys what somebody offers. */
    void trade() throws Exception {
        stream.send("{\"op\":\"submit\"," + fields("trade").replace("SELL", "BUY") + "}");
    }

    JsonNode submit(String name) throws Exception {
        stream.send(order(name));
        return reply();
    }

    String order(String name) {
        orders++;
        return "{\"op\":\"submit\"," + fields(name) + "}";
    }

    /** An order that rests: nobody buys at the upper limit. */
    String fields(String name) {
        return "\"clientOrderId\":\"" + name + "-" + orders + "\",\"symbol\":\"" + code()
                + "\",\"side\":\"SELL\",\"orderType\":\"LIMIT\",\"price\":\""
                + security.path("limitUp").asText() + "\",\"shares\":1000";
    }

    String code() {
        return security.path("code").asText();
    }

    String otherCode() throws Exception {
        return ask("\"op\":\"securities\",\"after\":\"" + code() + "\",\"limit\":1")
                .path("result")
                .path("securities")
                .get(0)
                .path("code")
                .asText();
    }

    private void login() throws Exception {
        orders = (int) venue.arrivals(0).size(); // client order ids are used once
        String who = "\"account\":\"" + venue.key() + "\",\"secret\":\"" + venue.secret() + "\"";
        assertThat(ask("\"op\":\"login\"," + who).path("ok").asBoolean()).isTrue();
    }

    JsonNode ask(String fields) throws Exception {
        stream.send("{" + fields + "}");
        return reply();
    }

    private JsonNode reply() throws Exception {
        return stream.next(each -> each.path("type").asText().equals("reply"));
    }

    ArrivalEntry arrival() {
        List<ArrivalEntry> all = venue.arrivals(0);
        return all.getLast();
    }

    String fault(String fields) throws Exception {
        HttpResponse<Buffer> added = await(client.postSim("/sim/faults", "{" + fields + "}"));
        assertThat(added.statusCode()).as(added.bodyAsString()).isEqualTo(200);
        return VenueClient.json(added).path("id").asText();
    }

    String wrong(String fields) throws Exception {
        HttpResponse<Buffer> refused = await(client.postSim("/sim/faults", "{" + fields + "}"));
        assertThat(refused.statusCode()).as(refused.bodyAsString()).isEqualTo(400);
        return String.valueOf(refused.bodyAsString());
    }

    static String code(JsonNode refused) {
        return refused.path("error").path("code").asText();
    }
}
