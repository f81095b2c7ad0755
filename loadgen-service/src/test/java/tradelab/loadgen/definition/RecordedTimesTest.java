package tradelab.loadgen.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.loadgen.schedule.Schedule;

/** Schedules that were recorded, in files beside the definition. */
class RecordedTimesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path outside;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(outside.resolve("tests"));
        Files.writeString(outside.resolve("secret.csv"), "time\n1\n");
    }

    private Schedule schedule(String schedule) throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, "target: http://127.0.0.1:1\nschedule: {shape: replay, " + schedule + "}\n");
        return DefinitionReader.read(file).getFirst().schedule();
    }

    private static void assertTimes(Schedule schedule, long... nanos) {
        assertThat(schedule.count()).isEqualTo(nanos.length);
        for (int i = 0; i < nanos.length; i++) {
            assertThat(schedule.intendedNanos(i)).isEqualTo(nanos[i]);
        }
    }

    @Test
    void replaysAColumnOfRecordedOrdersToTheNanosecondOrScaled() throws Exception {
        Files.writeString(folder.resolve("orders.csv"), """
            id,"sent at",price
            a,1700000000000.000001,10
            "b,c",1700000000250.5,11

            d,1700000001000,12
            """);
        String orders = "file: orders.csv, column: sent at, unit: ms";
        assertTimes(schedule(orders), 0, 250_499_999, 999_999_999);
        assertTimes(schedule(orders + ", speed: 2"), 0, 125_249_999, 499_999_999);
        assertTimes(schedule(orders + ", speed: 0.5"), 0, 500_999_998, 1_999_999_998);
    }

    @Test
    void replaysInstantsOfJsonLines() throws Exception {
        Files.createDirectory(folder.resolve("day"));
        Files.writeString(folder.resolve("day/ticks.jsonl"), """
            {"time": "2026-03-02T01:00:00Z", "price": "10"}
            {"time": "2026-03-02T01:00:00.125Z", "price": "11"}
            {"time": "2026-03-02T01:00:00.125Z", "price": "12"}
            """);
        assertTimes(schedule("file: day/ticks.jsonl"), 0, 125_000_000, 125_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time;1;soon    | line 3: time: expected a number, or an instant such as 2026-03-02T09:00:00.125Z, got"
                        + " 'soon'",
                "time;2;1       | line 3: time: expected not before the one before it, got '1'",
                "when;1         | column: expected one of [when], got 'time'",
                "a,time;1       | line 2: time: expected a number, or an instant such as 2026-03-02T09:00:00.125Z, got"
                        + " 'none'",
                "time;1e400     | file times.csv line 2: time: expected a number",
                "time;1e999999999 | line 2: time: expected a number",
                "time;-1e-999999999 | line 2: time: expected a number",
                "time           | replay: expected 1 to 5000000, got '0'"
            })
    void saysWhichLineCannotBeUsed(String lines, String said) throws Exception {
        Files.writeString(folder.resolve("times.csv"), lines.replace(';', '\n'));
        assertThatThrownBy(() -> schedule("file: times.csv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test.yaml:2:")
                .hasMessageContaining("schedule.")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.csv", "link.csv", "linked/secret.csv", "none.csv", ".", "/etc/hostname"})
    void readsNoFileOutsideOfItsFolder(String name) throws Exception {
        Files.createSymbolicLink(folder.resolve("link.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(folder.resolve("linked"), outside);
        assertThatThrownBy(() -> schedule("file: " + name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file: expected");
    }

    @Test
    void readsNoFileForADefinitionThatWasSent() {
        assertThatThrownBy(() -> DefinitionReader.read(
                        "body", "target: http://127.0.0.1:1\nschedule: {shape: replay, file: orders.csv}"))
                .hasMessageContaining("body:2:", "loadgen.data-folder");
    }

    @Test
    void takesEitherTimesOrAFile() throws Exception {
        assertTimes(schedule("times: [5, 5.5]"), 0, 500_000_000);
        assertThatThrownBy(() -> schedule("times: [1], file: a.csv")).hasMessageContaining("either times or file");
    }
}
