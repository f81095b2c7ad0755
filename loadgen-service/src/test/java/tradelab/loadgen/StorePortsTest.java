package tradelab.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StorePortsTest {
    @Test
    void storesAreKnownByTheSettingsOfAnyService() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "market-data.redis.port", "16001",
                "report.postgres.port", " 16002 ",
                "report.http.port", "8085",
                "postgres.porter", "1"));
        Map<String, String> environment = Map.of(
                "TRADING_POSTGRES_PORT", "16003",
                "MARKET_DATA_REDIS_PORT", "16004",
                "REDIS_PORT", "tcp://10.0.0.7:16005",
                "POSTGRES_PORT", "soon",
                "REDIS_PORT_6379_TCP_PORT", "9",
                "TRADING_HTTP_PORT", "8082");

        assertThat(StorePorts.in(environment, properties)).containsExactly(16_001, 16_002, 16_003, 16_004, 16_005);
    }

    @Test
    void aPortThatASystemPropertyGivesIsClosed() {
        String key = "trading.postgres.port";
        String before = System.getProperty(key);
        System.setProperty(key, "16006");
        try {
            assertThat(StorePorts.known()).contains(16_006);
        } finally {
            if (before == null) {
                var _ = System.clearProperty(key);
            } else {
                System.setProperty(key, before);
            }
        }
    }
}
