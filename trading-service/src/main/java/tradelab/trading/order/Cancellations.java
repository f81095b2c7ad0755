package tradelab.trading.order;

import java.util.ArrayList;
import java.util.List;

/** How far the cancellation of an order has come that the venue has. */
final class Cancellations {
    private Cancellations() {}

    /** Queues one that is wanted, if the venue can be told now and was not. */
    static void queue(Order order, List<Effect> effects) {
        if (order.isAtVenue() && order.cancelRequested && order.cancelStage == Order.Stage.IDLE) {
            order.cancelStage = Order.Stage.QUEUED;
            effects.add(new Effect.QueueCancel(order));
        }
    }

    static boolean sent(Order order) {
        if (order.cancelStage != Order.Stage.QUEUED) {
            return false; // a kill switch brought it forward
        }
        boolean due = !order.status.isFinal();
        order.cancelStage = due ? Order.Stage.SENT : Order.Stage.IDLE;
        return due;
    }

    static List<Effect> again(Order order) {
        order.cancelStage = Order.Stage.IDLE;
        List<Effect> effects = new ArrayList<>(1);
        queue(order, effects);
        return effects;
    }
}
