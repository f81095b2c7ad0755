package tradelab.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for a future, or for a condition that is looked at again and again; for threads of tests, never for an event loop.
 *
 * <p>A failure, also a checked one, is thrown as it is. The limit is far beyond what anything takes on a busy machine: a test
 * that waits so long has found a defect, and is told what it waited for and what it saw last.
 */
public final class Await {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Await() {}

    public static <T> T await(Future<T> future) {
        return await(future, LIMIT);
    }

    public static <T> T await(CompletionStage<T> stage) {
        return await(Future.fromCompletionStage(stage));
    }

    public static <T> T await(Future<T> future, Duration limit) {
        try {
            return future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer in " + limit + ": " + future, e);
        }
    }

    /** Returns why {@code future} failed, which it must. */
    public static Throwable failure(Future<?> future) {
        return await(future.transform(done -> done.failed()
                ? Future.succeededFuture(done.cause())
                : Future.failedFuture(new AssertionError("expected a failure, got " + done.result()))));
    }

    public static void until(String what, Callable<Boolean> condition) {
        until(() -> what, LIMIT, condition);
    }

    /** For a condition whose yes or no tells too little: fails with what {@code state} is at the end. */
    public static void until(Supplier<String> state, Callable<Boolean> condition) {
        until(state, LIMIT, condition);
    }

    public static void until(Supplier<String> state, Duration limit, Callable<Boolean> condition) {
        Boolean _ = look(state, limit, condition, now -> now);
    }

    /** Returns what was seen when it was {@code wanted}. */
    public static <T> T until(String what, Callable<T> look, Predicate<? super T> wanted) {
        return look(() -> what, LIMIT, look, wanted);
    }

    private static <T> T look(Supplier<String> what, Duration limit, Callable<T> look, Predicate<? super T> wanted) {
        long begin = System.nanoTime();
        while (true) {
            T seen = call(look);
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new AssertionError("waited " + limit + " for " + what.get() + ", last seen: " + seen);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static <T> T call(Callable<T> look) {
        try {
            return look.call();
        } catch (Exception e) {
            throw Await.<RuntimeException>unchecked(e);
        }
    }

    /** As Vert.x' own await does: what a condition throws is the test's failure, with its own stack. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E unchecked(Exception e) throws E {
        throw (E) e;
    }
}
