package tradelab.loadgen.honesty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThreadTurnsTest {
    private static final Path SCHEDULING = Path.of("/proc/thread-self/sched");

    @Test
    void shortensTheTurnsOfThisThreadWhereLinuxCanAndGivesThemBack() throws IOException {
        Optional<String> before = line("se.slice");
        boolean taken = ThreadTurns.take(ThreadTurns.SHORT_NANOS);
        Optional<String> during = line("se.slice");
        boolean givenBack = ThreadTurns.take(ThreadTurns.USUAL_NANOS);

        assertThat(givenBack).isEqualTo(taken);
        assertThat(line("se.slice")).isEqualTo(before);
        if (!taken) {
            assertThat(during).isEqualTo(before);
        } else if (!during.equals(before)) { // before 6.12 Linux takes the request and ignores it
            assertThat(during.orElse("")).endsWith(" " + ThreadTurns.SHORT_NANOS);
        }
    }

    private static Optional<String> line(String name) throws IOException {
        return Files.exists(SCHEDULING)
                ? Files.readAllLines(SCHEDULING).stream()
                        .filter(line -> line.startsWith(name))
                        .findFirst()
                : Optional.empty();
    }
}
