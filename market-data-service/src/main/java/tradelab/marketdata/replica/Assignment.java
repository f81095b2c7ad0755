package tradelab.marketdata.replica;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;

/**
 * Which replica is to feed which instrument. A pure function of the replicas' names, so all who know the same replicas
 * agree without talking.
 *
 * <p>Rendezvous hashing (Thaler and Ravishankar, 1998): each replica draws a number for the instrument, and the highest
 * one has it. A replica that goes gives up its own instruments only, and one that comes takes from all about the same.
 * Immutable.
 */
final class Assignment {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final List<String> replicas;
    private final long[] hashes;

    Assignment(Collection<String> replicas) {
        this.replicas = replicas.stream().distinct().sorted().toList();
        this.hashes = this.replicas.stream().mapToLong(Assignment::hash).toArray();
    }

    /** Returns who is to feed it; null if there is nobody. */
    @Nullable
    String owner(Instrument instrument) {
        long name = hash(instrument.symbol()) * FNV_PRIME + hash(instrument.venue());
        String owner = null;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < hashes.length; i++) { // names are sorted: of equal numbers the first name's counts
            long drawn = mixed(hashes[i] ^ mixed(name));
            if (owner == null || drawn > highest) {
                highest = drawn;
                owner = replicas.get(i);
            }
        }
        return owner;
    }

    private static long hash(String text) {
        long hash = FNV_BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finalizer of MurmurHash3: every bit of the input moves half of those of the output. */
    private static long mixed(long value) {
        long bits = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
        return bits ^ bits >>> 33;
    }
}
