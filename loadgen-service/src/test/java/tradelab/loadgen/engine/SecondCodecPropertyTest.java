package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SecondCodecPropertyTest {
    private static final int OPERATIONS = 3;
    private static final int[] KINDS = {ErrorKind.CONNECT, ErrorKind.TIMEOUT, ErrorKind.DROPPED, 503};

    @Property
    void whatManyAgentsSendAddsUpToTheUnionBitForBit(
            @ForAll @IntRange(min = 1, max = 8) int agents, @ForAll Random random) {
        LoopStats union = LoopStats.sumOf(OPERATIONS);
        Second all = new Second(0, OPERATIONS);
        List<Buffer> sent = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            Second own = new Second(0, OPERATIONS);
            for (int i = 0; i < 40; i++) {
                long seed = random.nextLong();
                happen(own, new Random(seed));
                happen(all, new Random(seed));
            }
            sent.add(SecondCodec.encode(List.of(own)));
        }
        union.add(all);
        Collections.shuffle(sent, random);
        LoopStats merged = LoopStats.sumOf(OPERATIONS);
        sent.forEach(buffer -> SecondCodec.decode(buffer, OPERATIONS).forEach(merged::add));

        assertThat(merged.response()).isEqualTo(union.response());
        assertThat(merged.lag()).isEqualTo(union.lag());
        assertThat(merged.waiting()).isEqualTo(union.waiting());
        assertThat(merged.service()).isEqualTo(union.service());
        assertThat(merged.firstByte()).isEqualTo(union.firstByte());
        assertThat(merged.offered()).isEqualTo(union.offered());
        assertThat(merged.errors()).isEqualTo(union.errors());
        assertThat(merged.retries()).isEqualTo(union.retries());
        for (int i = 0; i < OPERATIONS; i++) {
            assertThat(merged.operations().get(i).response())
                    .isEqualTo(union.operations().get(i).response());
            assertThat(merged.operations().get(i).errorsByKind())
                    .isEqualTo(union.operations().get(i).errorsByKind());
        }
    }

    private static void happen(Second second, Random random) {
        int operation = random.nextInt(OPERATIONS);
        second.offer(operation, latency(random));
        second.sent(latency(random));
        if (random.nextInt(4) == 0) {
            second.error(operation, KINDS[random.nextInt(KINDS.length)]);
            second.retry();
        } else {
            second.answer(operation, latency(random), latency(random), latency(random));
        }
    }

    private static long latency(Random random) {
        return (long) Math.exp(random.nextDouble() * 28);
    }

    @Test
    void refusesWhatIsCutOff() {
        Second second = new Second(7, OPERATIONS);
        happen(second, new Random(1));
        Buffer whole = SecondCodec.encode(List.of(second));

        assertThatThrownBy(() -> SecondCodec.decode(whole.getBuffer(0, whole.length() - 1), OPERATIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole report");
    }
}
