package tradelab.loadgen.operation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tradelab.contracts.Require;

/**
 * Keys that requests ask for, some more often than others: {@code ${key:NAME}}. One request has one key, wherever it
 * names it; seed and arrival number decide which. Immutable.
 *
 * @param count how many there are
 * @param values their texts, the most popular first; empty for the numbers from 0
 * @param exponent of Zipf's law: key k is asked for in proportion to 1 / k^exponent
 */
public record Keys(String name, Popularity popularity, int count, List<String> values, double exponent) {
    public static final int COUNT_MAX = 1_000_000;

    /** How requests are spread over keys. */
    public enum Popularity {
        /** Always the first. */
        ONE,
        UNIFORM,
        ZIPF
    }

    public Keys {
        name = Require.id("keys", name);
        values = List.copyOf(values);
        var _ = Require.range("keys." + name + ".count", count, 1, COUNT_MAX);
        if (!values.isEmpty() && values.size() != count) {
            throw Require.refused("keys." + name + ".count", "as many as values, " + values.size(), "" + count);
        }
        if (!(exponent >= 0 && exponent <= 10)) {
            throw Require.refused("keys." + name + ".exponent", "0 to 10", Double.toString(exponent));
        }
    }

    /** Chooses keys for one run. Immutable. */
    static final class Chooser {
        private static final double UNIT = 0x1p-53;

        private final Keys keys;
        private final long seed;
        private final byte[][] texts;
        /** Share of the keys up to each; empty unless Zipf. */
        private final double[] upTo;

        Chooser(Keys keys, long seed) {
            this.keys = keys;
            this.seed = seed * 31 + keys.name.hashCode();
            this.texts = keys.values.stream()
                    .map(value -> value.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new);
            this.upTo = keys.popularity == Popularity.ZIPF ? zipf(keys.count, keys.exponent) : new double[0];
        }

        private static double[] zipf(int count, double exponent) {
            double[] upTo = new double[count];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.pow(i + 1.0, -exponent);
                upTo[i] = sum;
            }
            for (int i = 0; i < count; i++) {
                upTo[i] /= sum;
            }
            return upTo;
        }

        int choose(long sequence) {
            long random = SeededRandom.of(seed, sequence);
            return switch (keys.popularity) {
                case ONE -> 0;
                case UNIFORM -> (int) SeededRandom.below(keys.count, random);
                case ZIPF -> {
                    int at = Arrays.binarySearch(upTo, (random >>> 11) * UNIT);
                    yield Math.min(keys.count - 1, at < 0 ? -at - 1 : at + 1);
                }
            };
        }

        void write(ByteWriter out, long sequence, Escape escape) {
            int key = choose(sequence);
            if (texts.length == 0) {
                out.writeNumber(key, 1);
            } else {
                escape.write(out, texts[key]);
            }
        }
    }
}
