package tradelab.contracts.trading;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * A request for the changes of orders after some point of a partition's stream.
 *
 * @param afterSequence 0 for the beginning
 * @param limit of how many changes to look at, at most {@value #LIMIT_MAX}
 * @param account only changes of its orders; absent: of all
 */
public record ReplayOrderEvents(
        int partition,
        long afterSequence,
        int limit,
        @Nullable String account) {
    /** The most changes of one page. */
    public static final int LIMIT_MAX = 1_000;

    public ReplayOrderEvents {
        partition = (int) Require.range("partition", partition, 0, 1_000);
        afterSequence = Require.range("afterSequence", afterSequence, 0, Long.MAX_VALUE - LIMIT_MAX);
        limit = (int) Require.range("limit", limit, 1, LIMIT_MAX);
        account = account == null ? null : Require.id("account", account);
    }
}
