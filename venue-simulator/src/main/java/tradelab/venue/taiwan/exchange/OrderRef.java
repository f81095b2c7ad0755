package tradelab.venue.taiwan.exchange;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/** Names an order: by the exchange's id, or by the client's. Exactly one of them. */
public record OrderRef(@Nullable Long orderId, @Nullable String clientOrderId) {
    public OrderRef {
        if ((orderId == null) == (clientOrderId == null)) {
            throw Require.refused(
                    "orderId", "either orderId or clientOrderId", orderId == null ? null : "both of them");
        }
    }

    @Override
    public String toString() {
        return clientOrderId == null ? String.valueOf(orderId) : clientOrderId;
    }
}
