package tradelab.contracts.trading;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;

/**
 * What became of a {@link SubmitOrder} at our door. A client order id that was used with another body is a failure,
 * CONFLICT.
 */
@JsonTypeInfo(use = Id.NAME, include = As.PROPERTY, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SubmitOutcome.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = SubmitOutcome.Refused.class, name = "refused")
})
public sealed interface SubmitOutcome {
    /**
     * The order is committed to the database; it will reach the venue or a final status that says why not.
     *
     * @param orderId ours
     * @param sequence position in the stream of accepted orders of its partition
     * @param duplicate whether this answer repeats an earlier one
     */
    record Accepted(String orderId, String account, String clientOrderId, long sequence, boolean duplicate)
            implements SubmitOutcome {}

    /** Returns the HTTP status that says the same. */
    default int status() {
        if (this instanceof Accepted accepted) {
            return accepted.duplicate() ? 200 : 201;
        }
        return 422;
    }

    /** Nothing was stored and nothing will be sent. {@code detail} is for people; programs look at {@code reason}. */
    record Refused(Reason reason, String detail) implements SubmitOutcome {}

    /** Closed set; adding a reason is a new version of the endpoint. */
    enum Reason {
        UNKNOWN_INSTRUMENT,
        UNKNOWN_ACCOUNT,
        PRICE_LIMIT,
        AMOUNT_LIMIT,
        MARKET_CLOSED,
        HALTED,
        RESTRICTED,
        /** The account may only make liquidity. */
        POST_ONLY,
        /** There is no fresh quote to hold the order against. */
        STALE_QUOTE,
        NOTIONAL_LIMIT,
        EXPOSURE_LIMIT,
        /** It could trade with an open order of its own account. */
        SELF_MATCH,
        /** Too many orders alike in too short a time. */
        DUPLICATE,
        RATE_LIMIT
    }
}
