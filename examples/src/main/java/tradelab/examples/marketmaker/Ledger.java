package tradelab.examples.marketmaker;

import java.util.LinkedHashMap;
import java.util.Map;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.Side;

/**
 * What was bought and sold since the start, from what is told of the orders. Amounts are scaled longs; fees are not in it.
 *
 * <p>Plain Java, not thread-safe. Each order counts as it was told last, so that a change that comes twice, or late, or not
 * at all before the next one, does no harm. Remembers {@link #ORDERS_MAX} orders; of older ones the last word stands.
 */
final class Ledger {
    static final int ORDERS_MAX = 10_000;

    private record Part(long sequence, long bought, long paid) {}

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private long inventory;
    private long cash;

    /** Takes in how an order stands. Returns false if that is old news. */
    boolean told(OrderView order) {
        Part before = parts.get(order.orderId());
        if (before != null && before.sequence() >= order.sequence()) {
            return false;
        }
        long filled = order.filled().units();
        Price average = order.averagePrice();
        long worth = average == null ? 0 : Decimals.multiply(average.units(), filled);
        boolean buys = order.side() == Side.BUY;
        Part now = new Part(order.sequence(), buys ? filled : -filled, buys ? worth : -worth);
        inventory += now.bought() - (before == null ? 0 : before.bought());
        cash -= now.paid() - (before == null ? 0 : before.paid());
        parts.put(order.orderId(), now);
        if (parts.size() > ORDERS_MAX) {
            var _ = parts.remove(parts.keySet().iterator().next());
        }
        return true;
    }

    /** Returns what is held; below 0 what is owed. */
    long inventory() {
        return inventory;
    }

    /** Returns what was taken in less what was paid. */
    long cash() {
        return cash;
    }

    /** Returns the profit if all that is held were worth {@code middle} each. */
    long profit(long middle) {
        return cash + (inventory < 0 ? -Decimals.multiply(middle, -inventory) : Decimals.multiply(middle, inventory));
    }
}
