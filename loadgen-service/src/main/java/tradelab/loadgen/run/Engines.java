package tradelab.loadgen.run;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.EngineVerticle;
import tradelab.loadgen.engine.LoopHealth;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.engine.Progress;
import tradelab.loadgen.engine.Protocol;
import tradelab.loadgen.guard.PinnedTarget;

/** The engines of one run, one on each event loop. Owned by one event loop, on which their answers come. */
final class Engines {
    private final LoadTest test;
    private final LoadRun.Setup setup;
    private final List<EngineVerticle> engines = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();
    private final Progress[] latest;
    private Vertx home;

    /** @param vertx what they run on, unless they load the bus */
    Engines(Vertx vertx, LoadTest test, LoadRun.Setup setup) {
        this.home = vertx;
        this.test = test;
        this.setup = setup;
        this.latest = new Progress[test.eventLoops()];
        Arrays.fill(latest, new Progress(0, 0, 0, 0, List.of()));
    }

    /**
     * Opens their connections.
     *
     * @param way what is connected to: the target itself, or a proxy that leads there
     */
    Future<Void> deploy(PinnedTarget target, PinnedTarget way, Pacing pacing) {
        Protocol protocol = Plans.protocol(test, setup, way);
        home = Plans.home(test, setup, home);
        DeploymentOptions options = new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP);
        List<Future<?>> deployed = new ArrayList<>();
        for (int i = 0; i < test.eventLoops(); i++) {
            EngineVerticle engine =
                    new EngineVerticle(Plans.plan(test, setup, target.url(), i, pacing), protocol, setup.nanoTime());
            deployed.add(home.deployVerticle(engine, options).onSuccess(deployments::add));
            engines.add(engine);
        }
        return Future.join(deployed).mapEmpty();
    }

    /** Returns the system's numbers of their threads. */
    List<Long> threads() {
        return engines.stream().map(EngineVerticle::thread).toList();
    }

    /** Runs the test; returns what all of them measured. */
    Future<LoopStats> run(long beginNanos, BooleanSupplier spare) {
        List<Future<LoopStats>> running =
                engines.stream().map(engine -> engine.run(beginNanos, spare)).toList();
        return Future.join(running).map(_ -> {
            LoopStats sum = LoopStats.sumOf(test.operations().size());
            running.forEach(loop -> sum.add(loop.result()));
            return sum;
        });
    }

    void follow(Course course) {
        engines.forEach(engine -> engine.follow(course.schedule(), course.endNanos(), course.isPaused()));
    }

    /** Starts nothing more. */
    void halt() {
        engines.forEach(engine -> engine.halt(setup.bounds().stopGrace()));
    }

    /**
     * Asks all for what is settled.
     *
     * @return how far each of them is
     */
    Future<Progress[]> poll(Intervals intervals) {
        List<Future<Progress>> asked = new ArrayList<>();
        for (int i = 0; i < engines.size(); i++) {
            int loop = i;
            asked.add(engines.get(i).progress().onSuccess(progress -> {
                latest[loop] = progress;
                intervals.add(loop, progress);
            }));
        }
        return Future.join(asked).map(_ -> latest);
    }

    Future<LoopHealth.Report> health() {
        List<Future<LoopHealth.Report>> asked =
                engines.stream().map(EngineVerticle::health).toList();
        return Future.join(asked)
                .map(_ -> asked.stream().map(Future::result).reduce(LoopHealth.Report.NONE, LoopHealth.Report::and));
    }

    List<Future<Void>> close() {
        return deployments.stream().map(home::undeploy).toList();
    }
}
