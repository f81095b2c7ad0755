package tradelab.examples.marketmaker;

import java.math.BigInteger;
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
    /*
     * The profit is split at the average cost of what is held: what closes a position realizes the difference between its
     * price and that average, what is left is worth the market's price less the average. The two always add up to cash and
     * worth, whatever was told in which order, because only the cost is kept beside them.
     */

    static final int ORDERS_MAX = 10_000;

    private record Part(long sequence, long bought, long paid) {}

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private long inventory;
    private long cash;

    /** What was paid for what is held; below 0, what was taken in for what is owed. */
    private long cost;

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
        trade(now.bought() - (before == null ? 0 : before.bought()), now.paid() - (before == null ? 0 : before.paid()));
        parts.put(order.orderId(), now);
        if (parts.size() > ORDERS_MAX) {
            var _ = parts.remove(parts.keySet().iterator().next());
        }
        return true;
    }

    private void trade(long bought, long paid) {
        long after = inventory + bought;
        boolean opens = inventory == 0 || bought == 0 || inventory > 0 == bought > 0;
        if (after == 0) {
            cost = 0;
        } else if (opens) {
            cost += paid;
        } else if (inventory > 0 == after > 0) {
            cost = part(cost, after, inventory);
        } else {
            cost = part(paid, after, bought); // turned: what is beyond the old position is new
        }
        inventory = after;
        cash -= paid;
    }

    /** Returns {@code part / whole} of a value. */
    private static long part(long value, long part, long whole) {
        return BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    /** Returns what is held; below 0 what is owed. */
    long inventory() {
        return inventory;
    }

    /** Returns what was taken in less what was paid. */
    long cash() {
        return cash;
    }

    /** Returns the profit of what was closed. */
    long realized() {
        return cash + cost;
    }

    /** Returns the profit of what is held or owed if each were worth {@code middle}. */
    long unrealized(long middle) {
        return worth(middle) - cost;
    }

    /** Returns the profit if all that is held were worth {@code middle} each. */
    long profit(long middle) {
        return cash + worth(middle);
    }

    private long worth(long middle) {
        return inventory < 0 ? -Decimals.multiply(middle, -inventory) : Decimals.multiply(middle, inventory);
    }
}
