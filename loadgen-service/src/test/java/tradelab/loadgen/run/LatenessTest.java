package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.engine.LoopHealth.Late;
import tradelab.loadgen.honesty.Disturbance;

class LatenessTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long BEGIN = 77 * SECOND;

    private static Late late(long fromMillis, long toMillis) {
        return new Late(fromMillis * MILLI, toMillis * MILLI, (toMillis - fromMillis) * MILLI, 10);
    }

    /** Of the watch's clock, which runs on while a test begins at {@link #BEGIN}. */
    private static Disturbance disturbance(Disturbance.Kind kind, long fromMillis, long toMillis, long lostMillis) {
        return new Disturbance(kind, BEGIN + fromMillis * MILLI, BEGIN + toMillis * MILLI, lostMillis * MILLI);
    }

    private static List<String> explain(List<Late> late, Disturbance... disturbances) {
        return Lateness.explain(late, List.of(disturbances), BEGIN);
    }

    @Test
    void saysWhenItWasLateByHowMuchAndWhy() {
        assertThat(explain(List.of(late(2_000, 2_501)), disturbance(Disturbance.Kind.STOPPED, 1_990, 2_510, 500)))
                .containsExactly(
                        "late by up to 501.0 ms from 2.000 s to 2.501 s: the process was stopped, or its machine");
    }

    @Test
    void namesTheCauseThatTookMostOfTheWindow() {
        assertThat(explain(
                        List.of(late(1_000, 1_100)),
                        disturbance(Disturbance.Kind.COLLECTED, 1_000, 1_100, 35),
                        disturbance(Disturbance.Kind.STARVED, 1_000, 1_100, 60)))
                .singleElement()
                .asString()
                .endsWith(": it waited for a processor");
    }

    @Test
    void whatTookLittleOfTheWindowOrLiesOutsideIsNoCause() {
        assertThat(explain(
                        List.of(late(1_000, 1_100)),
                        disturbance(Disturbance.Kind.COLLECTED, 1_000, 1_100, 29),
                        disturbance(Disturbance.Kind.STOPPED, 1_100, 1_900, 800)))
                .singleElement()
                .asString()
                .endsWith(": its event loop was blocked or had too much to do");
    }

    @Test
    void lossesOfOneKindAddUp() {
        assertThat(explain(
                        List.of(late(1_000, 1_100)),
                        disturbance(Disturbance.Kind.COLLECTED, 1_000, 1_020, 16),
                        disturbance(Disturbance.Kind.COLLECTED, 1_040, 1_060, 16)))
                .singleElement()
                .asString()
                .endsWith(": garbage was collected");
    }

    @Test
    void severalLoopsLateAtOneTimeAreOneSentence() {
        assertThat(explain(List.of(late(1_050, 1_200), late(1_000, 1_100))))
                .singleElement()
                .asString()
                .startsWith("late by up to 150.0 ms from 1.000 s to 1.200 s");
    }

    @Test
    void tellsTheFiveWorstWorstFirst() {
        List<Late> late = LongStream.rangeClosed(1, 7)
                .mapToObj(i -> late(i * 1_000, i * 1_000 + i))
                .toList();

        assertThat(explain(late)).hasSize(5).first().asString().startsWith("late by up to 7.0 ms");
        assertThat(explain(late)).last().asString().startsWith("late by up to 3.0 ms");
    }

    @Test
    void whoWasNeverLateSaysNothing() {
        assertThat(explain(List.of(), disturbance(Disturbance.Kind.STARVED, 0, 1_000, 900)))
                .isEmpty();
    }
}
