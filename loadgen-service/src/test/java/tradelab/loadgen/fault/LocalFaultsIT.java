package tradelab.loadgen.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.loadgen.LoadgenMain;

/** A load generator in a process of its own and others that it may harm or not, with real signals. */
class LocalFaultsIT {
    private static final Pattern HTTP = Pattern.compile("http[ =](?:\\S*:)?(\\d+)");

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // these are set before all tests
    private static Process generator;

    @SuppressWarnings("NullAway.Init")
    private static Process victim;

    @SuppressWarnings("NullAway.Init")
    private static HttpClient client;

    private static int port;

    @BeforeAll
    static void start() throws Exception {
        victim = sleeper();
        Path list = folder.resolve("processes.txt");
        String self = line("test", ProcessHandle.current());
        var _ = Files.writeString(list, line("victim", victim.toHandle()) + self + "stale 1 5\nbroken\n");
        generator = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadgenMain.class.getName(),
                        "--set",
                        "loadgen.local-processes-file=" + list,
                        "--set",
                        "loadgen.http.port=0",
                        "--set",
                        "loadgen.management.port=0"))
                .redirectError(folder.resolve("log").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(generator.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null && port == 0; line = out.readLine()) {
            Matcher ready = HTTP.matcher(line);
            port = line.startsWith("loadgen-service ready") && ready.find() ? Integer.parseInt(ready.group(1)) : 0;
            if (port > 0) {
                break;
            }
        }
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void end() {
        client.close();
        generator.destroyForcibly();
        victim.destroyForcibly();
    }

    private static Process sleeper() throws Exception {
        return new ProcessBuilder("sleep", "600").start();
    }

    private static String line(String name, ProcessHandle process) {
        return name + " " + process.pid() + " "
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L) + "\n";
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/faults/local" + path))
                        .header("content-type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Returns the first letter of the process's state: T if it stands still. */
    private static String state() {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(victim.pid())).start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip() + " ";
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void harmsItsSiblingsForATimeAndNobodyElse() throws Exception {
        HttpResponse<String> listed = send("GET", "", "");
        assertThat(new JsonObject(listed.body()).getJsonObject("processes").fieldNames())
                .containsExactly("victim");
        for (String name : List.of("test", "stale", "broken", "loadgen-service")) {
            HttpResponse<String> refused = send("POST", "", "{\"kind\":\"KILL\",\"process\":\"" + name + "\"}");
            assertThat(refused.statusCode()).as(name).isEqualTo(400);
            assertThat(refused.body()).contains("one of [victim]");
        }
        // Over by itself.
        assertThat(send("POST", "", "{\"kind\":\"STOP\",\"process\":\"victim\",\"timeToLive\":\"4s\"}")
                        .statusCode())
                .isEqualTo(201);
        until("the victim to stand still", () -> state().startsWith("T"));
        until("the victim to go on", () -> !state().startsWith("T"));
        // Ended before its time.
        HttpResponse<String> stopped =
                send("POST", "", "{\"kind\":\"STOP\",\"process\":\"victim\",\"timeToLive\":\"600s\"}");
        until("the victim to stand still", () -> state().startsWith("T"));
        assertThat(send("DELETE", "/" + new JsonObject(stopped.body()).getString("faultId"), "")
                        .statusCode())
                .isEqualTo(200);
        until("the victim to go on", () -> !state().startsWith("T"));
        // A burden ends by itself.
        assertThat(send("POST", "", "{\"kind\":\"CPU\",\"amount\":1,\"timeToLive\":\"500ms\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("POST", "", "{\"kind\":\"MEMORY\",\"amount\":32,\"timeToLive\":\"500ms\"}")
                        .statusCode())
                .isEqualTo(201);
        until(
                "the end of the burden",
                () -> generator.toHandle().children().findAny().isEmpty());
        // Whoever harms and is killed leaves nothing behind.
        var _ = send("POST", "", "{\"kind\":\"STOP\",\"process\":\"victim\",\"timeToLive\":\"600s\"}");
        var _ = send("POST", "", "{\"kind\":\"CPU\",\"amount\":1,\"timeToLive\":\"600s\"}");
        until("the victim to stand still", () -> state().startsWith("T"));
        List<ProcessHandle> keepers = generator.toHandle().children().toList();
        assertThat(keepers).hasSize(2);
        generator.destroyForcibly();
        until("the victim to go on", () -> !state().startsWith("T"));
        until("the end of the keepers", () -> keepers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(victim.isAlive()).isTrue();
    }
}
