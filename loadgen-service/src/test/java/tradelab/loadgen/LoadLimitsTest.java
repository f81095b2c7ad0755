package tradelab.loadgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Usage;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.guard.Terms;
import tradelab.runtime.settings.Settings;
import tradelab.runtime.settings.SettingsException;

class LoadLimitsTest {
    private static LoadLimits limits(Map<String, String> settings) {
        Map<String, String> defaults = new HashMap<>(new LoadgenService().defaults());
        return LoadLimits.of(Settings.load(settings, defaults, List.of(LoadgenSettings.class))
                .get(LoadgenSettings.class));
    }

    @Test
    void targetsAndCapsStandInTheSettings() throws Exception {
        LoadLimits limits = limits(Map.of(
                "loadgen.bytes-per-second-max", "10MiB",
                "loadgen.total-rate-max", "9000",
                "loadgen.total-connections-max", "50",
                "loadgen.consent-every", "5s",
                "loadgen.targets.order-api.url", "http://10.1.2.3:8080/api",
                "loadgen.targets.order-api.networks", "10.1.0.0/16,10.2.0.0/16",
                "loadgen.targets.order-api.rate-max", "500.5",
                "loadgen.targets.order-api.bytes-per-second-max", "64KiB",
                "loadgen.targets.order-api.duration-max", "5m",
                "loadgen.targets.order-api.consent-token", "0123456789abcdef"));
        Terms terms = limits.guard()
                .pin(TargetUrl.parse("http://10.2.9.9:8080/api/x"))
                .terms();

        assertThat(terms.registered()).isEqualTo("order-api");
        assertThat(terms.consentToken()).isEqualTo("0123456789abcdef");
        assertThat(terms.usages().stream().map(Usage::caps).map(Caps::rate)).containsExactly(500.5, 9_000.0);
        assertThat(terms.usages().getFirst().caps().bytesPerSecond()).isEqualTo(65_536);
        assertThat(limits.bounds().caps().bytesPerSecond()).isEqualTo(10L << 20);
        assertThat(limits.bounds().consentEvery()).hasSeconds(5);
    }

    @Test
    void whatIsNotSetBoundsNothing() throws Exception {
        LoadLimits limits = limits(Map.of());
        Terms terms =
                limits.guard().pin(TargetUrl.parse("http://127.0.0.1:8081/")).terms();
        assertThat(terms.asksForConsent()).isFalse();
        assertThat(terms.usages().getFirst().caps().connections()).isEqualTo(Integer.MAX_VALUE);
        assertThat(limits.bounds().caps().bytesPerSecond()).isEqualTo(Caps.NONE);
    }

    @Test
    void whatIsMisspeltIsRefused() {
        assertThatThrownBy(() -> limits(Map.of(
                        "loadgen.targets.a.url", "http://10.1.2.3:8080/", "loadgen.targets.a.rate-maximum", "5")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("loadgen.targets.a.rate-maximum");
        assertThatThrownBy(() -> limits(Map.of("loadgen.targets.a.rate-max", "5")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("loadgen.targets.a.url");
    }
}
