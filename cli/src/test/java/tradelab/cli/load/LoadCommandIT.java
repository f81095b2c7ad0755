package tradelab.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tradelab.cli.ExitCode;
import tradelab.cli.Tradelab;

class LoadCommandIT {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Vertx vertx;

    /** A threshold that is kept passes however late a busy machine makes the generator. */
    private static final String KEEP = "--threshold";

    private static final String NONE = "errors.count == 0";

    private static int port;
    private static volatile int status = 200;
    private static final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        port = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    seen.add(request.method() + " " + request.uri() + " " + request.getHeader("x-a") + " " + body);
                    var _ = request.response().setStatusCode(status).end("ok");
                }))
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterAll
    static void close() throws Exception {
        var _ = vertx.close().await(20, TimeUnit.SECONDS);
    }

    @BeforeEach
    void forget() {
        seen.clear();
        status = 200;
    }

    private record Ran(int exitCode, String out) {}

    private static Ran run(String... args) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            int code = new CommandLine(new LoadCommand()).execute(args);
            return new Ran(code, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void endsWithOneLineOfJsonThatHasWhatScriptsRead() {
        Ran ran = run(
                "http://127.0.0.1:" + port + "/", "--rate", "100", "--duration", "1s", "--connections", "4", "--json");

        JsonObject line = new JsonObject(ran.out.strip());
        assertThat(line.getLong("requests")).isEqualTo(100);
        assertThat(line.getLong("errors")).isZero();
        assertThat(line.getDouble("durationSeconds")).isEqualTo(1);
        assertThat(line.getJsonObject("responseMillis").fieldNames())
                .contains("mean", "p50", "p90", "p99", "p999", "max");
        assertThat(line.getJsonObject("serviceMillis").getDouble("p50")).isPositive();
        assertThat(line.containsKey("lagMillis")).isTrue();
        assertThat(line.getString("verdict")).isIn("passed", "generator-limited");
        assertThat(line.getJsonArray("causes")).isNotNull();
    }

    /** As its user calls it, exit code and all. */
    private static int tradelab(String... args) {
        return Tradelab.commandLine().execute(args);
    }

    @Test
    void loadsWhatTheSettingsAllowAndNothingElse() throws Exception {
        String url = "http://127.0.0.1:" + port + "/";
        Path test = Files.writeString(
                directory.resolve("test.yaml"), "target: " + url + "\nrate: 50\nduration: 200ms\nconnections: 2");
        String elsewhere = "loadgen.allowed-targets=10.1.0.0/16:80";
        String here = "loadgen.allowed-targets=10.1.0.0/16:80,127.0.0.1:" + port;
        assertThat(tradelab("load", url, "-R", "50", "-d", "200ms", "--json", "--set", elsewhere))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(tradelab("load", "run", test.toString(), "--json", "--set", elsewhere))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(tradelab("load", url, "--breakpoint", "--json", "--set", elsewhere))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(tradelab("load", url, "-R", "50", "-d", "200ms", "--json", "--set", "loadgen.rate-max=49"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(tradelab("load", url, "-d", "200ms", "--json", "--set", "loadgen.forbidden-ports=" + port))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(tradelab("load", url, "-d", "200ms", "--json", "--set", "loadgen.allowed=x"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(seen).isEmpty();
        assertThat(tradelab("load", url, "-R", "50", "-d", "200ms", KEEP, NONE, "--json", "--set", here))
                .isEqualTo(ExitCode.PASSED);
        assertThat(seen).isNotEmpty();
    }

    @Test
    void runsADefinitionAndWritesEveryFormat() throws Exception {
        Path test = Files.writeString(directory.resolve("test.yaml"), """
            name: "a <test>"
            target: http://127.0.0.1:%d
            schedule: {shape: ramp, from: 0, to: 200, duration: 2s}
            thresholds:
              - requests.count == 200
              - response.max < 0.000001
            """.formatted(port));
        Path json = directory.resolve("r.json");
        Path csv = directory.resolve("r.csv");
        Path hlog = directory.resolve("r.hlog");
        Path xml = directory.resolve("r.xml");
        Ran ran = run(
                "run",
                test.toString(),
                "--out",
                json.toString(),
                "--out",
                csv.toString(),
                "--out",
                hlog.toString(),
                "--out",
                xml.toString());

        assertThat(ran.exitCode).isEqualTo(ExitCode.THRESHOLDS_FAILED);
        assertThat(new JsonObject(Files.readString(json)).getLong("requests")).isEqualTo(200);
        // The last of 200 arrivals is due exactly at the end, when the third second begins.
        assertThat(Files.readAllLines(csv)).hasSize(4).first().asString().startsWith("test,second,offered");
        try (HistogramLogReader reader = new HistogramLogReader(hlog.toString())) {
            long counted = 0;
            while (reader.nextIntervalHistogram() instanceof Histogram second) {
                assertThat(second.getTag()).isEqualTo("get");
                counted += second.getTotalCount();
            }
            assertThat(counted).isEqualTo(200);
        }
        assertThat(Files.readString(xml))
                .contains("name=\"a &lt;test&gt;\" tests=\"3\" failures=\"2\"")
                .contains("<failure message=\"measured ");
    }

    @Test
    void sendsWhatWrkHeyAndCurlWouldSend() {
        String url = "http://127.0.0.1:" + port + "/orders?x=1";
        String[] all = {url, "-R", "20", "-d", "1", "-c", "2", "-X", "PUT", "-H", "x-a: b:c", "-b", "hello", KEEP, NONE
        };
        assertThat(run(all).exitCode).isZero();
        assertThat(seen).isNotEmpty().containsOnly("PUT /orders?x=1 b:c hello");

        seen.clear();
        assertThat(run(url, "-R", "20", "-z", "1s", "-u", "2", "-b", "hello", "--timeout", "20s", KEEP, NONE).exitCode)
                .isZero();
        assertThat(seen).isNotEmpty().containsOnly("POST /orders?x=1 null hello");
    }

    @Test
    void takesAFileOfK6sOptionsAndEndsAsK6Would() throws Exception {
        Path options = Files.writeString(directory.resolve("options.json"), """
            {"scenarios": {"one": {"executor": "constant-arrival-rate", "rate": 40, "duration": "1s",
                                   "preAllocatedVUs": 4}},
             "thresholds": {"http_req_failed": ["rate<0.01"]}}
            """);
        String url = "http://127.0.0.1:" + port + "/a";
        Ran kept = run(url, "--options", options.toString(), "-H", "x-a: 1", "--json");
        assertThat(new JsonObject(kept.out.strip()).getLong("requests")).isEqualTo(40);
        assertThat(seen).hasSize(40).containsOnly("GET /a 1 ");
        assertThat(kept.exitCode).isZero();

        Path iterations = Files.writeString(directory.resolve("iterations.json"), """
            {"vus": 3, "iterations": 60, "thresholds": {"http_reqs": ["count==60"], "http_req_failed": ["rate==0"],
             "http_req_duration{operation:get}": ["max<60000"], "http_req_waiting": ["p(95)<60000"]}}
            """);
        Ran ended = run(url, "--options", iterations.toString(), "--json");
        assertThat(new JsonObject(ended.out.strip()).getLong("requests")).isEqualTo(60);
        assertThat(new JsonObject(ended.out.strip()).getDouble("durationSeconds"))
                .isLessThan(600);
        assertThat(ended.exitCode).isZero();

        status = 500;
        assertThat(run(url, "--options", options.toString()).exitCode).isEqualTo(ExitCode.THRESHOLDS_FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "-H nonsense,       --header: expected 'Name: value'",
        "-H host:x,         headers: expected none that the engine sets itself",
        "-X BREW,           method: expected one of",
        "--timeout soon,    --timeout: expected a duration",
        "--timeout 2h,      timeout: expected",
        "-d 5parsecs,       --duration: expected a duration",
        "-b @nowhere.json,  --body @nowhere.json: cannot be read",
        "--options no.json, --options no.json: cannot be read",
        "'--options no.json -d 1s', --duration: expected in no.json"
    })
    void whatCannotBeSentIsSaidByItsName(String words, String said) {
        String[] args = ("load http://127.0.0.1:" + port + "/ " + words).split(" ", 0);
        StringWriter err = new StringWriter();
        CommandLine command = Tradelab.commandLine().setErr(new PrintWriter(err));

        assertThat(command.execute(args)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(said);
    }

    @Test
    void aDefinitionThatCannotBeUsedIsSaidWithItsPlace() throws Exception {
        Path test = Files.writeString(directory.resolve("bad.yaml"), "target: http://127.0.0.1\nrates: 5\n");
        CommandLine command = new CommandLine(new LoadCommand()).setExecutionExceptionHandler((e, _, _) -> {
            assertThat(e).hasMessageContaining("bad.yaml:2:8: rates: unknown field");
            return ExitCode.BAD_INPUT;
        });

        assertThat(command.execute("run", test.toString())).isEqualTo(ExitCode.BAD_INPUT);
    }
}
