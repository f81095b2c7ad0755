package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseScannerTest {
    private static final int MAX = 100_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9\r\n",
                "HTTP/2 200 OK\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabc\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n"
            })
    void callsItMalformed(String response) {
        ResponseScanner scanner = fed(response, false);
        assertThat(scanner.isMalformed()).isTrue();
        assertThat(scanner.problem()).isNotEmpty();
        assertThat(scanner.keepsAlive()).isFalse();
    }

    @Test
    void bringsEndlessHeadsAndBodiesToAnEnd() {
        assertThat(fed("x".repeat(9_000), false).isMalformed()).isTrue();
        assertThat(fed("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(12_000), false).isMalformed())
                .isTrue();
        assertThat(fed("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(MAX), false).isMalformed())
                .isTrue();
        assertThat(fed("HTTP/1.1 100 C\r\n\r\n".repeat(6_000), false).isMalformed())
                .isTrue();
    }

    @Test
    void readsABodyWithoutLengthUntilTheServerCloses() {
        ResponseScanner scanner = fed("HTTP/1.0 200 OK\r\n\r\nhello", false);
        assertThat(scanner.isComplete()).isFalse();
        scanner.end();
        assertThat(scanner.isComplete()).isTrue();
        assertThat(scanner.keepsAlive()).isFalse();
    }

    @Test
    void doesNotTakeACloseInTheMiddleForAnEnd() {
        ResponseScanner scanner = fed("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel", false);
        scanner.end();
        assertThat(scanner.isComplete()).isFalse();
    }

    @Test
    void expectsNoBodyAfterHead() {
        ResponseScanner scanner = fed("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n", true);
        assertThat(scanner.isComplete()).isTrue();
    }

    private static ResponseScanner fed(String response, boolean head) {
        ResponseScanner scanner = new ResponseScanner(MAX);
        scanner.begin(head);
        byte[] bytes = response.getBytes(StandardCharsets.ISO_8859_1);
        var _ = scanner.feed(bytes, 0, bytes.length);
        return scanner;
    }
}
