package tradelab.contracts.marketdata;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;

/**
 * Instruments by their text in a batch. Making one takes as long as reading ten quotes, and the same few thousand come
 * again and again, so those that came last are kept.
 *
 * <p>Thread-safe without locks: what is kept never changes, and whoever does not see it yet makes it again. Bounded: each
 * name has a few slots, and if all are taken, it takes one of them.
 */
final class InstrumentNames {
    private static final int SLOT_BITS = 14;
    private static final int WAYS = 4;
    private static final int WORD = 8;
    private static final long MIX =
            0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio: spreads into the upper bits

    private static final @Nullable Known[] KNOWN = new Known[1 << SLOT_BITS];

    /** The first and the last eight bytes, which are all of most names, and the name. */
    private record Known(long head, long tail, byte[] name, Instrument instrument) {
        boolean is(long itsHead, long itsTail, byte[] bytes, int from, int length) {
            return head == itsHead
                    && tail == itsTail
                    && name.length == length
                    && (length <= 2 * WORD || Arrays.equals(bytes, from, from + length, name, 0, length));
        }
    }

    private InstrumentNames() {}

    /**
     * Returns the instrument whose name stands there.
     *
     * @throws IllegalArgumentException for anything that is not {@code VENUE:symbol}
     */
    static Instrument at(byte[] bytes, int from, int length) {
        long head = length < WORD ? packed(bytes, from, length) : (long) BatchReader.LONG.get(bytes, from);
        long tail = length < WORD ? length : (long) BatchReader.LONG.get(bytes, from + length - WORD);
        long hash = ((head * MIX) ^ tail) * MIX;
        int slot = (int) (hash >>> (Long.SIZE - SLOT_BITS)) & -WAYS;
        for (int i = slot; i < slot + WAYS; i++) {
            Known known = KNOWN[i];
            if (known == null) {
                return made(bytes, from, length, head, tail, i);
            }
            if (known.is(head, tail, bytes, from, length)) {
                return known.instrument;
            }
        }
        return made(bytes, from, length, head, tail, slot + (int) (hash & (WAYS - 1)));
    }

    private static Instrument made(byte[] bytes, int from, int length, long head, long tail, int slot) {
        Instrument made = Instrument.parse(new String(bytes, from, length, StandardCharsets.US_ASCII));
        KNOWN[slot] = new Known(head, tail, Arrays.copyOfRange(bytes, from, from + length), made);
        return made;
    }

    private static long packed(byte[] bytes, int from, int length) {
        long packed = 0;
        for (int i = from; i < from + length; i++) {
            packed = (packed << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return packed;
    }
}
