package tradelab.trading.stream;

import java.util.BitSet;
import tradelab.contracts.Require;

/**
 * How far somebody is in the stream of each partition. As text {@code 0:120,1:7}: partition and last sequence.
 *
 * <p>Not thread-safe.
 */
final class Positions {
    private final long[] after;

    private Positions(long[] after) {
        this.after = after;
    }

    /**
     * Reads where a subscriber wants to begin.
     *
     * @param text {@code start}, {@code now}, or positions; partitions that it does not name begin now
     * @param now the last sequence of each partition
     * @throws IllegalArgumentException naming {@code from}
     */
    static Positions parse(String text, long[] now) {
        long[] after = now.clone();
        if (text.equals("start")) {
            return new Positions(new long[now.length]);
        }
        if (!text.equals("now")) {
            BitSet named = new BitSet(now.length);
            for (String position : text.split(",", now.length + 1)) {
                int colon = position.indexOf(':');
                int partition =
                        (int) number(text, position.substring(0, Math.max(0, colon)), now.length - 1L, "partitions");
                if (named.get(partition)) {
                    throw Require.refused("from", "each partition once", text);
                }
                named.set(partition);
                after[partition] = number(
                        text, position.substring(colon + 1), now[partition], "sequences of partition " + partition);
            }
        }
        return new Positions(after);
    }

    private static long number(String text, String digits, long max, String what) {
        long number;
        try {
            number = Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw Require.refused("from", "start, now, or partition:sequence,...", text);
        }
        if (number < 0 || number > max) {
            throw Require.refused("from", what + " from 0 to " + max, text);
        }
        return number;
    }

    int partitions() {
        return after.length;
    }

    long of(int partition) {
        return after[partition];
    }

    void move(int partition, long sequence) {
        after[partition] = sequence;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < after.length; i++) {
            text.append(i == 0 ? "" : ",").append(i).append(':').append(after[i]);
        }
        return text.toString();
    }
}
