package tradelab.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.cli.ExitCode;
import tradelab.cli.Tradelab;
import tradelab.testing.Await;

/** What Ctrl-C, or SIGTERM, does to a load test in a process of its own. */
class InterruptedLoadIT {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger seen = new AtomicInteger();
    private volatile boolean answering = true;
    private int port;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @BeforeEach
    void listen() {
        port = Await.await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void close() {
        var _ = Await.await(vertx.close());
    }

    private void answer(HttpServerRequest request) {
        var _ = seen.incrementAndGet();
        if (answering) {
            var _ = request.response().end("ok");
        }
    }

    private Process load(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Tradelab.class.getName(),
                "load",
                "http://127.0.0.1:" + port + "/",
                "--json"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    private String said(String stream) throws IOException {
        return Files.readString(directory.resolve(stream), StandardCharsets.UTF_8);
    }

    @Test
    void askedOnceItEndsWithWhatItHas() throws Exception {
        Process process = load("-R", "50", "-d", "600s", "-c", "2");
        try {
            Await.until("arrivals", () -> seen.get() > 20);
            process.destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
            JsonObject line = new JsonObject(said("out").strip());
            assertThat(line.getLong("requests")).isPositive().isLessThan(30_000);
            assertThat(line.getJsonArray("causes").toString()).contains("stopped on request after");
        } finally {
            var _ = process.destroyForcibly();
        }
    }

    @Test
    void askedTwiceItWaitsForNoAnswer() throws Exception {
        answering = false;
        Process process = load("-R", "50", "-d", "600s", "-c", "2", "--timeout", "60s");
        try {
            Await.until("an arrival", () -> seen.get() > 0);
            process.destroy();
            Await.until("its word", () -> said("err").contains("again ends at once"));
            process.destroy();

            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue(); // its answers have a minute
            assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(said("out")).isEmpty();
        } finally {
            var _ = process.destroyForcibly();
        }
    }
}
