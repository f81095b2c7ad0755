package tradelab.venue.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tradelab.venue.market.Depth;

/** A book in two maps. */
final class TestDepth implements Depth {
    final TreeMap<Long, long[]> bids = new TreeMap<>(Comparator.reverseOrder());
    final TreeMap<Long, long[]> asks = new TreeMap<>();

    void set(boolean bid, long price, int count, long amount) {
        if (count == 0) {
            side(bid).remove(price);
        } else {
            side(bid).put(price, new long[] {count, amount});
        }
    }

    TreeMap<Long, long[]> side(boolean bid) {
        return bid ? bids : asks;
    }

    private Map.Entry<Long, long[]> at(boolean bid, int index) {
        List<Map.Entry<Long, long[]>> entries = new ArrayList<>(side(bid).entrySet());
        return entries.get(index);
    }

    @Override
    public int levels(boolean bid) {
        return side(bid).size();
    }

    @Override
    public long price(boolean bid, int index) {
        return at(bid, index).getKey();
    }

    @Override
    public long amount(boolean bid, int index) {
        return at(bid, index).getValue()[1];
    }

    @Override
    public int count(boolean bid, int index) {
        return (int) at(bid, index).getValue()[0];
    }
}
