package tradelab.loadgen.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:5432/",
                "http://127.0.0.1:6379/",
                "https://127.0.0.1:5701/",
                "ws://[::1]:5710/",
                "h2c://db.test:5432/",
                "http://127.0.0.1:20001/"
            })
    void portsOfStoresAndOfTheClusterAreRefusedEvenIfRegistered(String url) {
        TargetGuard guard = TargetGuard.of(
                List.of("loopback:*", "127.0.0.1:5432", "127.0.0.1:6379", "[::1]:5701-5710", "db.test:5432"), host -> {
                    throw new UnknownHostException("asked for " + host);
                });
        guard.closed().close(List.of(20_001));
        assertThatThrownBy(() -> guard.pin(TargetUrl.parse(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("target: expected no port of a store or of the cluster")
                .hasMessageContaining("got '");
    }

    @Test
    void portsOfServicesAreNotRefused() throws Exception {
        for (int port : new int[] {80, 8080, 8081, 8086, 9083, 20_001, 5433}) {
            assertThat(LOOPBACK.pin(TargetUrl.parse("http://127.0.0.1:" + port + "/"))
                            .url()
                            .port())
                    .isEqualTo(port);
        }
    }

    @Test
    void thePortsOfAClusterAreThoseOfItsMembersNow() throws Exception {
        TargetGuard guard = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT);
        guard.closed().closeCluster(List.of(20_003));
        assertThatThrownBy(() -> guard.pin(TargetUrl.parse("http://127.0.0.1:20003/")))
                .isInstanceOf(IllegalArgumentException.class);
        guard.closed().closeCluster(List.of(20_004));
        assertThat(guard.pin(TargetUrl.parse("http://127.0.0.1:20003/")).url().port())
                .isEqualTo(20_003);
    }

    private static final TargetGuard EVERYTHING =
            TargetGuard.of(List.of("0.0.0.0/0:*", "[::]/0:*"), host -> new InetAddress[0]);
    private static final TargetGuard LOOPBACK = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://",
                "http:///",
                "127.0.0.1",
                "//127.0.0.1/",
                "ftp://127.0.0.1/",
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:70/",
                "javascript:alert(1)",
                "http:/127.0.0.1/",
                "http://user@127.0.0.1/",
                "http://user:pass@127.0.0.1/",
                "http://127.0.0.1@169.254.169.254/",
                "http://127.0.0.1\\@169.254.169.254/",
                "http://127.0.0.1\\.example.com/",
                "http://127.0.0.1#@x/",
                "http://127.0.0.1/\r\nHost: x",
                "http://127.0.0.1/%0d%0a\n",
                "http://127.0.0.1\t/",
                "http://127.0.0.1 /",
                " http://127.0.0.1/",
                "http://127.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.01/",
                "http://127.0.0.256/",
                "http://1.2.3/",
                "http://0/",
                "http://127.0.0.1./",
                "http://127.0.0.1:0/",
                "http://127.0.0.1:65536/",
                "http://127.0.0.1:80:80/",
                "http://127.0.0.1:+80/",
                "http://127.0.0.1:080/",
                "http://127.0.0.1:/",
                "http://127.0.0.1:8o/",
                "http://[::1/",
                "http://::1/",
                "http://[::1]x/",
                "http://[fe80::1%25eth0]/",
                "http://[::g]/",
                "http://[::ffff:127.0.0.1.5]/",
                "http://[::169.254.169.254]/",
                "http://[1::2::3]/",
                "http://127%2e0.0.1/",
                "http://ⓛocalhost/",
                "http://１２７.0.0.1/",
                "http://a..b/",
                "http://.a/",
                "http://-a/",
                "http://a b/",
                "http://a/<x>",
                "http://a/\"",
                "http://a/{x}",
                "http://a/|",
                "http://a/^",
                "http://a/`"
            })
    void refusesUrlsThatParsersReadDifferently(String url) {
        assertThatThrownBy(() -> TargetUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("target: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://0.0.0.0/",
                "http://0.1.2.3/",
                "http://169.254.169.254/latest/meta-data/",
                "http://169.254.0.1/",
                "http://224.0.0.1/",
                "http://239.255.255.255/",
                "http://255.255.255.255/",
                "http://240.0.0.1/",
                "http://100.100.100.200/",
                "http://[::]/",
                "http://[fe80::1]/",
                "http://[ff02::1]/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:169.254.169.254]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[2002:a9fe:a9fe::]/",
                "http://[2001:0:a9fe:a9fe::]/",
                "http://[fec0::1]/"
            })
    void neverAllowsLinkLocalMetadataMulticastOrUnspecified(String url) {
        assertThatThrownBy(() -> EVERYTHING.pin(TargetUrl.parse(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no link-local, metadata, multicast or unspecified address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://10.0.0.1/", "http://192.168.1.1:8080/", "http://93.184.216.34/", "http://[2606:2800::1]/"
            })
    void allowsNothingButTheLoopbackUnlessTold(String url) {
        assertThatThrownBy(() -> LOOPBACK.pin(TargetUrl.parse(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loadgen.allowed-targets (loopback:*)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1",
                "http://127.8.9.10:8081/a?b=c",
                "http://[::1]:80/",
                "HTTP://127.0.0.1:65535/",
                "http://[::ffff:127.0.0.1]/"
            })
    void allowsTheLoopbackOnAnyPort(String url) throws UnknownHostException {
        assertThat(LOOPBACK.pin(TargetUrl.parse(url)).address().isLoopbackAddress())
                .isTrue();
    }

    @Test
    void readsHostPortAndPath() {
        assertThat(TargetUrl.parse("http://Example.com")).isEqualTo(new TargetUrl("example.com", 80, "/"));
        assertThat(TargetUrl.parse("http://a.b:81?x=1")).isEqualTo(new TargetUrl("a.b", 81, "/?x=1"));
        assertThat(TargetUrl.parse("http://[::1]:81/x").authority()).isEqualTo("[0:0:0:0:0:0:0:1]:81");
        assertThat(TargetUrl.parse("http://a:8081/x")).hasToString("http://a:8081/x");
    }

    @Test
    void checksEveryAddressOfANameAndPinsTheFirst() throws UnknownHostException {
        AtomicInteger asked = new AtomicInteger();
        TargetGuard guard = TargetGuard.of(List.of("10.1.0.0/16:8000-8999"), host -> {
            int time = asked.incrementAndGet();
            InetAddress good = InetAddress.ofLiteral("10.1.2.3");
            return time == 1 ? new InetAddress[] {good} : new InetAddress[] {good, InetAddress.ofLiteral("10.2.0.1")};
        });
        assertThat(guard.pin(TargetUrl.parse("http://app:8080/")).address().getHostAddress())
                .isEqualTo("10.1.2.3");
        assertThat(asked).hasValue(1);
        assertThatThrownBy(() -> guard.pin(TargetUrl.parse("http://app:8080/"))).hasMessageContaining("10.2.0.1");
        assertThatThrownBy(() -> guard.pin(TargetUrl.parse("http://10.1.2.3:80/")))
                .hasMessageContaining("target");
    }

    @Test
    void aRegisteredNameMayNotLeadToAForbiddenAddress() {
        TargetGuard guard =
                TargetGuard.of(List.of("app:80"), host -> new InetAddress[] {InetAddress.ofLiteral("169.254.169.254")});
        assertThatThrownBy(() -> guard.pin(TargetUrl.parse("http://app/"))).hasMessageContaining("metadata");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "127.0.0.1", "127.0.0.1/33:80", "a/8:80", "127.0.0.1:0", "127.0.0.1:9-8", "1.2.3.999:1"
            })
    void refusesEntriesItDoesNotUnderstand(String entry) {
        assertThatThrownBy(() -> TargetGuard.of(List.of(entry))).hasMessageStartingWith("loadgen.allowed-targets");
    }
}
