package tradelab.loadgen.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Usage;

class RegisteredTargetTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final Usage PROCESS = new Usage(Caps.LARGEST);
    private static final TargetGuard GUARD = TargetGuard.of(
                    List.of("10.0.0.0/8:*", "other:80"), RegisteredTargetTest::resolve)
            .registering(
                    List.of(
                            registered("orders", "http://app:8080/api", List.of("10.1.0.0/16"), TOKEN),
                            registered("feed", "ws://app:8080/feed/", List.of("10.1.0.0/16"), ""),
                            registered("bus", "bus://lab.echo.v1", List.of(), "")),
                    PROCESS);

    private static InetAddress[] resolve(String host) {
        return new InetAddress[] {
            InetAddress.ofLiteral(
                    switch (host) {
                        case "app" -> "10.1.2.3";
                        case "alias" -> "10.1.9.9";
                        default -> "10.200.0.1";
                    })
        };
    }

    private static RegisteredTarget registered(String name, String url, List<String> networks, String token) {
        Caps caps = new Caps("loadgen.targets." + name + ".", 500, 10, Duration.ofMinutes(1), Caps.NONE);
        return new RegisteredTarget(name, url, networks, caps, token);
    }

    @ParameterizedTest
    @CsvSource({
        "http://app:8080/api, orders",
        "http://app:8080/api/v1/orders?x=../y, orders",
        "http://APP:8080/api?x=1, orders",
        "ws://app:8080/feed, feed",
        "ws://app:8080/feed/x, feed",
        "http://10.1.7.7:8080/api, orders",
        "http://alias:8080/api/x, orders",
        "bus://lab.echo.v1, bus",
        "http://other:80/, ''",
        "http://10.200.0.1:8080/anything, ''",
    })
    void whatIsRegisteredIsLoadedOnItsOwnTerms(String url, String name) throws Exception {
        Terms terms = GUARD.pin(TargetUrl.parse(url)).terms();
        assertThat(terms.registered()).isEqualTo(name);
        assertThat(terms.asksForConsent()).isEqualTo(name.equals("orders"));
        assertThat(terms.usages()).hasSize(name.isEmpty() ? 1 : 2).contains(PROCESS);
    }

    /** Although its network is among those that are allowed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app:8080/",
                "http://app:8080/apix",
                "http://app:8080/admin",
                "https://app:8080/api",
                "ws://app:8080/api",
                "http://app:8080/api/../admin",
                "http://app:8080/api/%2e%2E/admin",
                "http://app:8080/api/.%2e/admin",
                "http://app:8080/api%2f..%2fadmin",
                "http://app:8080/api/..",
                "http://10.1.7.7:8080/",
                "http://alias:8080/other",
            })
    void besideWhatIsRegisteredNothingOfItIsLoaded(String url) {
        assertThatThrownBy(() -> GUARD.pin(TargetUrl.parse(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target: expected what is registered there: orders http://app:8080/api");
    }

    @Test
    void anAddressOutsideOfItsNetworksIsRefused() {
        TargetGuard moved = TargetGuard.of(List.of("loopback:*"), _ ->
                        new InetAddress[] {InetAddress.ofLiteral("10.1.0.1"), InetAddress.ofLiteral("10.2.0.1")})
                .registering(List.of(registered("orders", "http://app:8080/", List.of("10.1.0.0/16"), "")), PROCESS);
        assertThatThrownBy(() -> moved.pin(TargetUrl.parse("http://app:8080/x")))
                .hasMessage(
                        "target: expected an address of loadgen.targets.orders.networks, got 'app:8080 (10.2.0.1)'");
    }

    @Test
    void registeringOpensNoPortThatIsClosedAndNoAddressThatIsForbidden() {
        TargetGuard guard = TargetGuard.of(List.of("loopback:*"))
                .registering(
                        List.of(
                                registered("store", "http://127.0.0.1:5432/", List.of(), ""),
                                registered("meta", "http://169.254.169.254:80/", List.of(), "")),
                        PROCESS);
        assertThatThrownBy(() -> guard.pin(TargetUrl.parse("http://127.0.0.1:5432/")))
                .hasMessageContaining("no port of a store");
        assertThatThrownBy(() -> guard.pin(TargetUrl.parse("http://169.254.169.254/")))
                .hasMessageContaining("metadata");
    }

    @Test
    void noProxyLeadsThereOnNoTerms() {
        for (String url : List.of("http://app:8080/api", "http://app:8080/", "http://alias:8080/")) {
            assertThatThrownBy(() -> GUARD.pinProxied(TargetUrl.parse(url)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("target: expected (what is registered there|none of loadgen.targets).*");
        }
        TargetGuard root = TargetGuard.of(List.of("loopback:*"))
                .registering(List.of(registered("all", "http://127.0.0.1:8080/", List.of(), "")), PROCESS);
        assertThatThrownBy(() -> root.pinProxied(TargetUrl.parse("http://127.0.0.1:8080/")))
                .hasMessageContaining("none of loadgen.targets");
    }

    @Test
    void settingsThatCannotBeUsedAreNamed() {
        assertThatThrownBy(() -> registered("orders", "http://app:8080/api?x", List.of(), ""))
                .hasMessageContaining("loadgen.targets.orders.url: expected no query");
        assertThatThrownBy(() -> registered("orders", "http://app:8080/a/../b", List.of(), ""))
                .hasMessageContaining("loadgen.targets.orders.url: expected no query and no dots");
        assertThatThrownBy(() -> registered("orders", "http://app:8080/", List.of(), "short"))
                .hasMessageContaining("loadgen.targets.orders.consent-token: characters")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> registered("bus", "bus://lab.echo.v1", List.of(), TOKEN))
                .hasMessageContaining("loadgen.targets.bus.consent-token: expected none");
        assertThat(registered("orders", "http://app:8080/", List.of(), TOKEN)
                        .terms(List.of())
                        .toString())
                .doesNotContain(TOKEN);
    }
}
