package tradelab.trading.kill;

import java.util.List;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Order;

/**
 * The wish of a switch that open orders be cancelled. It stands for good, so that whoever owns an order carries it out,
 * after a crash too.
 *
 * @param state of the switch now
 * @param version of the kill switch when the wish came
 * @param latest whether the switch was not set since
 * @param through for each partition the last sequence before the wish
 */
public record Sweep(
        KillScope scope, String target, TradingState state, long version, boolean latest, List<Long> through) {
    public Sweep {
        through = List.copyOf(through);
    }

    /**
     * Returns whether the order is to be cancelled: it was accepted before the wish, or it was on its way in when it came
     * and the switch does not let it through.
     */
    public boolean covers(Order order) {
        if (!scope.target(order.request()).equals(target)) {
            return false;
        }
        int partition = ClientIds.partition(order.cid());
        boolean before = partition < through.size() && order.acceptedSequence() <= through.get(partition);
        return before || (latest && !state.lets(order.reduces()));
    }
}
