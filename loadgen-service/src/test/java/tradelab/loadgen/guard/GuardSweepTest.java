package tradelab.loadgen.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Real sockets listen where load may go and where it may not; whoever is connected to was let through. */
class GuardSweepTest {
    private static final int URLS = 100_000;
    /** Connections are cheap, but not free: of the URLs let through, every one of the first so many is connected to. */
    private static final int CONNECTIONS_MAX = 4_000;

    private static final String ALLOWED = "127.0.0.1";
    private static final String FORBIDDEN = "127.0.0.2";

    private static final class Observer implements AutoCloseable {
        private final ServerSocket server;
        private final AtomicInteger connections = new AtomicInteger();
        private final Thread thread;

        Observer(String address, int port) throws IOException {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address, port), 1_000);
            thread = Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    assertThat(socket.isConnected()).isTrue();
                    connections.incrementAndGet();
                } catch (IOException e) {
                    return; // closed
                }
            }
        }

        int port() {
            return server.getLocalPort();
        }

        int countAtEnd() throws Exception {
            try (Socket last = new Socket(server.getInetAddress(), port())) {
                // Connections are accepted in order, and closed at once: when this one ends all before it are counted.
                assertThat(last.getInputStream().read()).isEqualTo(-1);
            }
            close();
            thread.join();
            return connections.get() - 1;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Test
    void ofManyUrlsNoneIsConnectedToOutsideOfTheAllowedList() throws Exception {
        try (Observer allowed = new Observer(ALLOWED, 0);
                Observer samePort = new Observer(FORBIDDEN, allowed.port());
                Observer otherPort = new Observer(ALLOWED, 0)) {
            Random random = new Random(11);
            AtomicInteger asked = new AtomicInteger();
            TargetGuard guard = TargetGuard.of(
                    List.of(ALLOWED + ":" + allowed.port()), host -> resolve(host, asked.getAndIncrement()));
            int let = 0;
            int connected = 0;
            for (int i = 0; i < URLS; i++) {
                PinnedTarget target = pinned(guard, url(random, allowed.port(), otherPort.port()));
                if (target != null) {
                    let++;
                    assertThat(target.address().getHostAddress()).isEqualTo(ALLOWED);
                    assertThat(target.url().port()).isEqualTo(allowed.port());
                    connected += connected < CONNECTIONS_MAX ? connect(target) : 0;
                }
            }

            assertThat(let).isBetween(200, URLS / 2);
            assertThat(allowed.countAtEnd()).isEqualTo(connected);
            assertThat(samePort.countAtEnd()).isZero();
            assertThat(otherPort.countAtEnd()).isZero();
        }
    }

    private static int connect(PinnedTarget target) throws IOException {
        try (Socket socket = new Socket(target.address(), target.url().port())) {
            return socket.isConnected() ? 1 : 0;
        }
    }

    private static @Nullable PinnedTarget pinned(TargetGuard guard, String url) {
        try {
            return guard.pin(TargetUrl.parse(url));
        } catch (IllegalArgumentException | UnknownHostException e) {
            return null;
        }
    }

    /** A name service that is not to be trusted: it answers this once and that another time, and both at times. */
    private static InetAddress[] resolve(String host, int asked) throws UnknownHostException {
        if (host.startsWith("nowhere")) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> answer = new ArrayList<>();
        if (asked % 3 != 1) {
            answer.add(InetAddress.ofLiteral(ALLOWED));
        }
        if (asked % 3 != 0) {
            answer.add(InetAddress.ofLiteral(asked % 2 == 0 ? FORBIDDEN : "169.254.169.254"));
        }
        return answer.toArray(new InetAddress[0]);
    }

    private static String url(Random random, int allowedPort, int otherPort) {
        String scheme =
                pick(random, "http://", "http://", "http://", "HTTP://", "https://", "http:/", "file://", "//", "");
        String user = pick(random, "", "", "", "", "", ALLOWED + "@", "a:b@", ALLOWED + ":" + allowedPort + "@");
        String port = pick(
                random,
                ":" + allowedPort,
                ":" + allowedPort,
                ":" + allowedPort,
                ":" + otherPort,
                ":0" + allowedPort,
                ":+" + allowedPort,
                ":" + (allowedPort + 65_536),
                "",
                ":",
                ":-1",
                ":" + allowedPort + "@" + FORBIDDEN);
        String end = pick(
                random, "/", "", "/a?b=c", "?x", "#@" + FORBIDDEN, "\\@" + FORBIDDEN, "/%0d%0aHost:x", "/\r\nX: y");
        return scheme + user + host(random) + port + end;
    }

    private static String host(Random random) {
        String base =
                pick(random, ALLOWED, ALLOWED, FORBIDDEN, "169.254.169.254", "10.0.0.1", "0.0.0.0", "255.255.255.255");
        String[] octets = base.split("\\.", 4);
        long number = 0;
        for (String octet : octets) {
            number = number * 256 + Long.parseLong(octet);
        }
        return pick(
                random,
                base,
                base,
                Long.toString(number),
                "0x" + Long.toHexString(number),
                "0" + Long.toOctalString(number),
                "0" + Integer.toOctalString(Integer.parseInt(octets[0])) + base.substring(base.indexOf('.')),
                octets[0] + "." + Long.parseLong(octets[3]),
                base + ".",
                "[::ffff:" + base + "]",
                "[::" + base + "]",
                "[64:ff9b::" + base + "]",
                "[::1]",
                "[fe80::1%25eth0]",
                "localhost",
                "LOCALHOST",
                "target.test",
                "nowhere.test",
                base.replace('.', '\u3002'),
                base + "\u0000",
                base + ".target.test",
                "%31" + base.substring(1),
                " " + base,
                "");
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
