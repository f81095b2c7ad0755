package tradelab.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.contracts.loadgen.TestResult;
import tradelab.report.suite.Fact;
import tradelab.report.suite.SuiteSummary;
import tradelab.report.suite.SyntheticRuns;

class SuiteReportTest {
    private static final Pattern FETCHING =
            Pattern.compile("(?i)<(link|img|iframe|object|embed|base)\\b|\\ssrc=|url\\(|@import|href=\"(?!#)");

    @Test
    void writesPagesThatABrowserCanBeShown() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "reports"));
        for (SuiteSummary summary : List.of(SyntheticRuns.passing(), SyntheticRuns.failing())) {
            String html = SuiteReport.html(summary);
            Path file = Files.writeString(folder.resolve(summary.suite() + ".html"), html);
            assertThat(Files.size(file)).isLessThan(500_000);
            assertThat(FETCHING.matcher(html).results().map(found -> found.group()))
                    .isEmpty();
        }
    }

    @Test
    void saysTheVerdictFirstAndWhy() {
        String passed = SuiteReport.html(SyntheticRuns.passing());
        assertThat(passed).contains("✓ Passed", "Every threshold held: 6 of 6 in 3 runs.", "11,942 = 11,942 = 11,942");
        String failed = SuiteReport.html(SyntheticRuns.failing());
        assertThat(failed).contains("✗ Failed", "2 thresholds of 7 broken.", "over the limit of 50 ms.");
        assertThat(failed.indexOf("✗ Failed")).isLessThan(failed.indexOf("Where it hurts"));
    }

    @Test
    void failsASuiteWhoseFactIsWrongThoughEveryThresholdHeld() {
        SuiteSummary good = SyntheticRuns.passing();
        SuiteSummary wrong = new SuiteSummary(
                "t", "s", 0, 1, List.of(Fact.checked("Orders", "lost", "1", false)), good.results(), true, Map.of());
        assertThat(SuiteReport.document(wrong).passed()).isFalse();
        assertThat(SuiteReport.document(wrong).reasons()).contains("Orders: lost is wrong: 1");
    }

    @Test
    void neverTurnsTheCallersFailureIntoAPass() {
        SuiteSummary good = SyntheticRuns.passing();
        SuiteSummary failed = new SuiteSummary("t", "s", 0, 1, List.of(), good.results(), false, Map.of());
        assertThat(SuiteReport.document(failed).verdict()).isEqualTo("failed");
    }

    @Test
    void drawsASuiteOfNothing() {
        SuiteSummary empty = new SuiteSummary("t", "", -1, Double.NaN, List.of(), List.of(), true, Map.of());
        assertThat(SuiteReport.html(empty)).contains("✗ Failed", "Nothing ran.");
    }

    @Test
    void writesTheSameVerdictAsJson() {
        JsonObject json = new JsonObject(SuiteReport.json(SyntheticRuns.failing()));
        assertThat(json.getString("format")).isEqualTo("tradelab.suite.v1");
        assertThat(json.getBoolean("passed")).isFalse();
        assertThat(json.getJsonArray("results")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</title><script>alert(1)</script>",
                "</style><svg onload=alert(1)>",
                "</script><script>alert(1)</script>",
                "javascript:alert(1)",
                "<!--<script>",
                "]]><script>alert(1)</script>",
                "{{constructor.constructor('alert(1)')()}}",
                "\u202Egnp.exe\u0000\u0008<b>"
            })
    void showsHostileTextAsText(String payload) {
        TestResult run = SyntheticRuns.hostile(SyntheticRuns.passing().results().getFirst(), payload);
        String html = SuiteReport.html(new SuiteSummary(
                payload,
                payload,
                0,
                1,
                List.of(new Fact(payload, payload, payload, false)),
                List.of(run),
                true,
                run.environment()));
        String plain = SuiteReport.html(new SuiteSummary(
                "x",
                "x",
                0,
                1,
                List.of(new Fact("x", "x", "x", false)),
                List.of(SyntheticRuns.hostile(run, "x")),
                true,
                Map.of("x", "x")));
        // Not one tag more than with harmless text in the same places.
        assertThat(tags(html)).isEqualTo(tags(plain));
        assertThat(html).doesNotContain("\u0000", "\u202E");
        assertThat(FETCHING.matcher(html)
                        .results()
                        .map(found -> found.group())
                        .filter(found -> !found.contains("src=")))
                .isEmpty();
    }

    private static Map<String, Long> tags(String html) {
        return Pattern.compile("</?[a-zA-Z!][a-zA-Z0-9]*")
                .matcher(html)
                .results()
                .collect(java.util.stream.Collectors.groupingBy(
                        tag -> tag.group(), java.util.TreeMap::new, java.util.stream.Collectors.counting()));
    }
}
