package tradelab.trading.order;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * One execution of one order at the venue.
 *
 * @param cid the id that we gave the order, 0 if the venue does not say
 * @param amount above 0, whatever the side
 * @param fee scaled, negative when we pay; absent while the venue has not said it
 */
public record VenueFill(
        long tradeId,
        long cid,
        String venueOrderId,
        long price,
        long amount,
        @Nullable Long fee,
        @Nullable String feeCurrency,
        long atMillis) {
    public VenueFill {
        tradeId = Require.range("tradeId", tradeId, 1, Long.MAX_VALUE);
        price = Require.range("price", price, 1, Long.MAX_VALUE);
        amount = Require.range("amount", amount, 1, Long.MAX_VALUE);
        venueOrderId = Require.text("venueOrderId", venueOrderId, 64);
    }

    /** Returns the same fill, belonging to the order with this id. */
    VenueFill of(long orderCid) {
        return orderCid == cid
                ? this
                : new VenueFill(tradeId, orderCid, venueOrderId, price, amount, fee, feeCurrency, atMillis);
    }
}
