package tradelab.venue.replay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Runs a source's calls on one event loop, as the venue does, and awaits them from a test's thread. */
final class Replays {
    private static final int WAIT_SECONDS_MAX = 60;
    private static final Map<Vertx, Context> LOOPS = new WeakHashMap<>();

    private Replays() {}

    static <T> T onLoop(Vertx vertx, Callable<T> action) throws Exception {
        Context loop;
        synchronized (LOOPS) {
            loop = LOOPS.computeIfAbsent(vertx, Vertx::getOrCreateContext);
        }
        Promise<T> result = Promise.promise();
        loop.runOnContext(_ -> {
            try {
                result.complete(action.call());
            } catch (Exception e) {
                result.fail(e);
            }
        });
        return await(result.future());
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
