package tradelab.loadgen.honesty;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.until;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.honesty.ThreadFiles.Processors;

class SelfWatchTest {
    private static final long MILLI = 1_000_000;
    private static final long PERIOD = 20 * MILLI;
    private static final Observation BEFORE = new Observation(0, 0, List.of(0L, 0L), 0, 0);

    private static Observation after(long nanos, long watch, long loop, long collected, long stolen) {
        return new Observation(nanos, watch, List.of(0L, loop), collected, stolen);
    }

    @Test
    void saysNothingOfAQuietPeriod() {
        assertThat(after(PERIOD + MILLI, MILLI, MILLI, MILLI, 0).since(BEFORE, PERIOD))
                .isEmpty();
    }

    @Test
    void aGapThatNobodyExplainsIsAStop() {
        assertThat(after(PERIOD + 500 * MILLI, 0, 0, 0, 0).since(BEFORE, PERIOD))
                .containsExactly(new Disturbance(Disturbance.Kind.STOPPED, 0, PERIOD + 500 * MILLI, 500 * MILLI));
    }

    @Test
    void aGapInWhichItWaitedIsStarvation() {
        assertThat(after(PERIOD + 30 * MILLI, 25 * MILLI, 0, 0, 0).since(BEFORE, PERIOD))
                .extracting(Disturbance::kind)
                .containsExactly(Disturbance.Kind.STARVED);
    }

    @Test
    void aGapThatTheHostTookIsStolen() {
        assertThat(after(PERIOD + 30 * MILLI, 0, 0, 0, 20 * MILLI).since(BEFORE, PERIOD))
                .extracting(Disturbance::kind)
                .containsExactly(Disturbance.Kind.STOLEN);
    }

    @Test
    void collectionExplainsAGapBeforeAnythingElse() {
        assertThat(after(PERIOD + 30 * MILLI, 25 * MILLI, 0, 28 * MILLI, 0).since(BEFORE, PERIOD))
                .containsExactly(new Disturbance(Disturbance.Kind.COLLECTED, 0, PERIOD + 30 * MILLI, 28 * MILLI));
    }

    @Test
    void aLoopThatWaitedIsNoticedAlthoughTheWatchDidNot() {
        assertThat(after(PERIOD, 0, 4 * MILLI, 0, 0).since(BEFORE, PERIOD))
                .containsExactly(new Disturbance(Disturbance.Kind.STARVED, 0, PERIOD, 4 * MILLI));
    }

    @Test
    void aDisturbanceCountsByItsShareOfAWindow() {
        Disturbance stop = new Disturbance(Disturbance.Kind.STOPPED, 100, 300, 100);

        assertThat(stop.lostWithin(0, 1_000)).isEqualTo(100);
        assertThat(stop.lostWithin(200, 1_000)).isEqualTo(50);
        assertThat(stop.lostWithin(300, 1_000)).isZero();
    }

    @Test
    void readsWhatTheProcessorsDid() {
        Processors read = Processors.parse("cpu  2224052 9825 311836 1970981 8436 0 27197 567 0 0");

        assertThat(read.idleNanos()).isEqualTo((1_970_981L + 8_436) * 10_000_000);
        assertThat(read.stolenNanos()).isEqualTo(567 * 10_000_000L);
        assertThat(Processors.parse("cpu 1 2 3").idleNanos()).isNegative();
    }

    /** A clock that jumps is to the watch what a stop of the process is. */
    @Test
    void noticesThatTheProcessWasStopped() throws InterruptedException {
        AtomicLong stop = new AtomicLong();
        CountDownLatch looked = new CountDownLatch(3); // once when it was made
        try (SelfWatch watch = SelfWatch.start(
                () -> {
                    looked.countDown();
                    return System.nanoTime() + stop.get();
                },
                List.of())) {
            assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
            stop.set(10_000 * MILLI);
            until("the stop to be noticed", () -> noticed(watch));

            assertThat(watch.processors()).isNotNegative();
        }
    }

    private static boolean noticed(SelfWatch watch) {
        return watch.disturbances().stream()
                .anyMatch(disturbance ->
                        disturbance.kind() == Disturbance.Kind.STOPPED && disturbance.lostNanos() > 9_000 * MILLI);
    }
}
