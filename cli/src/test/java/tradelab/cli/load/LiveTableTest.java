package tradelab.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;

class LiveTableTest {
    private static final LoadTest OPEN = test("rate: 100");
    private static final LoadTest SHARED = test("options: {vus: 3, iterations: 600}");
    private static final LoadTest EACH =
            test("options: {scenarios: {each: {executor: per-vu-iterations, vus: 3, iterations: 20}}}");

    private static LoadTest test(String rest) {
        return DefinitionReader.read("test.yaml", "target: http://127.0.0.1:1/\n" + rest);
    }

    private static IntervalResult second(int number, long errors) {
        return new IntervalResult(number, 100, 99, errors, 1.5, 2.5, 3.25, 4, 0.125);
    }

    private static List<String> shown(Terminal terminal, List<LoadTest> tests, int seconds, long errors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LiveTable table = new LiveTable(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, tests);
        for (int i = 0; i < seconds; i++) {
            int number = i;
            tests.forEach(test -> table.show(test, second(number, errors), 20));
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.strip().split(" +")).toList();
    }

    @Test
    void saysEachSecondUnderOneHeadWhereNobodyWatches() {
        List<String> lines = shown(Terminal.of(0, false), List.of(OPEN), 50, 0);

        assertThat(lines).hasSize(51);
        assertThat(lines.getFirst()).isEqualTo("    s  offered/s  done/s errors   p50 ms   p99 ms  lag p99");
        assertThat(words(lines.get(1))).containsExactly("1", "100", "99", "0", "1.50", "3.25", "0.13");
    }

    @Test
    void repeatsTheHeadWhereItScrollsAway() {
        assertThat(shown(Terminal.of(80, false), List.of(OPEN), 50, 0))
                .filteredOn(line -> line.contains("offered"))
                .hasSize(3);
    }

    @Test
    void countsIterationsOfTheClosedModelAgainstTheirNumber() {
        assertThat(shown(Terminal.of(0, false), List.of(SHARED), 1, 0).getLast())
                .contains(" 20/600 ");
        assertThat(shown(Terminal.of(0, false), List.of(EACH), 1, 0).getLast()).contains(" 20/60 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 20, 32, 40, 41, 60, 80, 120})
    void noLineIsWiderThanTheTerminalWhileAnyColumnCanBeLeftOut(int columns) {
        for (List<LoadTest> tests : List.of(List.of(OPEN), List.of(SHARED), List.of(OPEN, SHARED, EACH))) {
            assertThat(shown(Terminal.of(columns, false), tests, 2, 3))
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Math.max(columns, 5)));
        }
    }

    @Test
    void inFortyColumnsWhatMattersMostStays() {
        assertThat(words(shown(Terminal.of(40, false), List.of(OPEN), 1, 0).getFirst()))
                .containsExactly("s", "done/s", "errors", "p99", "ms", "lag", "p99");
        assertThat(words(shown(Terminal.of(40, false), List.of(SHARED), 1, 0).getFirst()))
                .containsExactly("s", "done/s", "iterations", "errors", "p99", "ms");
    }

    @Test
    void errorsStandOutInColourOnlyWhereColoursAreShown() {
        assertThat(shown(Terminal.of(80, true), List.of(OPEN), 1, 7).getLast()).contains("\u001b[31m      7\u001b[0m");
        assertThat(shown(Terminal.of(80, true), List.of(OPEN), 1, 0).getLast()).doesNotContain("\u001b");
        assertThat(shown(Terminal.of(80, false), List.of(OPEN), 1, 7).getLast()).doesNotContain("\u001b");
    }
}
