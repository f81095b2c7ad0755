package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.breakpoint.BreakpointSearch.Outcome;

/** What a try of three seconds says of its target. */
class BreakpointOutcomeTest {
    private static Outcome outcome(boolean kept, double lagP99, String lostSeconds, String... causes) {
        return outcome(3_000, kept, lagP99, lostSeconds, causes);
    }

    /** @param answered of the 3,000 that were offered */
    private static Outcome outcome(long answered, boolean kept, double lagP99, String lostSeconds, String... causes) {
        LatencyMillis response = new LatencyMillis(60, 60, 70, 75, 80, 90, 100);
        return BreakpointRun.outcome(new TestResult(
                "run-1",
                "test-1",
                "",
                "try",
                "http://127.0.0.1:1/",
                0,
                3,
                1_000,
                64,
                answered,
                0,
                response,
                response,
                new LatencyMillis(0, 0, 0, 0, lagP99, lagP99, lagP99),
                List.of(),
                List.of(),
                List.of(new ThresholdResult("response.p99 < 50", 80, kept)),
                "",
                kept ? "passed" : "failed",
                List.of(causes),
                Map.of(Results.LOST_SECONDS, lostSeconds),
                response,
                null,
                List.of(),
                null));
    }

    @Test
    void oneThatWasBrokenWhileTheGeneratorWasAtItsBestIsTheTargets() {
        assertThat(outcome(false, 1, "0.100")).isEqualTo(Outcome.BROKEN);
    }

    @Test
    void oneThatWasBrokenOnAStarvedMachineProvesNothing() {
        assertThat(outcome(false, 1, "0.200")).isEqualTo(Outcome.SPOILT);
    }

    /** A tenth of the time was lost, half of the answers are missing. */
    @Test
    void oneThatWasBrokenByFarMoreThanTheMachineTookIsTheTargets() {
        assertThat(outcome(1_500, false, 1, "0.300")).isEqualTo(Outcome.BROKEN);
        assertThat(outcome(1_500, false, 30, "0.300")).isEqualTo(Outcome.SPOILT);
        assertThat(outcome(2_600, false, 1, "0.300")).isEqualTo(Outcome.SPOILT);
    }

    @Test
    void oneThatWasBrokenByTheGeneratorsOwnLagOrTooFewConnectionsProvesNothing() {
        assertThat(outcome(false, 30, "0.000")).isEqualTo(Outcome.SPOILT);
        assertThat(outcome(false, 1, "0.000", SelfReport.TOO_FEW_CONNECTIONS + ": 90 %"))
                .isEqualTo(Outcome.SPOILT);
    }

    @Test
    void oneThatKeptItsLimitsInSpiteOfAllThatKeptThem() {
        assertThat(outcome(true, 30, "2.000")).isEqualTo(Outcome.KEPT);
    }
}
