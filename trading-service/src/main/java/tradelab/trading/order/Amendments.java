package tradelab.trading.order;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of price and amount. What the owner wants is {@link Order#terms}; what was sent and not refused is {@link
 * Order#working}.
 */
final class Amendments {
    private Amendments() {}

    static Amendment amend(Order order, Terms wanted, long nowMillis) {
        if (order.status.isFinal()) {
            return new Amendment.Refused("the order is " + order.status);
        }
        if (order.cancelRequested) {
            return new Amendment.Refused("the order is being cancelled");
        }
        if ((wanted.price() == 0) != (order.terms.price() == 0)) {
            return new Amendment.Refused("price: an order cannot become one with or without a price");
        }
        if (wanted.amount() <= order.filled) {
            return new Amendment.Refused("amount: expected above what is filled, got " + wanted.amount());
        }
        if (wanted.equals(order.terms)) {
            return new Amendment.Taken(List.of());
        }
        order.terms = wanted;
        order.amended = true;
        if (order.unsent) {
            order.working = wanted;
        } else {
            order.amendWanted = true;
        }
        List<Effect> effects = new ArrayList<>(2);
        effects.add(OrderCore.stored(order, nowMillis));
        queue(order, effects);
        return new Amendment.Taken(effects);
    }

    static @Nullable Terms sent(Order order) {
        boolean due = order.amendStage == Order.Stage.QUEUED && isDue(order);
        order.amendStage = due ? Order.Stage.SENT : Order.Stage.IDLE;
        return due ? order.terms : null;
    }

    static List<Effect> taken(Order order, Terms taken, long nowMillis) {
        order.amendStage = Order.Stage.IDLE;
        order.working = taken;
        order.amendWanted = !taken.equals(order.terms);
        List<Effect> effects = new ArrayList<>(2);
        effects.add(OrderCore.stored(order, nowMillis));
        queue(order, effects);
        return effects;
    }

    static List<Effect> refused(Order order, Terms refused, long nowMillis) {
        order.amendStage = Order.Stage.IDLE;
        List<Effect> effects = new ArrayList<>(1);
        if (order.terms.equals(refused) && !order.status.isFinal()) {
            order.terms = order.working;
            order.amendWanted = false;
            effects.add(OrderCore.stored(order, nowMillis));
        }
        queue(order, effects);
        return effects;
    }

    static void queue(Order order, List<Effect> effects) {
        if (order.amendStage == Order.Stage.IDLE && isDue(order)) {
            order.amendStage = Order.Stage.QUEUED;
            effects.add(new Effect.QueueAmend(order));
        }
    }

    private static boolean isDue(Order order) {
        return order.isAtVenue() && !order.cancelRequested && order.amendWanted && order.terms.amount() > order.filled;
    }
}
