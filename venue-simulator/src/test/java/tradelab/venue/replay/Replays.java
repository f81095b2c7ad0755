package tradelab.venue.replay;

import static tradelab.testing.Await.await;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;

/** Runs a source's calls on one event loop, as the venue does, and awaits them from a test's thread. */
final class Replays {
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
}
