package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.Course;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;
import tradelab.runtime.ServiceHost;

/**
 * Three load generators in processes of their own, in one cluster. One after the other: a breach ends a run, a run is
 * changed, an agent is frozen and wakes up, an agent is killed, the controller is killed. The last two cost a process each.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DistributedRunIT {
    private static final int AGENTS = 3;
    private static final int RATE = 300;
    private static final long AWAIT_SECONDS = 90;
    private static final Pattern TAKEN = Pattern.compile(
            "agent (agent-\\S+) was lost: last heard of at ([0-9.]+) s, its share taken over by 2 others"
                    + " from ([0-9.]+) s; (\\d+) of its arrivals are unaccounted for");

    @TempDir
    private static Path logs;

    private static final List<AgentProcess> AGENT_PROCESSES = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // these are set before all tests
    private static ServiceHost controller;

    @SuppressWarnings("NullAway.Init")
    private static Vertx target;

    private static int port;
    private static int controllerPort;

    /** What arrived at the target, and when, by number of arrival. */
    private static final class Arrived {
        private final Map<Long, Long> nanos = new ConcurrentHashMap<>();
        private final Map<Long, Integer> times = new ConcurrentHashMap<>();
        private volatile long last;

        void take(long sequence) {
            last = System.nanoTime();
            var _ = nanos.putIfAbsent(sequence, last);
            var _ = times.merge(sequence, 1, Integer::sum);
        }

        long doubled() {
            return times.values().stream().filter(count -> count > 1).count();
        }
    }

    private static final AtomicReference<Consumer<HttpServerRequest>> BEHAVIOUR = new AtomicReference<>(_ -> {});

    @BeforeAll
    static void start() throws Exception {
        List<Integer> ports = AgentProcess.freePorts(AGENTS + 2);
        controllerPort = ports.get(AGENTS);
        List<Integer> members = new ArrayList<>(ports);
        var _ = members.remove(AGENTS);
        target = Vertx.vertx();
        port = await(target.createHttpServer()
                        .requestHandler(request -> BEHAVIOUR.get().accept(request))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        controller = await(ServiceHost.start(AgentProcess.cluster(members, AGENTS)));
        for (int i = 0; i < AGENTS; i++) {
            AGENT_PROCESSES.add(AgentProcess.start(
                    AgentProcess.cluster(members, i), i == 0 ? controllerPort : 0, logs.resolve("agent-" + i)));
        }
        BEHAVIOUR.set(request -> request.response().end("ok"));
        // Agents join in their own time; until all are there a run is refused.
        var _ = await(awaitAgents(AGENTS, definition(1, "")));
    }

    @AfterAll
    static void close() throws Exception {
        AGENT_PROCESSES.forEach(AgentProcess::kill);
        var _ = await(controller.close());
        var _ = await(target.close());
    }

    private static Future<TestResult> awaitAgents(int agents, String definition) {
        return run(agents, definition)
                .recover(cause -> String.valueOf(cause.getMessage()).contains("that are free")
                        ? awaitAgents(agents, definition)
                        : Future.failedFuture(cause));
    }

    private static Future<TestResult> run(int agents, String definition) {
        return start(agents, definition).result();
    }

    private static DistributedRun start(int agents, String definition) {
        LoadRun.Setup setup = LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);
        DistributedRun.Control control = new DistributedRun.Control(agents, DistributedRun.Control.SILENCE_MAX_DEFAULT);
        return DistributedRun.start(controller.vertx(), definition, setup, control, _ -> {});
    }

    private static String definition(int seconds, String more) {
        return """
            name: distributed
            target: http://127.0.0.1:%d
            rate: %d
            duration: %ds
            connections: 12
            operations:
              - name: get
                path: /${seq}
            %s
            """.formatted(port, RATE, seconds, more);
    }

    private static long sequence(HttpServerRequest request) {
        return Long.parseLong(request.uri().substring(1));
    }

    @Test
    @Order(1)
    void aBreachEndsTheRunOnAllAgents() throws Exception {
        Arrived arrived = new Arrived();
        BEHAVIOUR.set(request -> {
            arrived.take(sequence(request));
            request.response()
                    .setStatusCode(sequence(request) < 2 * RATE ? 200 : 500)
                    .end();
        });
        TestResult result = await(run(
                AGENTS,
                definition(60, "thresholds: [{threshold: errors.ratio < 0.5, window: 1s, abortOnFail: true}]")));
        double after = (arrived.last - arrived.nanos.getOrDefault(2L * RATE, arrived.last)) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "breach: first error to last request %.2f s; %d requests, causes %s%n",
                after,
                result.requests(),
                result.causes());

        assertThat(result.verdict()).isNotEqualTo("passed");
        assertThat(result.causes())
                .anySatisfy(cause -> assertThat(cause).startsWith("aborted after 3 s: errors.ratio"));
        assertThat(result.durationSeconds()).isBetween(3.0, 30.0);
        assertThat(result.requests()).isEqualTo(arrived.times.size());
        assertThat(arrived.doubled()).isZero();
    }

    @Test
    @Order(2)
    void changesHoldForAllAgentsAndNoArrivalIsLostOrDoubled() throws Exception {
        Arrived arrived = new Arrived();
        BEHAVIOUR.set(request -> {
            arrived.take(sequence(request));
            request.response().end("ok");
        });
        String definition = definition(6, "");
        DistributedRun run = start(AGENTS, definition);
        awaitSequence(arrived, RATE);
        Course course =
                Course.of(DefinitionReader.read("definition", definition).schedule(), 6_000_000_000L);
        List<String> took = new ArrayList<>();
        for (Change change : List.of(
                new Change.Rate(3 * RATE),
                new Change.Pause(),
                new Change.Resume(),
                new Change.Extend(Duration.ofSeconds(1)),
                new Change.Rate(RATE))) {
            long asked = System.nanoTime();
            course = course.with(change, await(run.change(change)));
            took.add(change + " " + (System.nanoTime() - asked) / 1_000_000 + " ms");
        }
        TestResult result = await(run.result());
        long count = Objects.requireNonNull(course.schedule()).count();
        System.out.printf(
                Locale.ROOT,
                "changes of three agents: %s; %d of %d arrivals came, %d doubled; %s%n",
                took,
                arrived.times.size(),
                count,
                arrived.doubled(),
                result.environment().get("changes"));

        assertThat(arrived.times.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, count).boxed().toList());
        assertThat(arrived.doubled()).isZero();
        assertThat(result.requests()).isEqualTo(count);
        assertThat(result.durationSeconds()).isEqualTo(course.endNanos() / 1e9);
    }

    @Test
    @Order(3)
    void anAgentThatIsFrozenLosesItsShareAndDoublesNothingWhenItWakesUp() throws Exception {
        Arrived arrived = new Arrived();
        AgentProcess frozen = AGENT_PROCESSES.get(1);
        BEHAVIOUR.set(request -> {
            arrived.take(sequence(request));
            request.response().end("ok");
        });
        Future<TestResult> running = run(AGENTS, definition(7, ""));
        awaitSequence(arrived, 2 * RATE);
        frozen.signal("STOP");
        awaitSequence(arrived, 5 * RATE);
        frozen.signal("CONT");
        TestResult result = await(running);
        System.out.printf(
                Locale.ROOT,
                "frozen from 2 s to 5 s: %d of %d arrivals came, %d doubled; %s%n",
                arrived.times.size(),
                7 * RATE,
                arrived.doubled(),
                result.causes().getFirst());

        assertThat(arrived.doubled()).isZero();
        assertThat(result.verdict()).isEqualTo("generator-limited");
        assertThat(result.causes()).anySatisfy(cause -> assertThat(cause).contains("was lost", "taken over by 2"));
        assertThat(arrived.nanos.keySet().stream().filter(sequence -> sequence >= 6L * RATE))
                .as("arrivals of the last second")
                .hasSize(RATE);
    }

    private static void awaitSequence(Arrived arrived, long sequence) {
        while (arrived.nanos.keySet().stream().noneMatch(seen -> seen >= sequence)) {
            Thread.onSpinWait();
        }
    }

    @Test
    @Order(4)
    void aKilledAgentsShareIsTakenOverAndTheResultSaysSo() throws Exception {
        int seconds = 6;
        Arrived arrived = new Arrived();
        BEHAVIOUR.set(request -> {
            arrived.take(sequence(request));
            request.response().end("ok");
        });
        Future<TestResult> running = run(AGENTS, definition(seconds, ""));
        awaitSequence(arrived, 2 * RATE);
        AGENT_PROCESSES.get(1).kill();
        TestResult result = await(running);
        Matcher taken = TAKEN.matcher(result.causes().stream()
                .filter(cause -> cause.contains("was lost"))
                .findFirst()
                .orElse(""));
        assertThat(taken.matches()).as(result.causes().toString()).isTrue();
        double heard = Double.parseDouble(taken.group(2));
        double from = Double.parseDouble(taken.group(3));
        System.out.printf(
                Locale.ROOT,
                "agent killed at about 2 s: last heard of at %.3f s, taken over from %.3f s; %d of %d arrivals came,"
                        + " %d doubled, %d measured; %s%n",
                heard,
                from,
                arrived.times.size(),
                seconds * RATE,
                arrived.doubled(),
                result.requests(),
                taken.group());

        assertThat(result.verdict()).isEqualTo("generator-limited");
        assertThat(from - heard).isLessThan(5); // a second on a machine that is not busy
        assertThat(arrived.doubled()).isZero();
        assertThat((long) arrived.times.size()).isBetween(RATE * seconds * 2L / 3, (long) RATE * seconds);
        assertThat(result.requests()).isBetween(RATE * seconds * 2L / 3, (long) arrived.times.size());
        assertThat(result.intervals()).hasSize(seconds);
        assertThat(arrived.nanos.keySet().stream().filter(sequence -> sequence >= RATE * (seconds - 1L)))
                .as("arrivals of the last second")
                .hasSize(RATE);
    }

    @Test
    @Order(5)
    void agentsWhoseControllerIsKilledStopWithinTwoSeconds() throws Exception {
        Arrived arrived = new Arrived();
        BEHAVIOUR.set(request -> {
            arrived.take(sequence(request));
            request.response().end("ok");
        });
        String body = """
            {"target":"http://127.0.0.1:%d","rate":%d,"duration":"600s","connections":12,"agents":2,
             "operations":[{"name":"get","path":"/${seq}"}]}
            """.formatted(port, RATE);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> started = client.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + controllerPort + "/api/performance/load-test"))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        }
        awaitSequence(arrived, 2 * RATE);
        AGENT_PROCESSES.getFirst().kill();
        long killed = System.nanoTime();
        // A run that can find the other one proves that it has let go of the run that was forsaken.
        BEHAVIOUR.updateAndGet(before -> request -> {
            if (request.uri().equals("/free")) {
                request.response().end("ok");
            } else {
                before.accept(request);
            }
        });
        var _ = await(awaitAgents(1, definition(1, "").replace("/${seq}", "/free")));
        double seconds = (arrived.last - killed) / 1e9;
        System.out.printf(
                Locale.ROOT, "controller killed: the last request of its agents came %.2f s later%n", seconds);

        assertThat(seconds).isLessThan(2);
        assertThat(arrived.doubled()).isZero();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(AWAIT_SECONDS, TimeUnit.SECONDS);
    }
}
