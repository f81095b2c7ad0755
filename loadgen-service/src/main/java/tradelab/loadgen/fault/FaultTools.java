package tradelab.loadgen.fault;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import tradelab.loadgen.proxy.FaultProxies;
import tradelab.loadgen.proxy.FaultProxy;

/**
 * What faults can be brought about with.
 *
 * @param home the thread that {@code proxies} belong to
 * @param proxies those that steps may name
 */
public record FaultTools(Executor home, FaultProxies proxies, LocalFaults local) {

    /** Puts the step's fault into force, at {@code own} if the way between load and target is meant. */
    Future<Callable<Future<Void>>> harm(FaultStep step, Callable<FaultProxy> own) {
        return switch (step.harm()) {
            case FaultStep.Local here -> local.harm(here.fault()).map(id -> () -> local.heal(id));
            case FaultStep.Way way when way.isOwn() -> at(Runnable::run, own, way);
            case FaultStep.Way way -> at(home, () -> proxies.get(way.proxy()), way);
        };
    }

    private static Future<Callable<Future<Void>>> at(Executor thread, Callable<FaultProxy> found, FaultStep.Way way) {
        return on(thread, () -> {
            FaultProxy proxy = found.call();
            String id = proxy.harm(way.fault());
            return () -> on(thread, () -> {
                proxy.heal(id);
                return null;
            });
        });
    }

    private static <T> Future<T> on(Executor thread, Callable<T> task) {
        Promise<T> promise = Promise.promise();
        thread.execute(() -> {
            try {
                promise.complete(task.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }
}
