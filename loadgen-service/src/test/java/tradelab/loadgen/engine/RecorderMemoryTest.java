package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RecorderMemoryTest {
    private static final Logger LOG = LoggerFactory.getLogger(RecorderMemoryTest.class);
    private static final int SAMPLES = 10_000_000;
    private static final int RATE = 20_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int OPERATIONS = 3;
    private static final long MEBIBYTE = 1L << 20;
    private static final int COLLECTIONS = 3;

    /** Times from 20 µs to minutes, as wide as anything that a target does, over 500 seconds of three operations. */
    @Test
    void tenMillionSamplesAddAtMost32Mebibytes() {
        long before = heap();
        LoopRecorder recorder = new LoopRecorder(OPERATIONS);
        Slot slot = new Slot(0);
        Random random = new Random(7);
        for (int i = 0; i < SAMPLES; i++) {
            long intended = i * SECOND / RATE;
            recorder.offered(i % OPERATIONS, intended, i % 1_000);
            slot.begin(i, i % OPERATIONS, 0, intended, intended);
            slot.sentNanos = intended + 2_000;
            recorder.sent(intended, 2_000);
            slot.firstByte(intended + 20_000);
            recorder.answered(slot, intended + (long) (20_000 * Math.exp(2 * Math.abs(random.nextGaussian()))), -1);
            if (i % RATE == 0) {
                var _ = recorder.takeProgress(intended);
            }
        }
        LoopStats stats = recorder.sum(Long.MAX_VALUE);
        long added = heap() - before;
        LOG.info("event=samples_recorded samples={} heap_added_kib={}", SAMPLES, added / 1_024);

        assertThat(stats.completed()).isEqualTo(SAMPLES);
        assertThat(stats.response().getTotalCount()).isEqualTo(SAMPLES);
        assertThat(added).isLessThan(32 * MEBIBYTE);
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
