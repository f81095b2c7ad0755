package tradelab.trading.venue;

import org.jspecify.annotations.Nullable;
import tradelab.trading.order.VenueReport;

/** What became of one operation. */
public sealed interface OperationResult {
    /**
     * The venue has done it.
     *
     * @param report the order as the venue has it; absent if it only said yes
     */
    record Taken(@Nullable VenueReport report) implements OperationResult {}

    /** The venue has refused it for good. */
    record Refused(String reason) implements OperationResult {}

    /** It has definitely not been done, but not because of what it was: it may be sent again. */
    record NotExecuted(String reason) implements OperationResult {}

    /** It may have been done or not. */
    record Unanswered(String reason) implements OperationResult {}
}
