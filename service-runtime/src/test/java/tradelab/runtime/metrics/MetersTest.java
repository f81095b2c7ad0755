package tradelab.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class MetersTest {
    @Test
    void aLabelThatGrowsWithoutEndIsCutOffAndTheCutIsCounted() {
        PrometheusMeterRegistry meters = Meters.create();

        for (int i = 0; i < 10_000; i++) {
            Counter.builder("requests").tag("path", "/" + i).register(meters).increment();
        }

        String scrape = meters.scrape();
        assertThat(scrape.lines().filter(line -> line.startsWith("requests_total{")))
                .hasSize(Meters.SERIES_PER_METER_MAX);
        assertThat(scrape).contains("metrics_series_dropped_total 9800.0");
    }
}
