package tradelab.monitor.history;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tradelab.contracts.Require;

/**
 * The newest samples of one instance, in the order of their times. Not thread-safe; adding is O(keys), except for a
 * late sample, which is O(keys x capacity).
 */
public final class SampleRing {
    /*
     * One array of times and one array of values per key, all rings that turn together: the sample at place i of n is
     * in slot (head + i) % capacity. A key that a sample lacks is NaN, and so is a value that is not finite: both are
     * gaps, never zeros. A late sample moves the newer ones by a slot; samples come in order but for rare cases, so
     * that is cheaper than any tree. Boxed maps of 900 samples would take five times the memory.
     */

    /** How many different keys one instance may use over its life; the others are not kept. */
    static final int KEYS_MAX = 96;

    /** The longest key that is kept. */
    static final int KEY_LENGTH_MAX = 64;

    private final int capacity;
    private final long[] times;
    private final Map<String, double[]> columns = new LinkedHashMap<>();
    private int head;
    private int size;

    public SampleRing(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: expected at least 1, got " + capacity);
        }
        this.capacity = capacity;
        this.times = new long[capacity];
    }

    /** Puts a sample in its place; the oldest one makes room when the ring is full. */
    public Arrival add(long epochMillis, Map<String, Double> values) {
        int place = placeOf(epochMillis);
        if (place < size && times[slot(place)] == epochMillis) {
            return Arrival.DUPLICATE;
        }
        if (size == capacity) {
            if (place == 0) {
                return Arrival.TOO_OLD;
            }
            head = slot(1);
            size--;
            place--;
        }
        Arrival arrival = place == size ? Arrival.RECORDED : Arrival.LATE;
        makeRoom(place);
        write(slot(place), epochMillis, values);
        return arrival;
    }

    public int size() {
        return size;
    }

    /** Returns every key that any kept sample may have. */
    public Set<String> keys() {
        return Set.copyOf(columns.keySet());
    }

    /** Returns the values of {@code key} from {@code fromEpochMillis} on; all gaps when there is no such key. */
    public Series read(String key, long fromEpochMillis) {
        int from = placeOf(fromEpochMillis);
        double[] column = columns.get(key);
        long[] readTimes = new long[size - from];
        double[] readValues = new double[size - from];
        for (int i = 0; i < readTimes.length; i++) {
            int slot = slot(from + i);
            readTimes[i] = times[slot];
            readValues[i] = column == null ? Double.NaN : column[slot];
        }
        return Series.of(readTimes, readValues);
    }

    /** Returns the place of the first sample at or after {@code epochMillis}; the size when there is none. */
    private int placeOf(long epochMillis) {
        if (size == 0 || times[slot(size - 1)] < epochMillis) {
            return size;
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[slot(middle)] < epochMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void makeRoom(int place) {
        for (int i = size; i > place; i--) {
            int to = slot(i);
            int from = slot(i - 1);
            times[to] = times[from];
            columns.values().forEach(column -> column[to] = column[from]);
        }
        size++;
    }

    private void write(int slot, long epochMillis, Map<String, Double> values) {
        times[slot] = epochMillis;
        columns.values().forEach(column -> column[slot] = Double.NaN);
        values.forEach((key, value) -> {
            if (Double.isFinite(value) && hasColumn(key)) {
                Require.present(key, columns.get(key))[slot] = value;
            }
        });
    }

    /** Makes sure of a column for {@code key}, unless that breaks a bound. */
    private boolean hasColumn(String key) {
        if (columns.containsKey(key)) {
            return true;
        }
        if (columns.size() == KEYS_MAX || key.length() > KEY_LENGTH_MAX) {
            return false;
        }
        double[] column = new double[capacity];
        Arrays.fill(column, Double.NaN);
        columns.put(key, column);
        return true;
    }

    private int slot(int place) {
        int slot = head + place;
        return slot < capacity ? slot : slot - capacity;
    }
}
