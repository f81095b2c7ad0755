package tradelab.loadgen.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tradelab.loadgen.engine.LoopHealth.Late;
import tradelab.loadgen.honesty.Disturbance;

/** Says when the generator was late and why. Pure. */
public final class Lateness {
    /** The longest are told. */
    private static final int TOLD_MAX = 5;

    private static final double EXPLAINED = 0.3;

    private Lateness() {}

    /**
     * Returns sentences, the worst first, such as "late by up to 500.2 ms from 2.000 s to 2.501 s: the process was
     * stopped, or its machine".
     *
     * @param late in nanoseconds since the test began
     * @param disturbances of the same clock as {@code beginNanos}
     */
    public static List<String> explain(List<Late> late, List<Disturbance> disturbances, long beginNanos) {
        return merged(late).stream()
                .sorted(Comparator.comparingLong(Late::lagNanosMax).reversed())
                .limit(TOLD_MAX)
                .map(window -> sentence(window, cause(window, disturbances, beginNanos)))
                .toList();
    }

    /** The same lateness seen by several loops is one. */
    private static List<Late> merged(List<Late> late) {
        List<Late> merged = new ArrayList<>();
        for (Late next :
                late.stream().sorted(Comparator.comparingLong(Late::fromNanos)).toList()) {
            Late last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && next.fromNanos() <= last.toNanos()) {
                merged.set(
                        merged.size() - 1,
                        new Late(
                                last.fromNanos(),
                                Math.max(last.toNanos(), next.toNanos()),
                                Math.max(last.lagNanosMax(), next.lagNanosMax()),
                                last.arrivals() + next.arrivals()));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }

    private static String cause(Late window, List<Disturbance> disturbances, long beginNanos) {
        Map<Disturbance.Kind, Long> lost = new EnumMap<>(Disturbance.Kind.class);
        for (Disturbance disturbance : disturbances) {
            long within = disturbance.lostWithin(beginNanos + window.fromNanos(), beginNanos + window.toNanos());
            if (within > 0) {
                lost.merge(disturbance.kind(), within, Long::sum);
            }
        }
        return lost.entrySet().stream()
                .filter(entry -> entry.getValue() >= EXPLAINED * window.lagNanosMax())
                .max(Map.Entry.comparingByValue())
                .map(entry -> entry.getKey().text())
                .orElse("its event loop was blocked or had too much to do");
    }

    private static String sentence(Late window, String cause) {
        return String.format(
                Locale.ROOT,
                "late by up to %.1f ms from %.3f s to %.3f s: %s",
                window.lagNanosMax() / 1e6,
                window.fromNanos() / 1e9,
                window.toNanos() / 1e9,
                cause);
    }
}
