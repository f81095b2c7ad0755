package tradelab.trading.order;

/** Looks into cores, for tests that explore what could happen. */
public final class Cores {
    private Cores() {}

    /** Returns an independent core in the same state. */
    public static OrderCore copy(OrderCore core) {
        return core.copy();
    }

    /** Appends all of an order's state that decides about its future, without its name; its age in doubt at most {@code ageMax}. */
    public static void print(StringBuilder out, Order order, long now, long ageMax) {
        out.append(order.status.ordinal())
                .append(order.unsent ? 'u' : 's')
                .append(order.cancelRequested ? 'c' : '-')
                .append(order.cancelStage.ordinal())
                .append(order.venueOrderId == null ? '-' : 'v')
                .append(order.filled / 50_000_000)
                .append(order.filledByTrades() / 50_000_000)
                .append(order.durableView() == null ? '-' : 'd')
                .append(order.batchId == 0 ? '-' : 'b');
        if (order.isInDoubt()) {
            out.append(Math.min(now - order.doubtSinceMillis, ageMax));
        } else {
            out.append(order.doubtSinceMillis == Order.ON_ITS_WAY ? 'w' : '-');
        }
    }
}
