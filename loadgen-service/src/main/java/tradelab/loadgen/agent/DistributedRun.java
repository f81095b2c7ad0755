package tradelab.loadgen.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import tradelab.loadgen.run.Course;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.MergedRun;
import tradelab.loadgen.run.RunProgress;
import tradelab.loadgen.run.SecondLog;
import tradelab.loadgen.schedule.Schedule;

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
    /** A change takes effect so much later, so that all agents have heard of it. */
    private static final long CHANGE_NANOS = 50_000_000;
    /** While an agent is silent for longer than this, nothing is changed. */
    private static final long CHANGE_SILENCE_NANOS = 300_000_000;
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
    private final Orders orders;
    private final Roster roster = new Roster();
    private final Commands commands;
    private final List<String> losses = new ArrayList<>();
    private final List<String> lateness = new ArrayList<>();
    private volatile RunProgress progress = RunProgress.NONE;
    private Phase phase = Phase.FINDING;
    private long phaseNanos;
    private long beginNanos;
    private long startedEpochMillis;
    private double secondsHalted;
    private String halted = "";
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
        this.commands = new Commands(vertx.eventBus(), setup.runId());
        this.orders = new Orders(Course.of(test, List.of(setup.bounds().caps())));
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
    public @Nullable SecondLog log() {
        return merged == null ? null : merged.log();
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
        secondsHalted = Math.min(secondsRun(), orders.course().endNanos() / 1e9);
        tell(AgentCommand.Kind.HALT);
    }

    /** Takes effect on all agents at once, {@link #CHANGE_NANOS} from now. */
    @Override
    public Future<Long> change(Change change) {
        Promise<Long> changed = Promise.promise();
        context.runOnContext(_ -> {
            try {
                apply(change).onComplete(changed);
            } catch (RuntimeException e) {
                changed.fail(e);
            }
        });
        return changed.future();
    }

    private Future<Long> apply(Change change) {
        if (phase != Phase.RUNNING || roster.hasAnyEnded()) {
            throw new ServiceException(FailureKind.CONFLICT, "the run is not under way");
        }
        roster.requireHeard(CHANGE_SILENCE_NANOS, now());
        Future<Long> followed = orders.change(change, Math.max(1, now() + CHANGE_NANOS - beginNanos));
        LOG.info("event=run_changed run={} change=\"{}\"", runId(), change);
        tellOrders();
        return followed;
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
                tellOrders();
                endIfDone(orders.course().endNanos() / 1e9);
            }
            case HALTING -> {
                control(AgentCommand.Kind.HALT);
                endIfDone(secondsHalted);
            }
            case ENDED -> vertx.cancelTimer(timer);
        }
    }

    private void find() {
        if (roster.found() >= control.agents) {
            prepare();
        } else if (lasts(FIND_MILLIS)) {
            tell(AgentCommand.Kind.FIND);
        } else {
            fail(new ServiceException(
                    FailureKind.OVERLOADED,
                    "agents: expected " + control.agents + " that are free, found " + roster.found()));
        }
    }

    private void prepare() {
        List<String> chosen = roster.choose(control.agents);
        merged = new MergedRun(test, setup, chosen.size(), live);
        phase = Phase.PREPARING;
        phaseNanos = now();
        commands.prepare(definition, chosen, control.silenceMax);
    }

    private void awaitReady() {
        if (roster.isReady()) {
            begin();
        } else if (lasts(PREPARE_MILLIS)) {
            tell(AgentCommand.Kind.BEAT);
        } else {
            fail(new ServiceException(
                    FailureKind.TIMEOUT,
                    "agents: " + roster.ready() + " of " + control.agents + " became ready in time"));
        }
    }

    private void begin() {
        long epochNanos = AgentVerticle.epochNanos();
        beginNanos = now() + LEAD_NANOS;
        startedEpochMillis = setup.epochMillis().getAsLong();
        phase = Phase.RUNNING;
        faults.begin(beginNanos);
        roster.begin(beginNanos);
        orders.begin(epochNanos + LEAD_NANOS);
        tellOrders();
    }

    private void control(AgentCommand.Kind kind) {
        for (String agent : roster.silent(control.silenceMax.toNanos(), now())) {
            lose(agent, roster.silentNanos(agent, now()));
        }
        tell(kind);
    }

    private void endIfDone(double seconds) {
        if (phase == Phase.RUNNING && merged != null && !merged.abort().isEmpty()) {
            halt(merged.abort());
        } else if (phase == Phase.RUNNING
                && now() - beginNanos > orders.overNanos(test.conduct().lastsAfterEnd(test.timeout()))) {
            halt("not all agents had ended in time");
        } else if (roster.isOver() || (phase == Phase.HALTING && !lasts(HALT_MILLIS))) {
            finish(seconds, roster.members().isEmpty() ? "every agent was lost" : halted);
        }
    }

    /** What the lost one had sent since its last report is unknown; from a moment ahead of all others they take over. */
    private void lose(String agent, long silentNanos) {
        if (merged == null) {
            return;
        }
        long heardAt = Math.max(0, now() - silentNanos - beginNanos);
        long takeover = Math.max(0, now() + LEAD_NANOS - beginNanos);
        int source = roster.chosen().indexOf(agent);
        Schedule course = orders.course().schedule();
        long due = course == null ? 0 : Losses.due(course, roster.sharesOf(agent), takeover);
        List<Shares.Adoption> adoptions = roster.without(agent);
        merged.lost(source);
        LOG.warn("event=agent_lost run={} agent={} silent_ms={}", setup.runId(), agent, silentNanos / 1_000_000);
        if (phase == Phase.HALTING) {
            losses.add(Losses.atTheEnd(agent, heardAt));
            return; // nothing more is started, so there is nothing to take over
        }
        orders.adopt(adoptions, takeover);
        losses.add(Losses.takenOver(
                agent, heardAt, takeover, roster.members().size(), Math.max(0, due - merged.offered(source))));
    }

    private void hear(AgentReport report) {
        if (!report.runId().equals(setup.runId()) || phase == Phase.ENDED) {
            return;
        }
        roster.heard(report, now());
        switch (report.kind()) {
            case REFUSED ->
                fail(new ServiceException(
                        FailureKind.CONFLICT, "agent " + report.agentId() + " refused: " + report.text()));
            case HERE, READY, ALIVE -> {
                // the roster has it
            }
            case DELTA, ENDED -> take(report);
            case FOLLOWS -> follows(report);
        }
    }

    private void follows(AgentReport report) {
        orders.carriedOut(report.agentId(), report.sequence());
        if (!report.text().isEmpty() && losses.size() < AgentCommand.MEMBERS_MAX) {
            losses.add("agent " + report.agentId() + ": " + report.text());
        }
        var _ = orders.waiting(roster.members(), now() - beginNanos);
    }

    private void take(AgentReport report) {
        if (merged == null || !roster.members().contains(report.agentId()) || !deltas.takes(report)) {
            return;
        }
        boolean last = report.kind() == AgentReport.Kind.ENDED;
        List<Second> seconds = SecondCodec.decode(
                report.payload().slice(Integer.BYTES, report.payload().length()),
                test.operations().size());
        merged.add(
                roster.chosen().indexOf(report.agentId()),
                seconds,
                last ? Integer.MAX_VALUE : report.payload().getInt(0));
        if (last) {
            report.text()
                    .lines()
                    .limit(lateness.size() < LATENESS_MAX ? 1 : 0) // the worst of each comes first
                    .map(line -> "agent " + report.agentId() + ": " + line)
                    .forEach(lateness::add);
            roster.ended(report.agentId());
        }
    }

    private void tell(AgentCommand.Kind kind) {
        commands.tell(kind, roster.members(), deltas.acknowledged());
    }

    private void tellOrders() {
        List<String> members = roster.members();
        orders.waiting(members, now() - beginNanos)
                .forEach(order -> commands.order(order, members, deltas.acknowledged()));
    }

    private void finish(double seconds, String stopped) {
        if (merged == null) {
            return;
        }
        List<String> spoilt = new ArrayList<>(losses);
        spoilt.addAll(faults.failed());
        TestResult done =
                merged.result(startedEpochMillis, seconds, lateness, spoilt, faults.told(), orders.changes(), stopped);
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
        orders.end();
        var _ = faults.end();
        if (reports != null) {
            var _ = reports.unregister();
        }
    }
}
