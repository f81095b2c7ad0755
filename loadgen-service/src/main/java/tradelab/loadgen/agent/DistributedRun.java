package tradelab.loadgen.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.AgentCommand;
import tradelab.contracts.loadgen.AgentReport;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.Second;
import tradelab.loadgen.engine.SecondCodec;
import tradelab.loadgen.fault.FaultScript;
import tradelab.loadgen.run.ActiveRun;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.MergedRun;
import tradelab.loadgen.run.RunProgress;

/**
 * The controller of a run on several agents: finds them, gives each its share, merges what they measure, and gives the
 * share of one who dies to the others. Owned by one event loop; made and read from any thread.
 */
public final class DistributedRun implements ActiveRun {
    private static final Logger LOG = LoggerFactory.getLogger(DistributedRun.class);
    private static final long BEAT_MILLIS = 100;
    private static final long FIND_MILLIS = 5_000;
    private static final long PREPARE_MILLIS = 15_000;
    /** What is under way may take its time to end; the agents themselves give it up after theirs. */
    private static final long HALT_MILLIS = 3_000;

    private static final long LEAD_NANOS = 200_000_000;
    /** So many agents say when they were late. */
    private static final int LATENESS_MAX = 16;

    private static final long NANOS = 1_000_000_000L;

    /**
     * How a run is controlled.
     *
     * @param agents how many to wait for; with fewer the run does not begin
     * @param silenceMax an agent that is silent for longer is dead
     */
    public record Control(int agents, Duration silenceMax) {
        /** Notices a death and gives away the share within a second. */
        public static final Duration SILENCE_MAX_DEFAULT = Duration.ofMillis(700);
    }

    private enum Phase {
        FINDING,
        PREPARING,
        RUNNING,
        /** The agents start nothing more, and their last reports are on the way. */
        HALTING,
        ENDED
    }

    private final Vertx vertx;
    private final Context context;
    private final String definition;
    private final LoadTest test;
    private final LoadRun.Setup setup;
    private final Control control;
    private final Consumer<IntervalResult> live;
    private final Promise<TestResult> result = Promise.promise();
    private final FaultScript faults;
    private final Deltas deltas = new Deltas();
    private final Set<String> found = new TreeSet<>();
    private final Set<String> ready = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Long> heardNanos = new HashMap<>();
    private final List<String> losses = new ArrayList<>();
    private final List<String> lateness = new ArrayList<>();
    private volatile RunProgress progress = RunProgress.NONE;
    private Phase phase = Phase.FINDING;
    private List<String> sources = List.of();
    private long phaseNanos;
    private long beginNanos;
    private long startedEpochMillis;
    private double secondsHalted;
    private String halted = "";
    private @Nullable Shares shares;
    private @Nullable MergedRun merged;
    private @Nullable MessageConsumer<Object> reports;

    private DistributedRun(
            Vertx vertx, String definition, LoadRun.Setup setup, Control control, Consumer<IntervalResult> live) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.definition = definition;
        this.test = DefinitionReader.read("definition", definition);
        this.setup = setup;
        this.control = control;
        this.faults = new FaultScript(vertx, context, test.conduct().faults(), setup.tools());
        this.live = second -> {
            progress = progress.after(second);
            live.accept(second);
        };
    }

    /**
     * Starts a run of the test that {@code definition} describes, on agents of the cluster.
     *
     * @return its result; fails with {@link ServiceException} if there are too few agents or one refuses
     */
    public static Future<TestResult> run(
            Vertx vertx, String definition, LoadRun.Setup setup, Control control, Consumer<IntervalResult> live) {
        return start(vertx, definition, setup, control, live).result();
    }

    /** Starts a run that can be watched and stopped. */
    public static DistributedRun start(
            Vertx vertx, String definition, LoadRun.Setup setup, Control control, Consumer<IntervalResult> live) {
        DistributedRun run = new DistributedRun(vertx, definition, setup, control, live);
        run.context.runOnContext(_ -> run.start());
        return run;
    }

    @Override
    public String runId() {
        return setup.runId();
    }

    @Override
    public RunProgress progress() {
        return progress;
    }

    @Override
    public Future<TestResult> result() {
        return result.future();
    }

    @Override
    public void stop() {
        context.runOnContext(_ -> {
            if (phase == Phase.RUNNING) {
                halt(String.format(Locale.ROOT, "stopped on request after %.1f s", secondsRun()));
            } else if (phase != Phase.HALTING) {
                fail(new ServiceException(FailureKind.CONFLICT, "stopped before it began"));
            }
        });
    }

    private double secondsRun() {
        return Math.max(0, now() - beginNanos) / 1e9;
    }

    private void halt(String why) {
        phase = Phase.HALTING;
        phaseNanos = now();
        halted = why;
        secondsHalted = Math.min(secondsRun(), test.duration().toNanos() / 1e9);
        tell(AgentCommand.Kind.HALT);
    }

    /** The agents follow the schedule that they were given. */
    @Override
    public Future<Long> change(Change change) {
        return Future.failedFuture(
                new ServiceException(FailureKind.CONFLICT, "a run on several agents can be stopped, but not changed"));
    }

    private void start() {
        MessageConsumer<Object> consumer = AgentReport.TOPIC.subscribe(vertx.eventBus(), this::hear);
        reports = consumer;
        phaseNanos = now();
        consumer.completion().onFailure(this::fail).onSuccess(_ -> vertx.setPeriodic(BEAT_MILLIS, this::beat));
    }

    private long now() {
        return setup.nanoTime().getAsLong();
    }

    private boolean lasts(long millis) {
        return now() - phaseNanos < millis * 1_000_000;
    }

    /** Ten times a second: what this phase waits for, and who has died. */
    private void beat(long timer) {
        switch (phase) {
            case FINDING -> find();
            case PREPARING -> awaitReady();
            case RUNNING -> {
                control(AgentCommand.Kind.BEAT);
                endIfDone(test.duration().toNanos() / 1e9);
            }
            case HALTING -> {
                control(AgentCommand.Kind.HALT);
                endIfDone(secondsHalted);
            }
            case ENDED -> vertx.cancelTimer(timer);
        }
    }

    private void find() {
        if (found.size() >= control.agents) {
            prepare();
        } else if (lasts(FIND_MILLIS)) {
            tell(AgentCommand.Kind.FIND);
        } else {
            fail(new ServiceException(
                    FailureKind.OVERLOADED,
                    "agents: expected " + control.agents + " that are free, found " + found.size()));
        }
    }

    private void prepare() {
        sources = found.stream().limit(control.agents).toList();
        shares = new Shares(sources);
        merged = new MergedRun(test, setup, sources.size(), live);
        phase = Phase.PREPARING;
        phaseNanos = now();
        AgentCommand.TOPIC.publish(
                vertx.eventBus(),
                new AgentCommand(
                        AgentCommand.Kind.PREPARE,
                        setup.runId(),
                        "",
                        definition,
                        sources,
                        control.silenceMax.toNanos(),
                        0,
                        0,
                        Map.of()));
    }

    private void awaitReady() {
        if (ready.containsAll(sources)) {
            begin();
        } else if (lasts(PREPARE_MILLIS)) {
            tell(AgentCommand.Kind.BEAT);
        } else {
            fail(new ServiceException(
                    FailureKind.TIMEOUT,
                    "agents: " + ready.size() + " of " + sources.size() + " became ready in time"));
        }
    }

    private void begin() {
        Instant now = Instant.now();
        long epochNanos = now.getEpochSecond() * NANOS + now.getNano();
        beginNanos = now() + LEAD_NANOS;
        startedEpochMillis = setup.epochMillis().getAsLong();
        phase = Phase.RUNNING;
        faults.begin(beginNanos);
        sources.forEach(agent -> heardNanos.put(agent, now() + LEAD_NANOS));
        publish(AgentCommand.Kind.BEGIN, "", epochNanos + LEAD_NANOS, 0, 0);
    }

    private void control(AgentCommand.Kind kind) {
        for (String agent : members()) {
            long silentNanos = now() - heardNanos.getOrDefault(agent, 0L);
            if (!ended.contains(agent) && silentNanos > control.silenceMax.toNanos()) {
                lose(agent, silentNanos);
            }
        }
        tell(kind);
    }

    private void endIfDone(double seconds) {
        if (phase == Phase.RUNNING && merged != null && !merged.abort().isEmpty()) {
            halt(merged.abort());
        } else if (ended.containsAll(members()) || (phase == Phase.HALTING && !lasts(HALT_MILLIS))) {
            finish(seconds, members().isEmpty() ? "every agent was lost" : halted);
        }
    }

    private List<String> members() {
        return shares == null ? List.of() : shares.members();
    }

    /** What the lost one had sent since its last report is unknown; from a moment ahead of all others they take over. */
    private void lose(String agent, long silentNanos) {
        if (shares == null || merged == null) {
            return;
        }
        long heardAt = Math.max(0, now() - silentNanos - beginNanos);
        long takeover = Math.max(0, now() + LEAD_NANOS - beginNanos);
        int source = sources.indexOf(agent);
        long due = test.isClosedLoop() ? 0 : Losses.due(test.schedule(), shares.of(agent), takeover);
        List<Shares.Adoption> adoptions = shares.without(agent);
        merged.lost(source);
        LOG.warn("event=agent_lost run={} agent={} silent_ms={}", setup.runId(), agent, silentNanos / 1_000_000);
        if (phase == Phase.HALTING) {
            losses.add(Losses.atTheEnd(agent, heardAt));
            return; // nothing more is started, so there is nothing to take over
        }
        for (Shares.Adoption adoption : adoptions) {
            publish(
                    AgentCommand.Kind.ADOPT,
                    adoption.agentId(),
                    takeover,
                    adoption.share().index(),
                    adoption.share().of());
        }
        losses.add(Losses.takenOver(
                agent, heardAt, takeover, members().size(), Math.max(0, due - merged.offered(source))));
    }

    private void hear(AgentReport report) {
        if (!report.runId().equals(setup.runId()) || phase == Phase.ENDED) {
            return;
        }
        heardNanos.computeIfPresent(report.agentId(), (_, before) -> Math.max(before, now()));
        switch (report.kind()) {
            case HERE -> found.add(report.agentId());
            case READY -> ready.add(report.agentId());
            case REFUSED ->
                fail(new ServiceException(
                        FailureKind.CONFLICT, "agent " + report.agentId() + " refused: " + report.text()));
            case ALIVE -> {
                // heard of, that is all
            }
            case DELTA, ENDED -> take(report);
        }
    }

    private void take(AgentReport report) {
        if (merged == null || !members().contains(report.agentId()) || !deltas.takes(report)) {
            return;
        }
        boolean last = report.kind() == AgentReport.Kind.ENDED;
        List<Second> seconds = SecondCodec.decode(
                report.payload().slice(Integer.BYTES, report.payload().length()),
                test.operations().size());
        merged.add(
                sources.indexOf(report.agentId()),
                seconds,
                last ? Integer.MAX_VALUE : report.payload().getInt(0));
        if (last) {
            report.text()
                    .lines()
                    .limit(lateness.size() < LATENESS_MAX ? 1 : 0) // the worst of each comes first
                    .map(line -> "agent " + report.agentId() + ": " + line)
                    .forEach(lateness::add);
            ended.add(report.agentId());
        }
    }

    private void tell(AgentCommand.Kind kind) {
        publish(kind, "", 0, 0, 0);
    }

    private void publish(AgentCommand.Kind kind, String agentId, long atNanos, long index, long of) {
        AgentCommand.TOPIC.publish(
                vertx.eventBus(),
                new AgentCommand(
                        kind, setup.runId(), agentId, "", members(), atNanos, index, of, deltas.acknowledged()));
    }

    private void finish(double seconds, String stopped) {
        if (merged == null) {
            return;
        }
        List<String> spoilt = new ArrayList<>(losses);
        spoilt.addAll(faults.failed());
        TestResult done = merged.result(startedEpochMillis, seconds, lateness, spoilt, faults.told(), stopped);
        end();
        result.complete(done);
    }

    private void fail(Throwable cause) {
        if (phase != Phase.ENDED) {
            end();
            result.fail(cause);
        }
    }

    private void end() {
        tell(AgentCommand.Kind.STOP);
        phase = Phase.ENDED;
        var _ = faults.end();
        if (reports != null) {
            var _ = reports.unregister();
        }
    }
}
