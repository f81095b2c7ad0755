package tradelab.trading.order;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds orders by one of their names, among millions, without a pause when it grows.
 *
 * <p>Plain Java, not thread-safe. An order costs eight bytes at a load of three quarters. What was grown stays grown.
 *
 * @param <N> the name
 */
abstract class OrderTable<N> {
    /*
     * Extendible hashing: the upper bits of a hash choose a bucket in the directory, the lower ones a slot in it, linear
     * probing from there. A full bucket doubles until it has SLOTS_MAX slots; then it alone splits in two by its next
     * upper bit. So no insertion ever moves more than SLOTS_MAX entries, where a hash map of a million moves them all at
     * once (measured: a pause of 0.2 s). Hashes are kept beside the orders, so moving touches none of them. Hashes that
     * differ in none of the upper bits (somebody chose the names for that) make one bucket larger instead.
     */

    private static final int SLOTS_MIN = 8;
    private static final int SLOTS_MAX = 1_024;
    private static final int DEPTH_MAX = 16;

    private static final class Bucket {
        /** How many upper bits of its hashes all its entries share. */
        private final int depth;

        private int[] hashes;
        private @Nullable Order[] orders;
        private int size;

        Bucket(int slots, int depth) {
            this.depth = depth;
            this.hashes = new int[slots];
            this.orders = new Order[slots];
        }

        void append(int hash, Order order) {
            int mask = orders.length - 1;
            int at = hash & mask;
            while (orders[at] != null) {
                at = (at + 1) & mask;
            }
            hashes[at] = hash;
            orders[at] = order;
            size++;
        }

        void removeAt(int at) {
            int mask = orders.length - 1;
            int hole = at;
            for (int next = (at + 1) & mask; orders[next] != null; next = (next + 1) & mask) {
                // an entry may fill the hole if that is not before its own place
                if (((next - hashes[next]) & mask) >= ((next - hole) & mask)) {
                    hashes[hole] = hashes[next];
                    orders[hole] = orders[next];
                    hole = next;
                }
            }
            orders[hole] = null;
            size--;
        }

        boolean isFull() {
            return size >= orders.length - orders.length / 4;
        }

        void twice() {
            int[] oldHashes = hashes;
            @Nullable Order[] old = orders;
            hashes = new int[2 * old.length];
            orders = new Order[2 * old.length];
            size = 0;
            for (int i = 0; i < old.length; i++) {
                Order order = old[i];
                if (order != null) {
                    append(oldHashes[i], order);
                }
            }
        }
    }

    private Bucket[] directory = {new Bucket(SLOTS_MIN, 0)};
    private int depth;

    /** Returns the hash of a name. */
    abstract int hashOf(N name);

    /** Returns the hash of the name of {@code order}. */
    abstract int hashOf(Order order);

    abstract boolean isNamed(Order order, N name);

    /** Returns whether both have the same name. */
    abstract boolean areNamesakes(Order one, Order other);

    /** Returns the order of this name. */
    @Nullable
    Order find(N name) {
        int hash = spread(hashOf(name));
        Bucket bucket = bucket(hash);
        int mask = bucket.orders.length - 1;
        int at = hash & mask;
        for (Order order = bucket.orders[at]; order != null; order = bucket.orders[at]) {
            if (bucket.hashes[at] == hash && isNamed(order, name)) {
                return order;
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    /** Puts {@code order} in, in the place of another of its name. */
    void put(Order order) {
        int hash = spread(hashOf(order));
        Bucket bucket = bucket(hash);
        int mask = bucket.orders.length - 1;
        int at = hash & mask;
        for (Order there = bucket.orders[at]; there != null; there = bucket.orders[at]) {
            if (bucket.hashes[at] == hash && areNamesakes(there, order)) {
                bucket.orders[at] = order;
                return;
            }
            at = (at + 1) & mask;
        }
        bucket.append(hash, order);
        if (bucket.isFull()) {
            grow(bucket, hash);
        }
    }

    /** Takes {@code order} out, if it is in. */
    void remove(Order order) {
        int hash = spread(hashOf(order));
        Bucket bucket = bucket(hash);
        int mask = bucket.orders.length - 1;
        int at = hash & mask;
        while (bucket.orders[at] != null && bucket.orders[at] != order) {
            at = (at + 1) & mask;
        }
        if (bucket.orders[at] == order) {
            bucket.removeAt(at);
        }
    }

    private Bucket bucket(int hash) {
        return directory[depth == 0 ? 0 : hash >>> (Integer.SIZE - depth)];
    }

    private void grow(Bucket full, int hash) {
        if (full.orders.length < SLOTS_MAX || full.depth == DEPTH_MAX) {
            full.twice();
            return;
        }
        if (full.depth == depth) {
            Bucket[] wider = new Bucket[2 * directory.length];
            for (int i = 0; i < wider.length; i++) {
                wider[i] = directory[i >> 1];
            }
            directory = wider;
            depth++;
        }
        split(full, hash);
    }

    private void split(Bucket full, int hash) {
        int shift = Integer.SIZE - full.depth - 1;
        Bucket zeros = new Bucket(full.orders.length, full.depth + 1);
        Bucket ones = new Bucket(full.orders.length, full.depth + 1);
        for (int i = 0; i < full.orders.length; i++) {
            Order order = full.orders[i];
            if (order != null) {
                ((full.hashes[i] >>> shift & 1) == 0 ? zeros : ones).append(full.hashes[i], order);
            }
        }
        int span = 1 << (depth - full.depth);
        int first = (full.depth == 0 ? 0 : hash >>> (Integer.SIZE - full.depth)) << (depth - full.depth);
        Arrays.fill(directory, first, first + span / 2, zeros);
        Arrays.fill(directory, first + span / 2, first + span, ones);
    }

    /** Every bit of the result depends on every bit of {@code hash}: upper and lower ones are used apart. */
    private static int spread(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x7feb352d;
        mixed = (mixed ^ mixed >>> 15) * 0x846ca68b;
        return mixed ^ mixed >>> 16;
    }
}
