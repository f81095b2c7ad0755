package tradelab.loadgen.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.run.ActiveRun;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.Permit;
import tradelab.loadgen.run.RunProgress;
import tradelab.loadgen.run.SecondLog;

/**
 * A run on several agents of the cluster: reads its definition and the files that it names, asks whether it may run, and
 * has a {@link Controller} drive it. Made and read from any thread.
 */
public final class DistributedRun implements ActiveRun {

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

    private final Vertx vertx;
    private final Context context;
    private final LoadRun.Setup setup;
    private final Promise<TestResult> result = Promise.promise();
    private volatile @Nullable Controller controller;
    private boolean stopRequested;

    private DistributedRun(Vertx vertx, LoadRun.Setup setup) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.setup = setup;
    }

    /**
     * Starts a run of the test that {@code definition} describes on agents of the cluster, which can be watched and stopped.
     * Its result fails with {@link ServiceException} if there are too few agents or one refuses.
     *
     * @param data the folder whose files the definition may name; they are sent to the agents
     */
    public static DistributedRun start(
            Vertx vertx,
            String definition,
            Optional<Path> data,
            LoadRun.Setup setup,
            Control control,
            Consumer<IntervalResult> live) {
        DistributedRun run = new DistributedRun(vertx, setup);
        run.context.runOnContext(_ -> vertx.executeBlocking(() -> read(definition, data), false)
                .compose(plan -> Permit.toLookOn(vertx, plan.test(), setup)
                        .compose(
                                permit -> run.begin(new Controller(vertx, plan, setup, control, permit, live), permit)))
                .onComplete(run.result));
        return run;
    }

    /** @throws IllegalArgumentException if files are too many or too long to be sent to agents */
    public static void requireSendable(Map<String, String> files) {
        var _ = new Handout(files);
    }

    private static Controller.Plan read(String definition, Optional<Path> data) {
        Map<String, String> files = new LinkedHashMap<>();
        LoadTest test = data.isPresent()
                ? DefinitionReader.read("definition", definition, data.get(), files)
                : DefinitionReader.read("definition", definition);
        return new Controller.Plan(definition, test, new Handout(files));
    }

    private Future<TestResult> begin(Controller ready, Permit permit) {
        if (stopRequested) {
            return permit.close()
                    .compose(_ ->
                            Future.failedFuture(new ServiceException(FailureKind.CONFLICT, "stopped before it began")));
        }
        controller = ready;
        return ready.run();
    }

    @Override
    public String runId() {
        return setup.runId();
    }

    @Override
    public RunProgress progress() {
        Controller driving = controller;
        return driving == null ? RunProgress.NONE : driving.progress();
    }

    @Override
    public @Nullable SecondLog log() {
        Controller driving = controller;
        return driving == null ? null : driving.log();
    }

    @Override
    public Future<TestResult> result() {
        return result.future();
    }

    @Override
    public void stop() {
        context.runOnContext(_ -> {
            stopRequested = true;
            Controller driving = controller;
            if (driving != null) {
                driving.stop();
            }
        });
    }

    /** Takes effect on all agents at once, a little later. */
    @Override
    public Future<Long> change(Change change) {
        Promise<Long> changed = Promise.promise();
        context.runOnContext(_ -> {
            try {
                Controller driving = controller;
                if (driving == null) {
                    throw new ServiceException(FailureKind.CONFLICT, "the run is not under way");
                }
                driving.change(change).onComplete(changed);
            } catch (RuntimeException e) {
                changed.fail(e);
            }
        });
        return changed.future();
    }
}
