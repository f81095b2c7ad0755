package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.LoopHealth;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.engine.Rehearsal;
import tradelab.loadgen.engine.Second;
import tradelab.loadgen.fault.FaultScript;
import tradelab.loadgen.fault.FaultTools;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.honesty.SelfWatch;

/**
 * One run of a load test, from opening connections to its result. Whatever the target does, the run ends with a result;
 * it fails only if the target may not be loaded. Its methods may be called from any thread.
 */
public final class LoadRun implements ActiveRun {
    private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);
    private static final long PROGRESS_MILLIS = 200;
    /** Between the decision to begin and the first arrival, so that all loops are ready for it. */
    private static final long LEAD_NANOS = 2_000_000;

    /**
     * What a run needs to know besides its definition.
     *
     * @param runId unique for each run
     * @param testId the definition's id
     * @param nanoTime {@link System#nanoTime()} in production
     * @param epochMillis {@link System#currentTimeMillis()} in production
     * @param cluster whose event bus may be loaded; null if none may
     * @param tools for faults of named proxies and of processes; null if there are none
     * @param patient whether it begins only when the JVM has compiled what its preparation made hot, some tenths of a
     *     second later: the compiler would take a processor from the first arrivals
     */
    public record Setup(
            String runId,
            String testId,
            TargetGuard guard,
            EngineBounds bounds,
            LongSupplier nanoTime,
            LongSupplier epochMillis,
            @Nullable Vertx cluster,
            @Nullable FaultTools tools,
            boolean patient) {

        /** A setup with new ids and the system's clocks. */
        public static Setup of(TargetGuard guard, EngineBounds bounds) {
            return of(newId("run"), newId("test"), guard, bounds);
        }

        public static Setup of(String runId, String testId, TargetGuard guard, EngineBounds bounds) {
            return new Setup(
                    runId, testId, guard, bounds, System::nanoTime, System::currentTimeMillis, null, null, false);
        }

        /** Returns the same setup with a cluster whose event bus may be loaded. */
        public Setup within(Vertx newCluster) {
            return new Setup(runId, testId, guard, bounds, nanoTime, epochMillis, newCluster, tools, patient);
        }

        /** Returns the same setup with what named faults are brought about with. */
        public Setup harming(FaultTools newTools) {
            return new Setup(runId, testId, guard, bounds, nanoTime, epochMillis, cluster, newTools, patient);
        }

        /** Returns the same setup for a process that was started for one run, which nobody waits for. */
        public Setup patiently() {
            return new Setup(runId, testId, guard, bounds, nanoTime, epochMillis, cluster, tools, true);
        }

        /** Returns the highest rate that a run of this target may reach. */
        public double rateMax(LoadTest test) {
            return Math.min(bounds.caps().rate(), guard.rateMax(test.target()));
        }
    }

    private final Vertx vertx;
    private final ContextInternal context;
    private final LoadTest test;
    private final Setup setup;
    private final Consumer<IntervalResult> live;
    private final Engines engines;
    private final Promise<TestResult> result = Promise.promise();
    private final Intervals intervals;
    private final LiveThresholds thresholds;
    private final StageFigures stages;
    private final SecondLog log;
    private final FaultScript faults;

    private final List<String> changes = new ArrayList<>();
    private Course course = Course.of(null, 0);
    private LoopHealth.Report health = LoopHealth.Report.NONE;
    private @Nullable SelfWatch watch;
    private @Nullable Growth growth;
    private @Nullable Permit permit;
    private volatile RunProgress progress = RunProgress.NONE;
    private long startedEpochMillis;
    private long beginNanos;
    private long stoppedAfterNanos = -1;
    private String abortCause = "";
    private boolean begun;
    private boolean stopRequested;

    private LoadRun(Vertx vertx, LoadTest test, Setup setup, Consumer<IntervalResult> live) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.test = test;
        this.setup = setup;
        this.live = live;
        this.intervals = new Intervals(test.eventLoops(), this::tell);
        this.thresholds = new LiveThresholds(test);
        this.stages = new StageFigures(test);
        this.log = new SecondLog(test);
        this.faults = new FaultScript(vertx, context, test.conduct().faults(), setup.tools());
        this.engines = new Engines(vertx, test, setup);
    }

    /** Returns a new id that begins with {@code kind}. */
    public static String newId(String kind) {
        return kind + "-" + UUID.randomUUID().toString().substring(0, 18);
    }

    /**
     * Warms up, then runs {@code test} against the loopback, as the command line does.
     *
     * @param live hears of each second, in order, once all its arrivals have ended; on an event loop
     * @return fails with {@link IllegalArgumentException} if the target may not be loaded
     */
    public static Future<TestResult> run(Vertx vertx, LoadTest test, Consumer<IntervalResult> live) {
        Setup setup = Setup.of(TargetGuard.of(TargetGuard.ALLOWED_DEFAULT), EngineBounds.DEFAULT);
        return WarmUp.run(vertx).compose(_ -> start(vertx, test, setup, live).result());
    }

    /** Starts a run that can be watched and stopped. */
    public static LoadRun start(Vertx vertx, LoadTest test, Setup setup, Consumer<IntervalResult> live) {
        LoadRun run = new LoadRun(vertx, test, setup, live);
        run.context.runOnContext(_ -> run.begin());
        return run;
    }

    @Override
    public String runId() {
        return setup.runId();
    }

    @Override
    public Future<TestResult> result() {
        return result.future();
    }

    @Override
    public SecondLog log() {
        return log;
    }

    @Override
    public RunProgress progress() {
        return progress;
    }

    @Override
    public void stop() {
        context.runOnContext(_ -> {
            stopRequested = true;
            if (begun && stoppedAfterNanos < 0 && !result.future().isComplete()) {
                stoppedAfterNanos = Math.max(0, setup.nanoTime().getAsLong() - beginNanos);
                engines.halt();
            }
        });
    }

    /**
     * Changes the run under way. Takes effect within a few milliseconds on all event loops at once.
     *
     * @return the nanosecond of the test from which it holds; fails with a {@link ServiceException} if there is nothing
     *     to change
     */
    @Override
    public Future<Long> change(Change change) {
        Promise<Long> changed = Promise.promise();
        context.runOnContext(_ -> {
            try {
                changed.complete(apply(change));
            } catch (RuntimeException e) {
                changed.fail(e);
            }
        });
        return changed.future();
    }

    private long apply(Change change) {
        if (!begun || stopRequested || result.future().isComplete()) {
            throw new ServiceException(FailureKind.CONFLICT, "the run is not under way");
        }
        long at = Math.max(1, setup.nanoTime().getAsLong() + LEAD_NANOS - beginNanos);
        course = course.with(change, at);
        engines.follow(course);
        LOG.info("event=run_changed run={} at_ms={} change=\"{}\"", runId(), at / 1_000_000, change);
        changes.add(String.format(Locale.ROOT, "%.3f s %s", at / 1e9, change));
        return at;
    }

    private void begin() {
        startedEpochMillis = setup.epochMillis().getAsLong();
        here(Permit.ask(vertx, test, setup, 1).compose(this::prepare))
                .compose(_ -> setup.patient() && !stopRequested ? WarmUp.compiled(vertx) : Future.succeededFuture())
                .compose(_ -> measure())
                .map(this::finished)
                .recover(this::unresolvable)
                .onComplete(done -> undeploy().onComplete(_ -> {
                    if (done.succeeded()) {
                        result.complete(done.result());
                    } else {
                        result.fail(done.cause());
                    }
                }));
    }

    private Future<?> prepare(Permit permitted) {
        permit = permitted;
        course = Course.of(test, permitted.caps());
        PinnedTarget target = permitted.target();
        return Future.join(
                watchGrowth(),
                vertx.executeBlocking(() -> rehearse(target), false),
                faults.before(target, test.seed()).compose(way -> engines.deploy(target, way, permitted.pacing())));
    }

    /** Another host may have to be asked for. */
    private Future<Void> watchGrowth() {
        return test.growth() == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> Growth.of(vertx, test.growth(), setup.guard()), false)
                        .onSuccess(watching -> growth = watching)
                        .mapEmpty();
    }

    /** While the connections are being opened. */
    private int rehearse(PinnedTarget target) {
        return Rehearsal.of(Plans.plan(test, setup, target.url(), 0, Pacing.NONE), setup.nanoTime());
    }

    private Future<LoopStats> measure() {
        SelfWatch watching = SelfWatch.start(setup.nanoTime(), engines.threads());
        watch = watching;
        beginNanos = setup.nanoTime().getAsLong() + LEAD_NANOS;
        begun = true;
        faults.begin(beginNanos);
        if (growth != null) {
            growth.start();
        }
        if (permit != null) {
            permit.watch(this::abort);
        }
        Future<LoopStats> running = engines.run(beginNanos, watching::hasIdleProcessor);
        long timer = vertx.setPeriodic(PROGRESS_MILLIS, _ -> {
            var _ = poll();
        });
        if (stopRequested) {
            stop();
        }
        return running.onComplete(_ -> vertx.cancelTimer(timer))
                .compose(stats -> poll().compose(_ -> engines.health())
                        .onSuccess(report -> health = report)
                        .map(stats));
    }

    /** What was prepared anywhere is gone on with on the run's own loop, which owns all that is counted. */
    private <T> Future<T> here(Future<T> elsewhere) {
        Promise<T> heard = context.promise();
        elsewhere.onComplete(heard);
        return heard.future();
    }

    private Future<Void> poll() {
        return engines.poll(intervals)
                .onSuccess(latest ->
                        progress = progress.with(latest, setup.nanoTime().getAsLong() - beginNanos))
                .mapEmpty();
    }

    private void tell(IntervalResult interval, @Nullable Second second) {
        progress = progress.with(interval, second);
        live.accept(interval);
        stages.settled(interval.second(), second);
        log.settled(interval.second(), second);
        String abort = thresholds.settled(interval.second(), second);
        if (!abort.isEmpty()) {
            abort(abort);
        }
    }

    private void abort(String why) {
        if (abortCause.isEmpty()) {
            abortCause = why;
            stop();
        }
    }

    private TestResult finished(LoopStats stats) {
        boolean mayEndSooner =
                stats.completed() == 0 || test.conduct().manner().population().iterations() > 0;
        double seconds = stoppedAfterNanos >= 0
                ? stoppedAfterNanos / 1e9
                : Math.min(course.endNanos(), mayEndSooner ? stats.lastEndNanos() : Long.MAX_VALUE) / 1e9;
        String stopped = stoppedAfterNanos < 0 || !abortCause.isEmpty()
                ? abortCause
                : String.format(
                        Locale.ROOT, "stopped on request after %.1f s of %.1f s", seconds, course.endNanos() / 1e9);
        return Results.of(
                test,
                setup,
                startedEpochMillis,
                seconds,
                stats,
                intervals.settled(),
                judged(new Figures(test, stats, seconds)),
                stages.results(),
                selfReport(stats).changed(changes).harmed(faults.told(), faults.failed()),
                stopped);
    }

    private List<ThresholdResult> judged(Figures figures) {
        List<ThresholdResult> results = new ArrayList<>(thresholds.judged(figures));
        if (growth != null) {
            results.add(growth.judged());
        }
        return results;
    }

    private SelfReport selfReport(LoopStats stats) {
        if (watch == null) {
            return SelfReport.NONE;
        }
        watch.close();
        return SelfReport.of(health, watch.disturbances(), beginNanos, watch.processors(), stats, !test.isClosedLoop());
    }

    /** A name without an address is the target's trouble, and a result; an address that is not allowed is neither. */
    private Future<TestResult> unresolvable(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            LoopStats nothing = LoopStats.unreachable(
                    test.operations().size(), "host " + test.target().host() + " has no address");
            List<ThresholdResult> judged = thresholds.judged(new Figures(test, nothing, 0));
            return Future.succeededFuture(Results.unreachable(test, setup, startedEpochMillis, nothing, judged));
        }
        return Future.failedFuture(cause);
    }

    private Future<Void> undeploy() {
        if (watch != null) {
            watch.close();
        }
        List<Future<Void>> closed = new ArrayList<>(engines.close());
        closed.add(faults.end());
        if (permit != null) {
            closed.add(permit.close());
        }
        if (growth != null) {
            closed.add(growth.close());
        }
        return Future.join(closed)
                .<Void>mapEmpty()
                .onFailure(cause -> LOG.warn("event=engine_close_failed run={}", runId(), cause))
                .otherwiseEmpty();
    }
}
