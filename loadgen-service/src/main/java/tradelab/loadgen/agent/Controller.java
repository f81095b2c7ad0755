package tradelab.loadgen.agent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.AgentCommand;
import tradelab.contracts.loadgen.AgentFilePiece;
import tradelab.contracts.loadgen.AgentReport;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.fault.FaultScript;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.Course;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.Permit;
import tradelab.loadgen.run.RunProgress;
import tradelab.loadgen.run.SecondLog;
import tradelab.loadgen.schedule.Schedule;

/**
 * The controller of a run on several agents: finds them, gives each its share, merges what they measure, and gives the
 * share of one who dies to the others. Owned by one event loop; its progress is read from any thread.
 */
final class Controller {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    private static final long BEAT_MILLIS = 100;
    private static final long FIND_MILLIS = 5_000;
    private static final long PREPARE_MILLIS = 15_000;
    /** What is under way may take its time to end; the agents themselves give it up after theirs. */
    private static final long HALT_MILLIS = 3_000;

    private static final long LEAD_NANOS = 200_000_000;
    /** A change takes effect so much later, so that all agents have heard of it. */
    private static final long CHANGE_NANOS = 50_000_000;
    /** While an agent is silent for longer than this, nothing is changed. */
    private static final long CHANGE_SILENCE_NANOS = 300_000_000;

    private enum Phase {
        FINDING,
        PREPARING,
        RUNNING,
        /** The agents start nothing more, and their last reports are on the way. */
        HALTING,
        ENDED
    }

    /**
     * What is run.
     *
     * @param definition as text, which agents read themselves
     * @param test that it defines
     * @param files whose data it names
     */
    record Plan(String definition, LoadTest test, Handout files) {}

    private final Vertx vertx;
    private final Plan plan;
    private final LoadTest test;
    private final LoadRun.Setup setup;
    private final DistributedRun.Control control;
    private final Permit permit;
    private final Consumer<IntervalResult> live;
    private final Promise<TestResult> result = Promise.promise();
    private final FaultScript faults;
    private final Orders orders;
    private final Roster roster = new Roster();
    private final Commands commands;
    private volatile RunProgress progress = RunProgress.NONE;
    private Phase phase = Phase.FINDING;
    private long phaseNanos;
    private long beginNanos;
    private long startedEpochMillis;
    private long haltedNanos;
    private String halted = "";
    private volatile @Nullable Gathering gathering;
    private @Nullable MessageConsumer<Object> reports;

    /** @param permit to look on; closed at the end */
    Controller(
            Vertx vertx,
            Plan plan,
            LoadRun.Setup setup,
            DistributedRun.Control control,
            Permit permit,
            Consumer<IntervalResult> live) {
        this.vertx = vertx;
        this.plan = plan;
        this.test = plan.test;
        this.setup = setup;
        this.control = control;
        this.permit = permit;
        this.commands = new Commands(vertx.eventBus(), setup.runId());
        this.orders = new Orders(Course.of(test, permit.caps()));
        this.faults = new FaultScript(
                vertx, vertx.getOrCreateContext(), test.conduct().faults(), setup.tools());
        this.live = second -> {
            Gathering gathered = gathering;
            progress = progress.after(second, gathered == null ? 0 : gathered.iterations());
            live.accept(second);
        };
    }

    RunProgress progress() {
        return progress;
    }

    @Nullable
    SecondLog log() {
        Gathering gathered = gathering;
        return gathered == null ? null : gathered.log();
    }

    void stop() {
        end(
                phase == Phase.RUNNING
                        ? String.format(Locale.ROOT, "stopped on request after %.1f s", (now() - beginNanos) / 1e9)
                        : "stopped before it began");
    }

    private void halt(String why) {
        phase = Phase.HALTING;
        phaseNanos = now();
        halted = why;
        haltedNanos = Math.min(Math.max(0, now() - beginNanos), orders.course().endNanos());
        tell(AgentCommand.Kind.HALT);
    }

    /** Takes effect on all agents at once, {@link #CHANGE_NANOS} from now. */
    Future<Long> change(Change change) {
        if (phase != Phase.RUNNING || roster.hasAnyEnded()) {
            throw new ServiceException(FailureKind.CONFLICT, "the run is not under way");
        }
        roster.requireHeard(CHANGE_SILENCE_NANOS, now());
        Future<Long> followed = orders.change(change, Math.max(1, now() + CHANGE_NANOS - beginNanos));
        LOG.info("event=run_changed run={} change=\"{}\"", setup.runId(), change);
        tellOrders();
        return followed;
    }

    /** Returns the result; fails with {@link ServiceException} if there are too few agents or one refuses. */
    Future<TestResult> run() {
        MessageConsumer<Object> consumer = AgentReport.TOPIC.subscribe(vertx.eventBus(), this::hear);
        reports = consumer;
        phaseNanos = now();
        consumer.completion().onFailure(this::fail).onSuccess(_ -> vertx.setPeriodic(BEAT_MILLIS, this::beat));
        permit.watch(this::end);
        return result.future();
    }

    /** A run that has begun keeps its result. */
    private void end(String why) {
        if (phase == Phase.RUNNING) {
            halt(why);
        } else if (phase != Phase.HALTING) {
            fail(new ServiceException(FailureKind.CONFLICT, why));
        }
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
                endIfDone(orders.course().endNanos());
            }
            case HALTING -> {
                control(AgentCommand.Kind.HALT);
                endIfDone(haltedNanos);
            }
            case ENDED -> vertx.cancelTimer(timer);
        }
    }

    private void find() {
        if (roster.found() >= control.agents()) {
            prepare();
        } else if (lasts(FIND_MILLIS)) {
            tell(AgentCommand.Kind.FIND);
        } else {
            fail(new ServiceException(
                    FailureKind.OVERLOADED,
                    "agents: expected " + control.agents() + " that are free, found " + roster.found()));
        }
    }

    private void prepare() {
        List<String> chosen = roster.choose(control.agents());
        gathering = new Gathering(test, setup, chosen, live);
        phase = Phase.PREPARING;
        phaseNanos = now();
        commands.prepare(plan.definition, plan.files.files(), chosen, control.silenceMax());
    }

    private void awaitReady() {
        if (roster.isReady()) {
            begin();
        } else if (lasts(PREPARE_MILLIS)) {
            tell(AgentCommand.Kind.BEAT);
        } else {
            fail(new ServiceException(
                    FailureKind.TIMEOUT,
                    "agents: " + roster.ready() + " of " + control.agents() + " became ready in time"));
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
        for (String agent : roster.silent(control.silenceMax().toNanos(), now())) {
            lose(agent, roster.silentNanos(agent, now()));
        }
        tell(kind);
    }

    private void endIfDone(long endNanos) {
        Gathering gathered = gathering;
        if (phase == Phase.RUNNING && gathered != null && !gathered.abort().isEmpty()) {
            halt(gathered.abort());
        } else if (phase == Phase.RUNNING
                && now() - beginNanos > orders.overNanos(test.conduct().lastsAfterEnd(test.timeout()))) {
            halt("not all agents had ended in time");
        } else if (roster.isOver() || (phase == Phase.HALTING && !lasts(HALT_MILLIS))) {
            finish(endNanos, roster.members().isEmpty() ? "every agent was lost" : halted);
        }
    }

    /** What the lost one had sent since its last report is unknown; from a moment ahead of all others they take over. */
    private void lose(String agent, long silentNanos) {
        Gathering gathered = gathering;
        if (gathered == null) {
            return;
        }
        long heardAt = Math.max(0, now() - silentNanos - beginNanos);
        long takeover = Math.max(0, now() + LEAD_NANOS - beginNanos);
        Schedule course = orders.course().schedule();
        long due = course == null ? 0 : Losses.due(course, roster.sharesOf(agent), takeover);
        List<Shares.Adoption> adoptions = roster.without(agent);
        gathered.lost(agent);
        LOG.warn("event=agent_lost run={} agent={} silent_ms={}", setup.runId(), agent, silentNanos / 1_000_000);
        if (phase == Phase.HALTING) {
            gathered.trouble(Losses.atTheEnd(agent, heardAt));
            return; // nothing more is started, so there is nothing to take over
        }
        orders.adopt(adoptions, takeover);
        gathered.trouble(Losses.takenOver(
                agent, heardAt, takeover, roster.members().size(), Math.max(0, due - gathered.offered(agent))));
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
            case NEEDS -> hand(report);
            case FOLLOWS -> follows(report);
        }
    }

    private void follows(AgentReport report) {
        orders.carriedOut(report.agentId(), report.sequence());
        if (!report.text().isEmpty() && gathering != null) {
            gathering.trouble("agent " + report.agentId() + ": " + report.text());
        }
        var _ = orders.waiting(roster.members(), now() - beginNanos);
    }

    private void take(AgentReport report) {
        Gathering gathered = gathering;
        if (gathered != null && roster.members().contains(report.agentId()) && gathered.take(report)) {
            roster.ended(report.agentId());
        }
    }

    /** Who gets more of the files goes on, however long it takes. */
    private void hand(AgentReport report) {
        if (phase != Phase.PREPARING || !roster.members().contains(report.agentId())) {
            return;
        }
        if (plan.files.goesOn(report.sequence())) {
            phaseNanos = now();
        }
        plan.files
                .asked(setup.runId(), report.payload(), now())
                .forEach(piece -> AgentFilePiece.TOPIC.publish(vertx.eventBus(), piece));
    }

    private Map<String, Long> acknowledged() {
        Gathering gathered = gathering;
        return gathered == null ? Map.of() : gathered.acknowledged();
    }

    private void tell(AgentCommand.Kind kind) {
        commands.tell(kind, roster.members(), acknowledged());
    }

    private void tellOrders() {
        List<String> members = roster.members();
        orders.waiting(members, now() - beginNanos).forEach(order -> commands.order(order, members, acknowledged()));
    }

    private void finish(long endNanos, String stopped) {
        Gathering gathered = gathering;
        if (gathered == null) {
            return;
        }
        TestResult done = gathered.result(
                startedEpochMillis, endNanos, orders.changes(), faults.told(), faults.failed(), stopped);
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
        var _ = permit.close();
        if (reports != null) {
            var _ = reports.unregister();
        }
    }
}
