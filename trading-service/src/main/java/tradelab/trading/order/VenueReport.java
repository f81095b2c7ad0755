package tradelab.trading.order;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What a venue says about one order.
 *
 * @param cid the id that we gave it, 0 if the venue does not say
 * @param symbol the venue's own name
 * @param signedAmount the original amount, negative for a sale
 * @param executed how much of it is filled, not negative
 * @param averagePrice scaled, 0 if nothing is filled
 * @param reason the venue's words for how it ended, absent for an open order
 */
public record VenueReport(
        long cid,
        String venueOrderId,
        String symbol,
        long signedAmount,
        State state,
        long executed,
        long averagePrice,
        @Nullable String reason) {

    /** How the venue has it. */
    public enum State {
        OPEN,
        FILLED,
        CANCELED,
        REJECTED
    }

    public VenueReport {
        cid = Require.range("cid", cid, 0, Long.MAX_VALUE);
        executed = Require.range("executed", executed, 0, Long.MAX_VALUE);
        averagePrice = Require.range("averagePrice", averagePrice, 0, Long.MAX_VALUE);
        venueOrderId = Require.text("venueOrderId", venueOrderId, 64);
    }

    /** Returns whether this can be {@code order}: somebody else may have used the same id. */
    boolean matches(Order order) {
        boolean named = venueOrderId.equals(order.venueOrderId);
        return symbol.equals(order.request().instrument().symbol())
                && signedAmount > 0 == order.signedAmount() > 0
                && (named || signedAmount == order.signedAmount() || signedAmount == order.signedTermsAmount());
    }
}
