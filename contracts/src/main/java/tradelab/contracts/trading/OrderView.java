package tradelab.contracts.trading;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;

/**
 * An order as it stands.
 *
 * @param reduceOnly true if its owner asked for it; absent otherwise
 * @param filled how much of {@code amount} is filled
 * @param averagePrice of the filled part, absent before the first fill
 * @param venueOrderId absent until the venue says it
 * @param reason why it was rejected, cancelled by the venue or expired; absent otherwise
 * @param sequence of the last event of this order in its partition's stream
 */
public record OrderView(
        String orderId,
        String account,
        String clientOrderId,
        Instrument instrument,
        Side side,
        OrderType type,
        @Nullable Price price,
        Amount amount,
        boolean postOnly,
        @Nullable Boolean reduceOnly,
        OrderStatus status,
        Amount filled,
        @Nullable Price averagePrice,
        @Nullable String venueOrderId,
        @Nullable String reason,
        boolean cancelRequested,
        long sequence,
        long createdEpochMillis,
        long updatedEpochMillis) {}
