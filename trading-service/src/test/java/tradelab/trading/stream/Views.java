package tradelab.trading.stream;

import java.util.List;
import java.util.stream.LongStream;
import tradelab.contracts.trading.OrderView;
import tradelab.trading.order.Orders;

/** Changes of orders for tests. */
final class Views {
    private Views() {}

    /** Changes with these sequences, of accounts {@code a0} and {@code a1} in turn. */
    static List<OrderView> of(long from, long through) {
        return LongStream.rangeClosed(from, through)
                .mapToObj(sequence -> Orders.changed("a" + sequence % 2, 1).view(sequence))
                .toList();
    }
}
