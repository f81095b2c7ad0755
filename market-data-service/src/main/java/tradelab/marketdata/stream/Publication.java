package tradelab.marketdata.stream;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;

/**
 * One stream and all who watch it. A change is encoded once, whoever many they are; the snapshot is encoded when somebody
 * needs it, once for each state.
 *
 * <p>Each frame has a sequence; a delta also has that of the frame before it, so a client knows that it missed none.
 * Owned by the hub's event loop.
 *
 * @param <T> the state
 */
final class Publication<T> {
    private final StreamName name;
    private final boolean everyOne;
    private final Supplier<Future<T>> fetch;
    private final Function<T, Object> snapshot;
    private final BiFunction<T, T, @Nullable Object> delta;
    private final StreamCounters counters;
    private final Map<Subscriber, Boolean> inStep = new LinkedHashMap<>();
    private @Nullable T state;
    private @Nullable String snapshotText;
    private long sequence;
    private boolean fetching;

    /** What is sent. */
    record Frame(
            String type,
            String stream,
            long sequence,
            @Nullable Long prevSequence,
            Object data) {}

    /**
     * @param everyOne whether no change may be left out, as with trades; else a slow consumer gets the latest state only
     * @param delta what has changed between two states; null if nothing that matters has
     */
    Publication(
            StreamName name,
            boolean everyOne,
            Supplier<Future<T>> fetch,
            Function<T, Object> snapshot,
            BiFunction<T, T, @Nullable Object> delta,
            StreamCounters counters) {
        this.name = name;
        this.everyOne = everyOne;
        this.fetch = fetch;
        this.snapshot = snapshot;
        this.delta = delta;
        this.counters = counters;
    }

    /** Adds somebody, who gets the state as a snapshot, now or as soon as there is one. */
    void add(Subscriber subscriber) {
        inStep.put(subscriber, false);
        catchUp();
    }

    void remove(Subscriber subscriber) {
        inStep.remove(subscriber);
    }

    boolean isWatched() {
        return !inStep.isEmpty();
    }

    /** Looks for a change, one look at a time. */
    void look() {
        if (fetching) {
            return;
        }
        fetching = true;
        fetch.get().onComplete(done -> {
            fetching = false;
            if (done.succeeded()) {
                seen(done.result());
            }
        });
    }

    private void seen(T now) {
        T before = state;
        if (before == null) {
            state = now;
            sequence++;
        } else {
            Object change = delta.apply(before, now);
            if (change != null) {
                state = now;
                snapshotText = null;
                long previous = sequence++;
                tell(Json.write(new Frame("delta", name.toString(), sequence, previous, change))
                        .toString());
            }
        }
        catchUp();
    }

    private void tell(String text) {
        for (Map.Entry<Subscriber, Boolean> one : inStep.entrySet()) {
            if (!one.getValue()) {
                continue;
            }
            Subscriber subscriber = one.getKey();
            if (everyOne ? subscriber.owe(text) : subscriber.offer(text)) {
                counters.frames.increment();
            } else {
                counters.conflated.increment();
                one.setValue(false);
            }
        }
    }

    /** Whoever left a change out gets the whole state when there is room for it. */
    private void catchUp() {
        T now = state;
        if (now == null) {
            return;
        }
        for (Map.Entry<Subscriber, Boolean> one : inStep.entrySet()) {
            if (!one.getValue() && one.getKey().offer(snapshotText(now))) {
                counters.frames.increment();
                one.setValue(true);
            }
        }
    }

    private String snapshotText(T now) {
        String known = snapshotText;
        if (known == null) {
            known = Json.write(new Frame("snapshot", name.toString(), sequence, null, snapshot.apply(now)))
                    .toString();
            snapshotText = known;
        }
        return known;
    }
}
