package tradelab.loadgen.run;

import io.vertx.core.Vertx;
import java.time.Duration;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;

/** Runs one test from the command line, to hold the engine against other tools: URL RATE SECONDS CONNECTIONS. */
final class LoadCommand {
    private LoadCommand() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        LoadTest test = LoadTest.of(
                args[0],
                Double.parseDouble(args[1]),
                Duration.ofSeconds(Long.parseLong(args[2])),
                Integer.parseInt(args[3]));
        TestResult result = LoadRun.run(vertx, test, second -> System.err.println(second))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        long cpuNanos = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
        System.out.println("requests=" + result.requests() + " errors=" + result.errors() + " cpu_s=" + cpuNanos / 1e9
                + " verdict=" + result.verdict() + " causes=" + result.causes());
        System.out.println("response " + Json.write(result.responseMillis()));
        System.out.println("service " + Json.write(result.serviceMillis()));
        System.out.println("lag " + Json.write(result.lagMillis()));
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
