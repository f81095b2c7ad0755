package tradelab.venue.life;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The crowd's orders in the book, by side and price. Not thread-safe. */
final class OwnOrders {
    private final TreeMap<Long, List<Long>> bids = new TreeMap<>();
    private final TreeMap<Long, List<Long>> asks = new TreeMap<>();
    private final Map<Long, Long> signedPrices = new HashMap<>();

    void add(long orderId, boolean bid, long price) {
        var _ = side(bid).computeIfAbsent(price, _ -> new ArrayList<>(2)).add(orderId);
        var _ = signedPrices.put(orderId, bid ? price : -price);
    }

    void remove(long orderId) {
        Long signed = signedPrices.remove(orderId);
        if (signed == null) {
            return;
        }
        TreeMap<Long, List<Long>> side = side(signed > 0);
        List<Long> level = side.get(Math.abs(signed));
        if (level != null && level.remove(orderId) && level.isEmpty()) {
            var _ = side.remove(Math.abs(signed));
        }
    }

    int size() {
        return signedPrices.size();
    }

    int count(boolean bid, long price) {
        List<Long> level = side(bid).get(price);
        return level == null ? 0 : level.size();
    }

    /** Returns order {@code index} of the level, which must be there. */
    long order(boolean bid, long price, int index) {
        List<Long> level = side(bid).get(price);
        if (level == null) {
            throw new IllegalArgumentException("price: expected one with orders, got " + price);
        }
        return level.get(index);
    }

    /** Returns the price furthest from the other side, or 0 if there is none. */
    long furthest(boolean bid) {
        TreeMap<Long, List<Long>> side = side(bid);
        if (side.isEmpty()) {
            return 0;
        }
        return bid ? side.firstKey() : side.lastKey();
    }

    private TreeMap<Long, List<Long>> side(boolean bid) {
        return bid ? bids : asks;
    }
}
