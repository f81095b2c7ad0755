package tradelab.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EmbeddedRedisServerIT {
    @Test
    void keepsAndReturnsAValue() throws IOException {
        try (var server = EmbeddedRedisServer.start()) {
            assertThat(ask(server, "SET instrument tBTCUSD\r\n", "+OK\r\n".length()))
                    .isEqualTo("+OK\r\n");
            assertThat(ask(server, "GET instrument\r\n", "$7\r\ntBTCUSD\r\n".length()))
                    .isEqualTo("$7\r\ntBTCUSD\r\n");
        }
    }

    @Test
    void freesItsPortWhenClosed() {
        var first = EmbeddedRedisServer.start();
        first.close();
        try (var second = EmbeddedRedisServer.start(first.port())) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void refusesAPortInUseInOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Loopback.address())) {
            assertThatThrownBy(() -> EmbeddedRedisServer.start(taken.getLocalPort()))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("Redis cannot start: port " + taken.getLocalPort() + " of 127.0.0.1 is in use");
        }
    }

    private static String ask(EmbeddedRedisServer server, String command, int answerBytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), 1_000);
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(answerBytes), StandardCharsets.US_ASCII);
        }
    }
}
