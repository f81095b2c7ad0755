package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.ThresholdResult;

class VerdictTest {
    private static final ThresholdResult KEPT = new ThresholdResult("response.p99 < 50", 20, true);
    private static final ThresholdResult BROKEN = new ThresholdResult("response.p99 < 50", 80, false);

    @Test
    void passesWhenEveryThresholdIsKept() {
        assertThat(verdict(100, 0, 100, 0.5, 2, KEPT, "")).isEqualTo(new Verdict(Verdict.PASSED, List.of()));
    }

    @Test
    void failsWithTheThresholdAndWhatWasMeasured() {
        Verdict verdict = verdict(100, 0, 100, 0.5, 80, BROKEN, "");
        assertThat(verdict.name()).isEqualTo(Verdict.FAILED);
        assertThat(verdict.causes()).contains("threshold not kept: response.p99 < 50, measured 80.000");
    }

    @Test
    void blamesItselfWhenItWasLate() {
        assertThat(verdict(100, 0, 100, 8.1, 80, BROKEN, "").name()).isEqualTo(Verdict.GENERATOR_LIMITED);
        assertThat(verdict(100, 0, 100, 7.9, 80, BROKEN, "").name()).isEqualTo(Verdict.FAILED);
        assertThat(verdict(100, 0, 100, 0.9, 1, KEPT, "").name()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void limitsKeptInSpiteOfItsOwnLatenessAreKeptAndTheLatenessIsTold() {
        Verdict late = verdict(100, 0, 100, 8.1, 80, KEPT, "");

        assertThat(late.name()).isEqualTo(Verdict.PASSED);
        assertThat(late.causes())
                .hasSize(2)
                .contains("late by 8 ms")
                .element(0)
                .asString()
                .startsWith("the generator was late");
        assertThat(verdict(100, 1, 99, 8.1, 80, KEPT, "").name()).isEqualTo(Verdict.GENERATOR_LIMITED);
    }

    @Test
    void aLateRunWithoutThresholdsHasNothingToHoldOnTo() {
        Verdict.Facts facts =
                new Verdict.Facts(100, 0, 100, Map.of(), 8.1, 80, List.of(), List.of(), List.of(), List.of(), "");

        assertThat(Verdict.of(facts).name()).isEqualTo(Verdict.GENERATOR_LIMITED);
    }

    @Test
    void blamesItselfWhenTheOfferedRateWasNotReached() {
        assertThat(verdict(100, 6, 94, 0.1, 1, BROKEN, "").name()).isEqualTo(Verdict.GENERATOR_LIMITED);
        assertThat(verdict(100, 4, 96, 0.1, 1, KEPT, "").name()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void aRunWithoutOneSuccessOrStoppedBeforeItsTimeDoesNotPass() {
        assertThat(verdict(100, 0, 0, 0.1, 1, KEPT, "").causes())
                .contains("no request succeeded: status_404 90, timeout 10", "why");
        assertThat(verdict(100, 0, 100, 0.1, 1, KEPT, "stopped").name()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void itsOwnLatenessExcusesNoTargetThatAnsweredNothingWell() {
        assertThat(verdict(100, 0, 0, 8.1, 80, BROKEN, "").name()).isEqualTo(Verdict.FAILED);
        assertThat(verdict(100, 1, 0, 8.1, 80, BROKEN, "").name()).isEqualTo(Verdict.GENERATOR_LIMITED);
    }

    private static Verdict verdict(
            long offered,
            long dropped,
            long succeeded,
            double lag,
            double response,
            ThresholdResult threshold,
            String stopped) {
        return Verdict.of(new Verdict.Facts(
                offered,
                dropped,
                succeeded,
                succeeded == 0 ? Map.of("status_404", 90L, "timeout", 10L) : Map.of(),
                lag,
                response,
                List.of(threshold),
                List.of("late by 8 ms"),
                List.of(),
                List.of("why"),
                stopped));
    }
}
