package tradelab.marketdata.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;

/**
 * Gathers what is missing within a few milliseconds into one call of the upstream. Thread-safe.
 *
 * <p>Bounded: who waits here is a flight of the cache, and of these there are only so many. A call that fails or takes
 * too long fails those who travelled with it; each flight has its own deadline.
 */
final class Gathering<T> implements Upstream<T> {
    private final BulkUpstream<T> upstream;
    private final LongFunction<Future<Void>> pause;
    private final long gatherMillis;
    private final int namesMax;
    private final TypeCounters counters;
    private final Queue<Wanted<T>> wanted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private record Wanted<T>(String name, Promise<Optional<T>> promise) {}

    Gathering(
            BulkUpstream<T> upstream, LongFunction<Future<Void>> pause, CacheSettings settings, TypeCounters counters) {
        this.upstream = upstream;
        this.pause = pause;
        this.gatherMillis = settings.gather().toMillis();
        this.namesMax = settings.gatherMax();
        this.counters = counters;
    }

    @Override
    public Future<Optional<T>> load(String name) {
        Promise<Optional<T>> promise = Promise.promise();
        var _ = wanted.add(new Wanted<>(name, promise));
        if (scheduled.compareAndSet(false, true)) {
            var _ = pause.apply(gatherMillis).onComplete(_ -> call());
        }
        return promise.future();
    }

    private void call() {
        scheduled.set(false); // who comes from now on waits for the next call, or is taken along by this one
        Map<String, List<Promise<Optional<T>>>> together = new LinkedHashMap<>();
        for (Wanted<T> one = wanted.poll(); one != null; one = wanted.poll()) {
            together.computeIfAbsent(one.name, _ -> new ArrayList<>()).add(one.promise);
            if (together.size() == namesMax) {
                call(together);
                together = new LinkedHashMap<>();
            }
        }
        if (!together.isEmpty()) {
            call(together);
        }
    }

    private static Throwable untold(String name) {
        return new ServiceException(FailureKind.UNAVAILABLE, name + " cannot be told now");
    }

    private void call(Map<String, List<Promise<Optional<T>>>> together) {
        counters.called();
        Future<Map<String, Optional<T>>> answer;
        try {
            answer = upstream.load(List.copyOf(together.keySet()));
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        var _ = answer.onComplete(end -> together.forEach((name, promises) -> promises.forEach(promise -> {
            Optional<T> value = end.succeeded() ? end.result().get(name) : null;
            if (value != null) {
                promise.complete(value);
            } else {
                promise.fail(end.succeeded() ? untold(name) : end.cause());
            }
        })));
    }
}
