package tradelab.marketdata.candle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The spans of one instrument's time of which trades may be missing. At first that is all time before our own trades.
 *
 * <p>Bounded: the oldest hole is given up for good when there are more than {@link #HOLES_MAX}; then everything before
 * its end counts as missing. Not thread-safe.
 */
final class Holes {
    static final int HOLES_MAX = 64;

    private final List<Hole> holes = new ArrayList<>();

    /** Everything up to this millisecond, itself included, is missing unless the venue told it. */
    private long before = Long.MAX_VALUE;

    /**
     * A span, both ends included: the milliseconds at its ends may be known in part.
     *
     * @param known ids of the trades in it that are counted already
     */
    record Hole(long fromMillis, long toMillis, Set<Long> known) {
        Hole {
            known = new HashSet<>(known);
        }

        boolean holds(long millis) {
            return millis >= fromMillis && millis <= toMillis;
        }
    }

    long before() {
        return before;
    }

    void before(long millis) {
        before = millis;
    }

    void add(Hole hole) {
        holes.add(hole);
        if (holes.size() > HOLES_MAX) {
            before = Math.max(before, holes.removeFirst().toMillis());
        }
    }

    void remove(Hole hole) {
        var _ = holes.remove(hole);
    }

    /** Remembers that a trade is counted, for the day when its hole is filled. */
    void counted(long millis, long id) {
        for (Hole hole : holes) {
            if (hole.holds(millis)) {
                var _ = hole.known().add(id);
            }
        }
    }

    Optional<Hole> first() {
        return holes.stream().findFirst();
    }

    boolean within(long fromMillis, long untilMillis) {
        if (fromMillis <= before) {
            return true;
        }
        for (Hole hole : holes) {
            if (hole.fromMillis() < untilMillis && hole.toMillis() >= fromMillis) {
                return true;
            }
        }
        return false;
    }
}
