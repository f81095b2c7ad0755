package tradelab.loadgen.operation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.Require;

/**
 * What is done with an operation's answer, and what follows it in a session.
 *
 * @param checks that it must keep
 * @param extract what it is asked for, by the variable that keeps it: {@code ${var:NAME}}
 * @param then the operation that the same user does next; empty at the end of a session
 * @param pauseMinNanos shortest pause before it
 * @param pauseMaxNanos longest pause before it
 * @param tags under which thresholds may select the operation
 */
public record Step(
        List<Check> checks,
        Map<String, Source> extract,
        String then,
        long pauseMinNanos,
        long pauseMaxNanos,
        Map<String, String> tags) {
    public static final int CHECKS_MAX = 32;
    public static final int EXTRACT_MAX = 32;
    public static final int TAGS_MAX = 16;

    private static final long PAUSE_NANOS_MAX = 3_600_000_000_000L;

    /** Nothing is done, nothing follows. */
    public static final Step NONE = new Step(List.of(), Map.of(), "", 0, 0, Map.of());

    public Step {
        checks = List.copyOf(checks);
        extract = Collections.unmodifiableMap(new LinkedHashMap<>(extract));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        var _ = Require.range("checks", checks.size(), 0, CHECKS_MAX);
        var _ = Require.range("extract", extract.size(), 0, EXTRACT_MAX);
        extract.keySet().forEach(name -> {
            var _ = Require.id("extract", name);
        });
        var _ = Require.range("tags", tags.size(), 0, TAGS_MAX);
        tags.forEach((key, value) -> {
            var _ = Require.id("tags", key);
            var _ = Require.id("tags." + key, value);
        });
        var _ = Require.range("think", pauseMaxNanos, 0, PAUSE_NANOS_MAX);
        var _ = Require.range("think", pauseMinNanos, 0, pauseMaxNanos);
    }

    /** Returns whether more than the status of an answer matters. */
    boolean looks() {
        return !checks.isEmpty() || !extract.isEmpty();
    }

    /** Returns the same step, followed by another. */
    public Step then(String next, long newPauseMinNanos, long newPauseMaxNanos) {
        return new Step(checks, extract, next, newPauseMinNanos, newPauseMaxNanos, tags);
    }
}
