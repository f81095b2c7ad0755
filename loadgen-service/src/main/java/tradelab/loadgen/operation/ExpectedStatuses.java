package tradelab.loadgen.operation;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.contracts.Require;

/**
 * Which statuses are no error. Immutable.
 *
 * @param ranges as written: {@code 200-299} or {@code 409}
 */
public record ExpectedStatuses(List<String> ranges) {
    private static final int RANGES_MAX = 16;
    private static final Pattern RANGE = Pattern.compile("([1-9]\\d\\d)(?:-([1-9]\\d\\d))?");

    /** Any 2xx. */
    public static final ExpectedStatuses SUCCESS = new ExpectedStatuses(List.of("200-299"));

    public ExpectedStatuses {
        ranges = List.copyOf(Require.present("expectedStatuses", ranges));
        var _ = Require.range("expectedStatuses", ranges.size(), 1, RANGES_MAX);
        var _ = bits(ranges);
    }

    /** Returns a table for the hot path: bit n is set if status n is expected. */
    BitSet bits() {
        return bits(ranges);
    }

    private static BitSet bits(List<String> ranges) {
        BitSet bits = new BitSet(1000);
        for (String range : ranges) {
            Matcher matcher = RANGE.matcher(range);
            if (!matcher.matches()) {
                throw Require.refused("expectedStatuses", "statuses such as 200-299 or 409", range);
            }
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            if (to < from) {
                throw Require.refused("expectedStatuses", "a range that goes up", range);
            }
            bits.set(from, to + 1);
        }
        return bits;
    }
}
