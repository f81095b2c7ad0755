package tradelab.contracts.trading;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.ServiceException;

/** What became of each of {@link SubmitOrders}, in their order. */
public record SubmitResults(List<Item> results) {
    public SubmitResults {
        results = List.copyOf(results);
    }

    /**
     * One answer.
     *
     * @param status the HTTP status that the order would have had alone: 201, 200 for a repetition, 422, 409, 429, 503,
     *     504
     * @param outcome present for 200, 201 and 422
     * @param error the kind of the failure otherwise
     * @param message for people, with {@code error}
     * @param accepted false where it is proven that neither this nor an earlier attempt was accepted; absent otherwise
     */
    public record Item(
            int status,
            @Nullable SubmitOutcome outcome,
            @Nullable String error,
            @Nullable String message,
            @Nullable Boolean accepted) {

        /** The answer of an order that was decided. */
        public static Item of(SubmitOutcome outcome) {
            return new Item(outcome.status(), outcome, null, null, null);
        }

        /** The answer of an order that could not be decided. */
        public static Item of(Throwable cause) {
            ServiceException failure = ServiceException.of(cause);
            return new Item(
                    failure.kind().code(),
                    null,
                    failure.kind().name(),
                    String.valueOf(failure.getMessage()),
                    failure instanceof NotAcceptedException ? false : null);
        }
    }
}
