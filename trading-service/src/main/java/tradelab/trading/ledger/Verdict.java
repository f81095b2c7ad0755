package tradelab.trading.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param laws one finding for each law, in their order
 * @param calls how many calls of clients were seen
 * @param orders how many orders of the gateway
 * @param arrivals how many arrivals at the venue
 */
public record Verdict(List<Finding> laws, long calls, long orders, long arrivals) {
    /**
     * What was found about one law.
     *
     * @param cases how many things it was held against
     * @param broken how many of them broke it
     * @param notChecked why it could not be checked, absent if it was
     * @param violations the first of them
     */
    public record Finding(
            Law law,
            String code,
            String sentence,
            long cases,
            long broken,
            @Nullable String notChecked,
            List<Violation> violations) {
        public Finding {
            violations = List.copyOf(violations);
        }
    }

    public Verdict {
        laws = List.copyOf(laws);
    }

    /** Returns whether no law was broken. */
    public boolean holds() {
        return laws.stream().allMatch(finding -> finding.broken() == 0);
    }

    /** Returns the violations that were kept, by law. */
    public List<Violation> violations() {
        return laws.stream().flatMap(finding -> finding.violations().stream()).toList();
    }
}
