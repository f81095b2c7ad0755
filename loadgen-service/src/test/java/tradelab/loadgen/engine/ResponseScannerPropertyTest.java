package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ResponseScannerPropertyTest {
    private static final int MAX = 100_000;
    private static final String FIXED = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKED = "HTTP/1.1 503 No\r\nX: y\r\nTRANSFER-ENCODING: chunked\r\n\r\n"
            + "5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\ntrailer: x\r\n\r\n";
    private static final String INTERIM = "HTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
    private static final String CLOSING = "HTTP/1.1 404 Nothing\nconnection: Keep-Alive, Close\ncontent-length:0\n\n";

    @Provide
    Arbitrary<String> responses() {
        return Arbitraries.of(List.of(FIXED, CHUNKED, INTERIM, CLOSING));
    }

    @Property
    void findsTheSameEndHoweverTheBytesAreCut(
            @ForAll("responses") String response, @ForAll List<@IntRange(min = 1, max = 9) Integer> cuts) {
        ResponseScanner whole = fed(response + "HTTP", false);
        byte[] bytes = (response + "HTTP").getBytes(StandardCharsets.US_ASCII);
        ResponseScanner cut = new ResponseScanner(MAX);
        cut.begin(false);
        int at = 0;
        for (int i = 0; !cut.isComplete() && at < bytes.length; i++) {
            int size = cuts.isEmpty() ? 1 : cuts.get(i % cuts.size());
            at = cut.feed(bytes, at, Math.min(bytes.length, at + size));
        }
        assertThat(whole.isComplete()).isTrue();
        assertThat(cut.isComplete()).isTrue();
        assertThat(at).isEqualTo(response.length());
        assertThat(cut.status()).isEqualTo(whole.status());
        assertThat(cut.keepsAlive()).isEqualTo(whole.keepsAlive());
    }

    @Property
    void survivesAnyGarbage(@ForAll byte[] garbage, @ForAll("responses") String before) {
        assertThatCode(() -> {
                    ResponseScanner scanner = new ResponseScanner(MAX);
                    scanner.begin(false);
                    byte[] head = before.getBytes(StandardCharsets.US_ASCII);
                    var _ = scanner.feed(head, 0, head.length / 2);
                    var _ = scanner.feed(garbage, 0, garbage.length);
                    scanner.end();
                })
                .doesNotThrowAnyException();
    }

    private static ResponseScanner fed(String response, boolean head) {
        ResponseScanner scanner = new ResponseScanner(MAX);
        scanner.begin(head);
        byte[] bytes = response.getBytes(StandardCharsets.ISO_8859_1);
        var _ = scanner.feed(bytes, 0, bytes.length);
        return scanner;
    }
}
