package tradelab.loadgen.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Usage;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.RegisteredTarget;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;

/** Runs against a target that is asked for its consent, and says one thing or another. */
class ConsentIT {
    private static final String TOKEN = "f3a1c2d4e5b6a798";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger loaded = new AtomicInteger();
    private volatile String says = TOKEN;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws Exception {
        var _ = vertx.close().await(30, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!Consent.PATH.equals(request.path())) {
            loaded.incrementAndGet();
            var _ = response.end("ok");
            return;
        }
        asked.incrementAndGet();
        switch (says) {
            case "nothing" -> {
                // the connection stays open
            }
            case "reset" -> {
                var _ = request.connection().close();
            }
            case "404", "301", "500" -> {
                var _ = response.setStatusCode(Integer.parseInt(says))
                        .putHeader("location", "/elsewhere")
                        .end(TOKEN);
            }
            case "500 once" -> {
                says = TOKEN;
                var _ = response.setStatusCode(500).end();
            }
            case "endless" -> {
                var _ = response.setChunked(true).write("x".repeat(2_000));
            }
            default -> {
                var _ = response.end(says);
            }
        }
    }

    private LoadRun run(Duration duration) {
        Caps caps = new Caps("loadgen.targets.app.", 10_000, 100, Duration.ofHours(1), Caps.NONE);
        TargetGuard guard = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT)
                .registering(
                        List.of(new RegisteredTarget("app", "http://127.0.0.1:" + port, List.of(), caps, TOKEN)),
                        new Usage(Caps.LARGEST));
        EngineBounds bounds = new EngineBounds(
                Duration.ofSeconds(3), 1 << 20, Duration.ofSeconds(1), "", Caps.LARGEST, Duration.ofMillis(100));
        LoadTest test = LoadTest.of("http://127.0.0.1:" + port + "/load", 200, duration, 2);
        return LoadRun.start(vertx, test, LoadRun.Setup.of(guard, bounds), _ -> {});
    }

    private static TestResult result(LoadRun run) throws Exception {
        return run.result().await(120, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, " " + TOKEN + "\r\n"})
    void aTargetThatAgreesIsLoadedAndAskedAgainAndAgain(String answer) throws Exception {
        says = answer;
        TestResult result = result(run(Duration.ofSeconds(1)));
        assertThat(result.requests()).isEqualTo(200);
        assertThat(loaded).hasValue(200);
        assertThat(result.causes()).noneMatch(cause -> cause.contains("consent"));
        assertThat(asked.get()).isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "F3A1C2D4E5B6A798", TOKEN + "0", "404", "301", "500", "endless", "reset", "nothing"})
    void withoutItsConsentNothingIsSentThere(String answer) {
        says = answer;
        assertThatThrownBy(() -> result(run(Duration.ofSeconds(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("target: expected its consent: 200 and the token of loadgen.targets.app"
                        + ".consent-token at /.well-known/tradelab-load-consent, got '")
                .hasMessageNotContaining(TOKEN);
        assertThat(loaded).hasValue(0);
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no longer", "404", "500", "reset"})
    void whoeverWithdrawsItIsLeftAlone(String later) throws Exception {
        LoadRun run = run(Duration.ofMinutes(10));
        while (loaded.get() < 20) {
            var _ = vertx.timer(10, TimeUnit.MILLISECONDS).await(20, TimeUnit.SECONDS);
        }
        says = later;
        TestResult result = result(run);
        assertThat(result.verdict()).isNotEqualTo("passed");
        assertThat(result.causes())
                .anyMatch(cause -> cause.startsWith("the target withdrew its consent: ")
                        && cause.endsWith(" at /.well-known/tradelab-load-consent"));
        int sent = loaded.get();
        assertThat((long) sent).isBetween(result.requests() - result.errors(), result.requests());
        var _ = vertx.timer(300, TimeUnit.MILLISECONDS).await(20, TimeUnit.SECONDS);
        assertThat(loaded).hasValue(sent);
    }

    @Test
    void aTargetThatIsSilentOnceMayBeBusy() throws Exception {
        LoadRun run = run(Duration.ofSeconds(2));
        while (asked.get() < 2) {
            var _ = vertx.timer(10, TimeUnit.MILLISECONDS).await(20, TimeUnit.SECONDS);
        }
        says = "500 once";
        TestResult result = result(run);
        assertThat(says).isEqualTo(TOKEN);
        assertThat(result.requests()).isEqualTo(400);
        assertThat(result.causes()).noneMatch(cause -> cause.contains("consent"));
    }
}
