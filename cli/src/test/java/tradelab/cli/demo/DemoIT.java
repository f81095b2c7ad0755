package tradelab.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tradelab.cli.ExitCode;

/** The main job as a user runs it. Speed is judged by the demo itself, on a quiet machine; here its facts must hold. */
class DemoIT {
    @Test
    void everyOrderIsCountedAlikeEverywhereAndTheReportIsWritten(@TempDir Path out) throws Exception {
        int code = new CommandLine(new DemoCommand()).execute(arguments(out));

        assertThat(code).isIn(ExitCode.PASSED, ExitCode.THRESHOLDS_FAILED);
        JsonObject result = new JsonObject(Files.readString(out.resolve("result.json")));
        JsonArray facts = result.getJsonArray("facts");
        assertThat(facts).hasSizeGreaterThan(8);
        assertThat(facts)
                .allSatisfy(fact -> assertThat(((JsonObject) fact).getBoolean("ok", true))
                        .as(fact.toString())
                        .isTrue());
        assertThat(result.getJsonArray("results")).hasSize(4);
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("order storm with cancels")
                .doesNotContain("src=\"http", "href=\"http://cdn");
    }

    private static String[] arguments(Path out) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--out", out.toString()));
        for (String service : List.of("market-data", "trading", "loadgen", "monitor", "report", "venue")) {
            arguments.addAll(List.of("--set", service + ".management.port=0"));
            arguments.addAll(List.of("--set", service + ".http.port=" + freePort()));
        }
        return arguments.toArray(String[]::new);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
