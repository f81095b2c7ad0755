package tradelab.venue.taiwan.market;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Both sides of the orders of one session. Not thread-safe. */
final class Book {
    /** Levels that the exchange shows. */
    static final int LEVELS_SHOWN = 5;

    final BookSide bids = new BookSide(true);
    final BookSide asks = new BookSide(false);

    BookSide side(boolean buy) {
        return buy ? bids : asks;
    }

    void add(Order order) {
        side(order.isBuy()).add(order);
    }

    void remove(Order order) {
        side(order.isBuy()).remove(order);
    }

    boolean isEmpty() {
        return bids.first() == null && asks.first() == null;
    }

    /** Takes every order out, bids first, each in the order in which it would have traded. */
    void clear(Consumer<Order> closed) {
        clear(bids, closed);
        clear(asks, closed);
    }

    /** Takes the market orders out. */
    void clearMarketOrders(Consumer<Order> closed) {
        for (BookSide side : new BookSide[] {bids, asks}) {
            for (Order order = side.market.head; order != null; order = side.market.head) {
                side.remove(order);
                closed.accept(order);
            }
        }
    }

    private static void clear(BookSide side, Consumer<Order> closed) {
        for (@Nullable Order order = side.first(); order != null; order = side.first()) {
            side.remove(order);
            closed.accept(order);
        }
    }
}
