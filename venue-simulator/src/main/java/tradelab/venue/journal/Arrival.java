package tradelab.venue.journal;

import org.jspecify.annotations.Nullable;

/**
 * One order that arrived.
 *
 * @param sequence counts arrivals from 1
 * @param orderId the venue's id; 0 if refused
 * @param cid the client's id; 0 if none
 * @param gid the client's group; 0 if none
 * @param amount signed, times 10^8
 * @param price times 10^8
 * @param refusal null if accepted, otherwise the text that the client got
 */
public record Arrival(
        long sequence,
        long receivedMillis,
        long orderId,
        long cid,
        long gid,
        String account,
        String symbol,
        long amount,
        long price,
        @Nullable String refusal) {}
