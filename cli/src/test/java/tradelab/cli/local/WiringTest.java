package tradelab.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WiringTest {

    @Test
    void theStoresOfTheMachineAreClosedToLoad() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "trading.postgres.port", "20001",
                "report.postgres.port", "20001",
                "market-data.redis.port", "20002"));
        Wiring.complete(settings);
        assertThat(settings).containsEntry("loadgen.forbidden-ports", "20001,20002");
    }

    @Test
    void anyFreePortIsChosenBeforeOthersAreToldOfIt() {
        Map<String, String> settings = new HashMap<>(Map.of("venue.http.port", "0", "monitor.http.port", "0"));
        Wiring.complete(settings);
        assertThat(settings.get("monitor.http.port")).isNotEqualTo("0");
        assertThat(settings.get("venue.http.port")).isNotEqualTo("0");
        assertThat(settings)
                .containsEntry("trading.bitfinex.rest-url", "http://127.0.0.1:" + settings.get("venue.http.port"));
    }

    @Test
    void whatElseIsClosedStaysSo() {
        Map<String, String> settings =
                new HashMap<>(Map.of("loadgen.forbidden-ports", "9", "market-data.redis.port", "20002"));
        Wiring.complete(settings);
        assertThat(settings).containsEntry("loadgen.forbidden-ports", "9,20002");
    }

    @Test
    void nothingIsSaidWhereNothingIsKnown() {
        Map<String, String> settings = new HashMap<>();
        Wiring.complete(settings);
        assertThat(settings).isEmpty();
    }
}
