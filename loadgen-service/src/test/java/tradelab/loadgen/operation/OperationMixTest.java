package tradelab.loadgen.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationMixTest {
    private static final Operation SUBMIT = Operation.post("submit", 80, "/orders", "{\"id\":\"${run}-${seq}\"}");
    private static final Operation CANCEL = new Operation(
            "cancel",
            20,
            "DELETE",
            "/orders/${run}-${recent:submit}",
            Map.of("x-a", "${seq}"),
            "",
            ExpectedStatuses.SUCCESS);

    @Test
    void choosesByWeight() {
        OperationMix mix =
                mix(List.of(Operation.get("a", 80, "/"), Operation.get("b", 15, "/"), Operation.get("c", 5, "/")));
        int[] chosen = new int[3];
        for (long sequence = 0; sequence < 100_000; sequence++) {
            chosen[mix.choose(sequence)]++;
        }
        assertThat((double) chosen[0]).isCloseTo(80_000, within(1_000.0));
        assertThat((double) chosen[1]).isCloseTo(15_000, within(1_000.0));
        assertThat((double) chosen[2]).isCloseTo(5_000, within(500.0));
    }

    @Test
    void stepsAsideWhileThereIsNothingToReferTo() {
        OperationMix mix = mix(List.of(SUBMIT, CANCEL));
        for (long sequence = 0; sequence < 1_000; sequence++) {
            assertThat(mix.choose(sequence)).isZero();
        }
    }

    @Test
    void refersToEachSuccessOnceOldestFirst() {
        OperationMix mix = mix(List.of(SUBMIT, CANCEL));
        mix.succeeded(0, 11);
        mix.succeeded(0, 12);
        assertThat(mix.takeRecent(1)).isEqualTo(11);
        assertThat(mix.takeRecent(1)).isEqualTo(12);
        assertThat(mix.takeRecent(0)).isEqualTo(OperationMix.NO_RECENT);
        assertThat(mix.choose(firstCancel(mix))).isZero();
    }

    @Test
    void forgetsTheOldestWhenTheRingIsFull() {
        RecentRing ring = new RecentRing(3);
        for (long i = 1; i <= 5; i++) {
            ring.add(i);
        }
        assertThat(List.of(ring.take(), ring.take(), ring.take())).containsExactly(3L, 4L, 5L);
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void writesWholeRequests() {
        OperationMix mix = mix(List.of(SUBMIT, CANCEL));
        assertThat(written(mix, 0, 9, OperationMix.NO_RECENT)).isEqualTo("""
            POST /base/orders HTTP/1.1\r
            host: 127.0.0.1:1\r
            user-agent: tradelab-load\r
            x-load-run: r1\r
            content-type: application/json\r
            content-length: 13\r
            \r
            {"id":"r1-9"}\
            """);
        assertThat(written(mix, 1, 10, 9))
                .startsWith("DELETE /base/orders/r1-9 HTTP/1.1\r\n")
                .endsWith("x-a: 10\r\n\r\n");
    }

    @Test
    void refusesWhatCannotRun() {
        assertThatThrownBy(() -> mix(List.of())).hasMessageContaining("operations");
        assertThatThrownBy(() -> mix(List.of(SUBMIT, SUBMIT))).hasMessageContaining("only once");
        assertThatThrownBy(() -> mix(List.of(CANCEL, Operation.get("x", 1, "/"))))
                .hasMessageContaining("submit");
        assertThatThrownBy(() -> Operation.get("a", 1, "/a b")).hasMessageContaining("path");
        assertThatThrownBy(() -> Operation.get("a", 1, "/a\r\nx: y")).hasMessageContaining("path");
        assertThatThrownBy(() -> new Operation("a", 1, "GET", "/", Map.of("Host", "x"), "", ExpectedStatuses.SUCCESS))
                .hasMessageContaining("Host");
        assertThatThrownBy(() -> new Operation("a", 1, "GET", "/", Map.of("x", "a\r\nb"), "", ExpectedStatuses.SUCCESS))
                .hasMessageContaining("headers.x");
        assertThatThrownBy(() -> new ExpectedStatuses(List.of("2xx"))).hasMessageContaining("2xx");
    }

    private static long firstCancel(OperationMix mix) {
        long sequence = 0;
        while (mix.weighted(sequence) != 1) {
            sequence++;
        }
        return sequence;
    }

    private static String written(OperationMix mix, int operation, long sequence, long recent) {
        ByteWriter out = new ByteWriter();
        mix.write(out, operation, sequence, recent);
        return new String(out.array(), 0, out.length(), StandardCharsets.US_ASCII);
    }

    private static OperationMix mix(List<Operation> operations) {
        return new OperationMix(operations, "127.0.0.1:1", "/base", "r1", 1);
    }
}
