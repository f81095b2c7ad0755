package tradelab.contracts.trading;

/** Where an order stands. Only moves forward; the last four are final. */
public enum OrderStatus {
    /** Durable here, not yet on its way. */
    QUEUED,
    /** Its intent to be sent is durable; bytes may have left. */
    SENDING,
    /** Sent, and the answer was lost. Ends only by what the venue proves. */
    IN_DOUBT,
    /** Resting at the venue. */
    ACTIVE,
    /** Resting at the venue, partly filled. */
    PARTIAL,
    /** Completely filled. */
    FILLED,
    /** Cancelled, by its owner or by the venue; may be partly filled. */
    CANCELED,
    /** Refused by the venue. */
    REJECTED,
    /** Never reached the venue, proven, and too old to be sent. */
    EXPIRED;

    /** Returns whether nothing can happen to the order any more. */
    public boolean isFinal() {
        return ordinal() >= FILLED.ordinal();
    }
}
