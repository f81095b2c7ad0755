package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.SubmitOrder;

/**
 * Keeps the orders of an account in an instrument in the order in which they came while one of them is held against the
 * position: that takes a look into the database, and what came later must not be taken in before it.
 *
 * <p>Not thread-safe: one event loop owns it. Each line is bounded by {@link #WAITING_MAX}, and in time by that look.
 */
final class Turns {
    static final int WAITING_MAX = 1_000;

    private record Key(String account, Instrument instrument) {
        static Key of(SubmitOrder order) {
            return new Key(order.account(), order.instrument());
        }
    }

    private static final class Line {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean held;
        private boolean advancing;
    }

    /** Only those in which somebody holds the turn or waits. */
    private final Map<Key, Line> lines = new HashMap<>();

    /** Returns whether an order that comes now must wait for its turn. Costs nothing while nobody holds one. */
    boolean isTaken(SubmitOrder order) {
        return !lines.isEmpty() && lines.containsKey(Key.of(order));
    }

    /** Returns why no more may wait, or null. */
    @Nullable
    ServiceException refusal(SubmitOrder order) {
        Line line = lines.isEmpty() ? null : lines.get(Key.of(order));
        return line == null || line.waiting.size() < WAITING_MAX
                ? null
                : new ServiceException(
                        FailureKind.OVERLOADED,
                        WAITING_MAX + " orders of " + order.account() + " in " + order.instrument()
                                + " wait for a look at the position");
    }

    /** Decides when everything that came before it in its line is decided. */
    <T> Future<T> await(SubmitOrder order, Supplier<Future<T>> decision) {
        Line line = lines.get(Key.of(order));
        if (line == null) {
            return decision.get();
        }
        Promise<T> answer = Promise.promise();
        line.waiting.addLast(() -> called(decision).onComplete(answer));
        return answer.future();
    }

    /** One that breaks must not stop those behind it. */
    private static <T> Future<T> called(Supplier<Future<T>> decision) {
        try {
            return decision.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Holds the turn until {@code look} is answered and {@code decision} has returned, which takes the order in or does not;
     * what then becomes of it holds nobody up. To be called by whoever's turn it is.
     */
    <T, R> Future<R> hold(SubmitOrder order, Future<T> look, Function<T, Future<R>> decision) {
        Key key = Key.of(order);
        Line line = lines.computeIfAbsent(key, _ -> new Line());
        line.held = true;
        return look.transform(seen -> {
            try {
                return seen.succeeded() ? decision.apply(seen.result()) : Future.failedFuture(seen.cause());
            } finally {
                line.held = false;
                advance(key, line);
            }
        });
    }

    /** Whoever's turn it is may take it again, or be done at once; then the loop that let him goes on. */
    private void advance(Key key, Line line) {
        if (line.advancing) {
            return;
        }
        line.advancing = true;
        while (!line.held && !line.waiting.isEmpty()) {
            line.waiting.removeFirst().run();
        }
        line.advancing = false;
        if (!line.held) {
            var _ = lines.remove(key);
        }
    }
}
