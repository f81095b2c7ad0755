package tradelab.loadgen.agent;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.contracts.loadgen.AgentCommand;
import tradelab.contracts.loadgen.AgentReport;
import tradelab.contracts.loadgen.RunChange;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.engine.EngineVerticle;
import tradelab.loadgen.engine.LoopHealth;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.engine.Progress;
import tradelab.loadgen.engine.Rehearsal;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.honesty.SelfWatch;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.Course;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.Permit;
import tradelab.loadgen.run.Plans;
import tradelab.loadgen.run.SelfReport;

/** One agent's part of a run: an engine, and the reports that are not yet acknowledged. Owned by one event loop. */
final class AgentRun {
    /** Reports that wait for acknowledgement; a controller that does not acknowledge this many is gone. */
    static final int UNACKNOWLEDGED_MAX = 100;

    private final String runId;
    private final String agentId;
    private final EngineBounds bounds;
    private final EngineVerticle engine;
    private final LongSupplier nanoTime;
    private final Vertx home;
    private final Permit permit;
    private final LoadTest test;
    private @Nullable SelfWatch watch;
    private Course course;
    private long beginNanos;
    private long ordersDone;
    private final Deque<AgentReport> unacknowledged = new ArrayDeque<>();
    /** Its engine can be spoken to only when it lives. */
    private Future<String> deployed = Future.failedFuture("not prepared");

    private long sequence;
    private @Nullable LoopStats measured;
    private boolean ended;
    private boolean finished;

    AgentRun(Vertx engines, String agentId, LoadTest test, LoadRun.Setup setup, Permit permit, int index, int of) {
        this.runId = setup.runId();
        this.agentId = agentId;
        this.bounds = setup.bounds();
        this.nanoTime = setup.nanoTime();
        this.home = Plans.home(test, setup, engines);
        this.permit = permit;
        this.test = test;
        TargetUrl url = permit.target().url();
        EnginePlan plan = Plans.share(test, setup, url, index, of, permit.pacing());
        this.course = Course.of(test, permit.caps());
        var _ = Rehearsal.of(Plans.share(test, setup, url, index, of, Pacing.NONE), setup.nanoTime());
        this.engine = new EngineVerticle(plan, Plans.protocol(test, setup, permit.target()), setup.nanoTime());
    }

    /** @param withdrawn hears, while it lasts, that the target does not agree any more */
    Future<Void> prepare(Consumer<String> withdrawn) {
        permit.watch(withdrawn);
        deployed = home.deployVerticle(engine, new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP));
        return deployed.mapEmpty();
    }

    /** Lets the engine start arrivals until this moment of the agent's own clock, and no longer. */
    void lease(long untilNanos) {
        deployed.onSuccess(_ -> engine.lease(untilNanos));
    }

    /**
     * Carries out an order of the controller if it is the next one; any other changes nothing, and comes again.
     *
     * @param epochNanos now
     * @return the last one that was carried out
     */
    long carryOut(AgentCommand order, String me, long epochNanos) {
        if (order.order() == ordersDone + 1) {
            switch (order.kind()) {
                case BEGIN -> begin(nanoTime.getAsLong() + order.atNanos() - epochNanos);
                case ADOPT -> {
                    if (order.agentId().equals(me)) {
                        engine.adopt(order.index(), order.of(), 0);
                    }
                }
                case CHANGE -> follow(Require.present("change", order.change()), order.atNanos());
                case FIND, PREPARE, BEAT, HALT, STOP -> {
                    // no orders
                }
            }
            ordersDone = order.order();
        }
        return ordersDone;
    }

    /** Returns whether its engine has ended, so that a change finds nobody who could follow it. */
    boolean isFinished() {
        return finished;
    }

    private void follow(RunChange change, long atNanos) {
        course = course.with(
                switch (change.kind()) {
                    case RATE -> new Change.Rate(change.perSecond());
                    case PAUSE -> new Change.Pause();
                    case RESUME -> new Change.Resume();
                    case EXTEND -> new Change.Extend(Duration.ofNanos(change.byNanos()));
                },
                atNanos);
        engine.follow(course.schedule(), course.endNanos(), course.isPaused());
    }

    private void begin(long nanos) {
        beginNanos = nanos;
        SelfWatch watching = SelfWatch.start(nanoTime, List.of(engine.thread()));
        watch = watching;
        var _ = engine.run(nanos, watching::hasIdleProcessor)
                .onSuccess(stats -> measured = stats)
                .onComplete(_ -> finished = true);
    }

    /** Starts nothing more; the end is reported once what is under way has ended. */
    void halt() {
        deployed.onSuccess(_ -> engine.halt(bounds.stopGrace()));
    }

    /** Returns the next report, of what was measured since the last one. */
    Future<AgentReport> report() {
        if (!deployed.succeeded()) {
            return Future.succeededFuture(report(AgentReport.Kind.ALIVE, 0, Buffer.buffer()));
        }
        boolean last = finished;
        return engine.progress()
                .compose(progress -> last
                        ? engine.health().map(health -> report(progress, health))
                        : Future.succeededFuture(report(progress, null)));
    }

    private AgentReport report(Progress progress, LoopHealth.@Nullable Report health) {
        boolean last = health != null;
        if (ended || (progress.seconds().isEmpty() && !last)) {
            return report(AgentReport.Kind.ALIVE, 0, Buffer.buffer());
        }
        ended = last;
        AgentReport delta = report(
                last ? AgentReport.Kind.ENDED : AgentReport.Kind.DELTA,
                ++sequence,
                Gathering.payload(progress, health == null ? null : end(health)));
        unacknowledged.add(delta);
        return delta;
    }

    private AgentEnd end(LoopHealth.Report health) {
        LoopStats stats = measured;
        if (watch == null || stats == null) {
            return new AgentEnd(SelfReport.NONE, List.of(), 0);
        }
        watch.close();
        SelfReport self = SelfReport.of(
                health, watch.disturbances(), beginNanos, watch.processors(), stats, !test.isClosedLoop());
        return new AgentEnd(self, stats.reasons(), stats.lastEndNanos());
    }

    private AgentReport report(AgentReport.Kind kind, long number, Buffer payload) {
        return new AgentReport(kind, runId, agentId, number, "", payload);
    }

    /** Forgets what the controller has; returns what it has not, oldest first. */
    Iterable<AgentReport> acknowledged(long upTo) {
        while (!unacknowledged.isEmpty() && unacknowledged.element().sequence() <= upTo) {
            unacknowledged.remove();
        }
        return unacknowledged;
    }

    boolean isForsaken() {
        return unacknowledged.size() > UNACKNOWLEDGED_MAX;
    }

    /** Stops sending at once, and lets go of everything. */
    Future<Void> close() {
        if (watch != null) {
            watch.close();
        }
        halt();
        return deployed.transform(done -> done.succeeded() ? home.undeploy(done.result()) : Future.succeededFuture())
                .eventually(permit::close);
    }
}
