package tradelab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Holds a scrape against {@code promtool check metrics}, where promtool is installed, and against its main rules. */
final class Promtool {
    private Promtool() {}

    static void check(String scrape) throws IOException, InterruptedException {
        assertThat(scrape.lines().filter(line -> line.startsWith("# TYPE")).map(line -> line.split(" ")[2]))
                .doesNotHaveDuplicates();
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assertThat(scrape.lines().filter(line -> line.startsWith("# TYPE") && line.endsWith(" counter")))
                    .allMatch(line -> line.split(" ")[2].endsWith("_total"));
            return;
        }
        try (var in = promtool.getOutputStream()) {
            in.write(scrape.getBytes(StandardCharsets.UTF_8));
        }
        String findings = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(findings).isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }
}
