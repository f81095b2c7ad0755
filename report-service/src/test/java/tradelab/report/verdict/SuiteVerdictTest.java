package tradelab.report.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.report.suite.SyntheticRuns;

class SuiteVerdictTest {
    private static final List<TestResult> GOOD = SyntheticRuns.passing().results();

    @Test
    void passesWhenEveryThresholdHeld() {
        SuiteVerdict verdict = SuiteVerdict.of(GOOD);
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(verdict.reasons()).first().asString().contains("none failed");
    }

    @Test
    void failsWithTheBrokenThresholdInPlainWords() {
        SuiteVerdict verdict = SuiteVerdict.of(SyntheticRuns.failing().results());
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(verdict.reasons())
                .anyMatch(reason -> reason.startsWith("order-storm: response.p99 was")
                        && reason.endsWith("over the limit of 50 ms."));
    }

    @Test
    void leavesTheSuiteOpenWhenTheGeneratorWasTheLimit() {
        SuiteVerdict verdict = SuiteVerdict.of(List.of(GOOD.getFirst(), withVerdict(GOOD.get(1), "generator-limited")));
        assertThat(verdict.outcome()).isEqualTo(Outcome.GENERATOR_LIMITED);
        assertThat(verdict.headline()).contains("the load generator, not the target");
    }

    @Test
    void aFailedRunOutweighsAGeneratorLimitedOne() {
        SuiteVerdict verdict = SuiteVerdict.of(List.of(
                withVerdict(GOOD.getFirst(), "generator-limited"),
                SyntheticRuns.failing().results().get(1)));
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void doesNotBelieveARunThatCallsItselfPassedWithABrokenThreshold() {
        assertThat(Outcome.of(withVerdict(SyntheticRuns.failing().results().get(1), "passed")))
                .isEqualTo(Outcome.FAILED);
        assertThat(SuiteVerdict.of(List.of()).outcome()).isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "response.p99 < 50, 40, ms, 0.2",
        "response.p99 < 50 ms, 60, ms, -0.2",
        "submit: response.p99.9 <= 10, 5, ms, 0.5",
        "requests.rate > 500, 600, /s, 0.2",
        "errors.ratio <= 0.01, 0.02, ratio, -1",
        "errors.count <= 0, 3, '', 0",
        "http_req_duration: p(95) < 200, 100, ms, 0.5",
        "http_req_failed: rate < 0.01, 0, ratio, 1",
    })
    void readsTheMarginFromTheThresholdsWords(String text, double measured, String unit, double share) {
        Margin margin = Margin.of(new ThresholdResult(text, measured, true)).orElseThrow();
        assertThat(margin.unit()).isEqualTo(unit);
        assertThat(margin.share()).isEqualTo(share, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void hasNoMarginForWhatItCannotRead() {
        assertThat(Margin.of(new ThresholdResult("requests.count == 5", 5, true)))
                .isEmpty();
        assertThat(Margin.of(new ThresholdResult("<".repeat(100_000), 5, true))).isEmpty();
    }

    @Test
    void showsWhereItHurtsWorstFirst() {
        List<PainPoint> pains = PainPoint.of(SyntheticRuns.failing().results());
        assertThat(pains).isSortedAccordingTo((one, other) -> one.severity().compareTo(other.severity()));
        assertThat(pains).anyMatch(pain -> pain.text().contains("stands out"));
        assertThat(pains).anyMatch(pain -> pain.text().contains("most of all status_503"));
        assertThat(pains).hasSizeLessThanOrEqualTo(PainPoint.SHOWN_MAX);
    }

    @ParameterizedTest
    @CsvSource({"0.07, 0.07 ms", "0, 0 ms", "38.21, 38.2 ms", "2410, 2.41 s", "0.0001, < 0.001 ms", "NaN, –"})
    void writesTimesAsPeopleReadThem(double millis, String words) {
        assertThat(Words.millis(millis)).isEqualTo(words);
    }

    private static TestResult withVerdict(TestResult run, String verdict) {
        return new TestResult(
                run.runId(),
                run.testId(),
                run.suite(),
                run.name(),
                run.target(),
                run.startedEpochMillis(),
                run.durationSeconds(),
                run.rate(),
                run.connections(),
                run.requests(),
                run.errors(),
                run.responseMillis(),
                run.serviceMillis(),
                run.lagMillis(),
                run.operations(),
                run.intervals(),
                run.thresholds(),
                run.responseHistogram(),
                verdict,
                run.causes(),
                run.environment(),
                run.firstByteMillis(),
                run.waitMillis(),
                run.stages(),
                run.iterations());
    }
}
