package tradelab.venue.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.FaultScope;
import tradelab.venue.fault.FaultSpec;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VenueSimulatorIT {
    @RegisterExtension
    static final VenueSimulator SHARED = VenueSimulator.builder()
            .setting("venue.generator.enabled", "false")
            .scenario("thin-book")
            .build();

    @RegisterExtension
    final VenueSimulator own =
            VenueSimulator.builder().account("bot", "bot-secret").build();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

    @Test
    @Order(1)
    void tradesAgainstTheHouseAndMovesTheThinBook() throws Exception {
        RunningVenue venue = SHARED.venue();
        assertThat(book(venue)).contains("[70,1,0.1]").contains("[95,1,-0.1]");
        long id = venue.limit("tLTCUSD", "-0.5", "94");
        assertThat(id).isPositive();
        venue.market("tLTCUSD", "0.55");
        assertThat(book(venue)).contains("[95,1,-0.05]").doesNotContain("[94,");
        var _ = venue.faults().add(FaultKind.RATE_LIMIT, "/v2/*");
        assertThat(get(venue, "/v2/platform/status").statusCode()).isEqualTo(429);
    }

    @Test
    @Order(2)
    void endsTheFaultsOfATestWithIt() throws Exception {
        RunningVenue venue = SHARED.venue();
        assertThat(venue.faults().inForce()).isEmpty();
        assertThat(get(venue, "/v2/platform/status").body()).isEqualTo("[1]");
    }

    @Test
    @Order(3)
    void givesEachTestAVenueOfItsOwnByParameterOrField() {
        RunningVenue venue = own.venue();
        assertThat(venue.key()).isEqualTo("bot");
        assertThat(venue.port()).isNotEqualTo(SHARED.venue().port());
        assertThat(venue.arrivals(0)).isEmpty();
        assertThat(venue.summary().arrivals()).isZero();
    }

    @Test
    @Order(4)
    void endsFaultsWhenTheClockIsPutForward() {
        RunningVenue venue = own.venue();
        var _ = venue.faults().add(FaultSpec.of(FaultKind.HANG, FaultScope.ANY).lasting(3_600_000));
        assertThat(venue.faults().inForce()).hasSize(1);
        venue.advance(Duration.ofHours(1));
        assertThat(venue.faults().inForce()).isEmpty();
    }

    @Test
    @Order(5)
    void servesItsPageWithAPolicyThatAllowsNobodyElse() throws Exception {
        HttpResponse<String> page = get(SHARED.venue(), "/");
        assertThat(page.body()).contains("Tradelab venue").doesNotContain("http://", "https://");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'");
        for (String file : new String[] {"style.css", "main.js", "draw.js", "theme.js", "icon.svg"}) {
            assertThat(get(SHARED.venue(), "/page/" + file).statusCode())
                    .as(file)
                    .isEqualTo(200);
        }
        assertThat(get(SHARED.venue(), "/sim/view?symbol=tLTCUSD").body()).contains("\"price\":\"70\"");
        assertThat(get(SHARED.venue(), "/sim/view?symbol=tNOPE").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(6)
    void readsTheDescriptionOfItsApiWithTheFirstRequestsAndChecksThemAll() {
        RunningVenue venue = own.venue();
        var hang = "{\"kind\":\"hang\",\"scope\":{\"route\":\"/v2/none\"}}";
        List<CompletableFuture<HttpResponse<String>>> first = Stream.of(
                        request(venue, "/sim/arrivals?limit=many").GET(),
                        request(venue, "/sim/faults").POST(HttpRequest.BodyPublishers.ofString(hang)),
                        request(venue, "/sim/faults").POST(HttpRequest.BodyPublishers.ofString("{")),
                        request(venue, "/sim/nothing").GET(),
                        request(venue, "/openapi.yaml").GET())
                .map(each -> client.sendAsync(each.build(), HttpResponse.BodyHandlers.ofString()))
                .toList();
        assertThat(first).extracting(each -> each.join().statusCode()).containsExactly(400, 200, 400, 404, 200);
        assertThat(venue.faults().inForce()).hasSize(1);
    }

    private static HttpRequest.Builder request(RunningVenue venue, String path) {
        return HttpRequest.newBuilder(venue.rest().resolve(path))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(20));
    }

    private String book(RunningVenue venue) throws Exception {
        return get(venue, "/v2/book/tLTCUSD/P0").body();
    }

    private HttpResponse<String> get(RunningVenue venue, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(venue.rest().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
