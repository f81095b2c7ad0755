package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
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
import tradelab.contracts.ServiceException;
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
    private static final int TRIES_MAX = 5;
    private static final Pattern TAKEN = Pattern.compile(
            "agent (agent-\\S+) was lost: last heard of at ([0-9.]+) s, its share taken over by [12] others"
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
        private final AtomicLong highest = new AtomicLong(-1);
        private volatile long last;

        void take(long sequence) {
            last = System.nanoTime();
            var _ = highest.accumulateAndGet(sequence, Math::max);
            var _ = nanos.putIfAbsent(sequence, last);
            var _ = times.merge(sequence, 1, Integer::sum);
        }

        /** Returns how many came of those from a number on. */
        long from(long sequence) {
            return times.keySet().stream().filter(seen -> seen >= sequence).count();
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
        // Agents join and get ready in their own time; until all have, no run begins.
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
                .recover(cause -> String.valueOf(cause.getMessage()).startsWith("agents: ")
                        ? awaitAgents(agents, definition)
                        : Future.failedFuture(cause));
    }

    private static Future<TestResult> run(int agents, String definition) {
        return start(agents, definition).result();
    }

    private static DistributedRun start(int agents, String definition) {
        LoadRun.Setup setup = LoadRun.Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);
        DistributedRun.Control control = new DistributedRun.Control(agents, AgentProcess.SILENCE_MAX);
        return DistributedRun.start(controller.vertx(), definition, Optional.empty(), setup, control, _ -> {});
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

    /** Takes down all that arrives from now on, and says yes to it. */
    private static Arrived answering() {
        Arrived arrived = new Arrived();
        BEHAVIOUR.set(request -> {
            arrived.take(sequence(request));
            request.response().end("ok");
        });
        return arrived;
    }

    /**
     * Repeats a run in which an agent that nobody harmed was taken for dead, as a busy machine may have it: agents have
     * two seconds to be heard of. The controller then says so, or that nothing was changed.
     */
    private static <T> T undisturbed(Callable<T> run, Function<T, TestResult> result) throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                T done = run.call();
                if (tries == TRIES_MAX
                        || result.apply(done).causes().stream().noneMatch(cause -> cause.contains("was lost"))) {
                    return done;
                }
            } catch (ServiceException e) {
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    private static long sequence(HttpServerRequest request) {
        return Long.parseLong(request.uri().substring(1));
    }

    @Test
    @Order(1)
    void aBreachEndsTheRunOnAllAgents() throws Exception {
        Ran ran = undisturbed(DistributedRunIT::breach, Ran::result);
        Arrived arrived = ran.arrived;
        TestResult result = ran.result;
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

    private static Ran breach() throws Exception {
        Arrived arrived = new Arrived();
        BEHAVIOUR.set(request -> {
            arrived.take(sequence(request));
            request.response()
                    .setStatusCode(sequence(request) < 2 * RATE ? 200 : 500)
                    .end();
        });
        String thresholds = "thresholds: [{threshold: errors.ratio < 0.5, window: 1s, abortOnFail: true}]";
        return new Ran(arrived, Course.of(null, 0), List.of(), await(run(AGENTS, definition(60, thresholds))));
    }

    @Test
    @Order(2)
    void changesHoldForAllAgentsAndNoArrivalIsLostOrDoubled() throws Exception {
        Ran ran = undisturbed(DistributedRunIT::changed, Ran::result);
        Arrived arrived = ran.arrived;
        TestResult result = ran.result;
        long count = Objects.requireNonNull(ran.course.schedule()).count();
        System.out.printf(
                Locale.ROOT,
                "changes of three agents: %s; %d of %d arrivals came, %d doubled; %s%n",
                ran.took,
                arrived.times.size(),
                count,
                arrived.doubled(),
                result.environment().get("changes"));

        assertThat(arrived.times.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, count).boxed().toList());
        assertThat(arrived.doubled()).isZero();
        assertThat(result.requests()).isEqualTo(count);
        assertThat(result.durationSeconds()).isEqualTo(ran.course.endNanos() / 1e9);
    }

    private static Ran changed() throws Exception {
        Arrived arrived = answering();
        String definition = definition(6, "");
        DistributedRun run = start(AGENTS, definition);
        awaitSequence(arrived, RATE, run.result());
        Course course =
                Course.of(DefinitionReader.read("definition", definition).schedule(), 6_000_000_000L);
        List<String> took = new ArrayList<>();
        try {
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
        } catch (ServiceException e) {
            run.stop();
            var _ = await(run.result().otherwiseEmpty());
            throw e;
        }
        return new Ran(arrived, course, took, await(run.result()));
    }

    /** What one run did. */
    private record Ran(Arrived arrived, Course course, List<String> took, TestResult result) {}

    @Test
    @Order(3)
    void anAgentThatIsFrozenLosesItsShareAndDoublesNothingWhenItWakesUp() throws Exception {
        int seconds = 9;
        AgentProcess frozen = AGENT_PROCESSES.get(1);
        Arrived arrived = answering();
        Future<TestResult> running = run(AGENTS, definition(seconds, ""));
        awaitSequence(arrived, 2 * RATE, running);
        frozen.signal("STOP");
        awaitSequence(arrived, 5 * RATE, running);
        frozen.signal("CONT");
        TestResult result = await(running);
        System.out.printf(
                Locale.ROOT,
                "frozen from 2 s to 5 s: %d of %d arrivals came, %d doubled; %s%n",
                arrived.times.size(),
                seconds * RATE,
                arrived.doubled(),
                result.causes().getFirst());

        assertTakenOver(arrived, result, seconds);
    }

    /** From the last take-over on every arrival came; before it none is missing but those that the result speaks of. */
    private static void assertTakenOver(Arrived arrived, TestResult result, int seconds) {
        long all = (long) seconds * RATE;
        double from = 0;
        long unaccounted = 0;
        for (String cause : result.causes()) {
            Matcher taken = TAKEN.matcher(cause);
            if (taken.matches()) {
                from = Math.max(from, Double.parseDouble(taken.group(3)));
                unaccounted += Long.parseLong(taken.group(4));
            }
        }
        long first = Math.ceilDiv((long) (from * 1_000) * RATE, 1_000) + 1;
        assertThat(result.verdict()).isEqualTo("generator-limited");
        assertThat(from).as(result.causes().toString()).isBetween(0.001, (double) seconds);
        assertThat(arrived.doubled()).isZero();
        assertThat(arrived.from(first)).as("arrivals from number %s on", first).isEqualTo(all - first);
        assertThat((long) arrived.times.size()).isBetween(all - unaccounted, all);
        assertThat(result.requests()).isBetween(all - unaccounted, (long) arrived.times.size());
        assertThat(result.intervals()).hasSize(seconds);
    }

    /** Fails rather than wait for what a run that has ended will not send. */
    private static void awaitSequence(Arrived arrived, long sequence, Future<TestResult> running) throws Exception {
        until(() -> "arrival " + sequence + " of " + running, () -> {
            assertThat(running.isComplete()).as(String.valueOf(running)).isFalse();
            return arrived.highest.get() >= sequence;
        });
    }

    @Test
    @Order(4)
    void aKilledAgentsShareIsTakenOverAndTheResultSaysSo() throws Exception {
        int seconds = 8;
        Arrived arrived = answering();
        Future<TestResult> running = run(AGENTS, definition(seconds, ""));
        awaitSequence(arrived, 2 * RATE, running);
        AGENT_PROCESSES.get(1).kill();
        TestResult result = await(running);
        System.out.printf(
                Locale.ROOT,
                "agent killed at about 2 s: %d of %d arrivals came, %d doubled, %d measured; %s%n",
                arrived.times.size(),
                seconds * RATE,
                arrived.doubled(),
                result.requests(),
                result.causes());

        assertTakenOver(arrived, result, seconds);
    }

    @Test
    @Order(5)
    void agentsWhoseControllerIsKilledStop() throws Exception {
        Arrived arrived = answering();
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
        awaitSequence(arrived, 2 * RATE, Future.future(_ -> {}));
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

        assertThat(seconds).isLessThan(30); // of 600; two on a machine that is not busy
        assertThat(arrived.doubled()).isZero();
    }
}
