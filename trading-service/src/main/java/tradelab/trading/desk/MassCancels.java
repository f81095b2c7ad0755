package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.trading.journal.Delay;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.OrderWalk;

/**
 * Cancellations of many orders at once. Each looks at every open order of its partition, of which there may be a million: a
 * bounded number a turn, and what one turn asks for is durable before the next.
 *
 * <p>Not thread-safe: one event loop owns it. One walk is under way; wishes that come meanwhile share the next, equal ones
 * as one. More than {@link #WISHES_MAX} of them are refused.
 */
final class MassCancels {
    /** How often a turn asks whether an order is in a scope: a millisecond or less. */
    static final int LOOKS = 4_096;

    /** Effects, up to two of an order, that a turn asks for, and a few more. */
    static final int EFFECTS = 1_000;

    /** Wishes of one walk. */
    static final int WISHES_MAX = 1_000;

    private static final long TURN_MILLIS = 1;

    /** Carries out a part; the first of a walk goes before what waits for a commit. */
    interface Steps {
        Future<Void> apply(List<Effect> effects, boolean first);
    }

    private static final class Wish {
        private final Predicate<Order> scope;
        private final Promise<Integer> done = Promise.promise();
        private int requested;

        Wish(Predicate<Order> scope) {
            this.scope = scope;
        }
    }

    private final OrderCore core;
    private final Function<Order, List<Effect>> cancel;
    private final Steps steps;
    private final Delay later;
    private Map<Object, Wish> waiting = new LinkedHashMap<>();
    private List<Wish> served = List.of();
    private @Nullable OrderWalk walk;
    private boolean first;
    private boolean closed;

    /** @param cancel asks for the cancellation of one order; nothing comes of a second time */
    MassCancels(OrderCore core, Function<Order, List<Effect>> cancel, Steps steps, Delay later) {
        this.core = core;
        this.cancel = cancel;
        this.steps = steps;
        this.later = later;
    }

    /**
     * Cancels every durable order of {@code scope} that is open now.
     *
     * @param key equal for equal scopes
     * @return how many cancellations were asked for, when they are durable; fails if not all were
     */
    Future<Integer> cancel(Object key, Predicate<Order> scope) {
        if (closed) {
            return Future.failedFuture(gone());
        }
        if (waiting.size() >= WISHES_MAX && !waiting.containsKey(key)) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.OVERLOADED, WISHES_MAX + " mass cancellations wait; nothing was requested"));
        }
        Wish wish = waiting.computeIfAbsent(key, _ -> new Wish(scope));
        if (walk == null) {
            begin();
        }
        return wish.done.future();
    }

    /** The orders are going to be somebody else's: what is not asked for yet is not asked for any more. */
    void close() {
        closed = true;
        end();
        fail(gone());
        served = List.copyOf(waiting.values());
        waiting.clear();
        fail(gone());
    }

    private static ServiceException gone() {
        return new ServiceException(
                FailureKind.UNAVAILABLE, "the partition changes its owner; not all cancellations were requested");
    }

    private void begin() {
        served = List.copyOf(waiting.values());
        waiting = new LinkedHashMap<>();
        walk = core.walk();
        first = true;
        turn();
    }

    private void turn() {
        OrderWalk orders = walk;
        if (orders == null) {
            return; // closed meanwhile
        }
        try {
            turn(orders);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void turn(OrderWalk orders) {
        List<Effect> effects = new ArrayList<>();
        boolean more = true;
        for (int looks = LOOKS; looks > 0 && more && effects.size() < EFFECTS; looks -= served.size()) {
            Order order = orders.next();
            more = order != null;
            if (order != null && order.isDurable()) {
                look(order, effects);
            }
        }
        boolean goesOn = more;
        Future<Void> durable = steps.apply(effects, first);
        first &= effects.isEmpty();
        var _ = durable.onComplete(
                _ -> {
                    if (goesOn) {
                        later.after(TURN_MILLIS, this::turn);
                    } else {
                        done();
                    }
                },
                this::failed);
    }

    private void look(Order order, List<Effect> effects) {
        for (Wish wish : served) {
            if (wish.scope.test(order)) {
                List<Effect> asked = cancel.apply(order);
                effects.addAll(asked);
                wish.requested += asked.isEmpty() ? 0 : 1;
            }
        }
    }

    private void done() {
        end();
        List<Wish> answered = served;
        served = List.of();
        answered.forEach(wish -> wish.done.tryComplete(wish.requested));
        next();
    }

    private void failed(Throwable cause) {
        end();
        fail(cause);
        next();
    }

    private void fail(Throwable cause) {
        List<Wish> answered = served;
        served = List.of();
        for (Wish wish : answered) {
            boolean _ = wish.done.tryFail(cause);
        }
    }

    private void end() {
        if (walk != null) {
            walk.end();
            walk = null;
        }
    }

    private void next() {
        if (!closed && walk == null && !waiting.isEmpty()) {
            begin();
        }
    }
}
