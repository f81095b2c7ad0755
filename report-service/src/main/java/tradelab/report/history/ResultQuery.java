package tradelab.report.history;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * Which results to list.
 *
 * @param suite only of this suite, if given
 * @param name only of this name, if given
 * @param after only results recorded before the one with this id, if given: where the page before ended
 */
public record ResultQuery(
        @Nullable String suite,
        @Nullable String name,
        int limit,
        @Nullable Long after) {
    public static final int LIMIT_MAX = 500;
    public static final int LIMIT_DEFAULT = 50;

    public ResultQuery {
        var _limit = Require.range("limit", limit, 1, LIMIT_MAX);
        if (after != null) {
            var _after = Require.range("after", after, 0, Long.MAX_VALUE);
        }
    }
}
