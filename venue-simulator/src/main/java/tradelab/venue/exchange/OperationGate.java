package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;

/** Asked before each order operation. */
@FunctionalInterface
public interface OperationGate {
    /** Lets everything pass. */
    OperationGate OPEN = (_, _, _) -> {};

    /**
     * @param cancels whether the operation only takes orders out
     * @throws Refusal if the operation is not to be executed
     */
    void check(Account account, boolean cancels, JsonNode request);
}
