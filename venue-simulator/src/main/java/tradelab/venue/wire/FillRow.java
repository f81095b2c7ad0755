package tradelab.venue.wire;

import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.Fill;

/**
 * An account's trade as its row tells it; times 10^8.
 *
 * @param orderType null in some answers, with {@code orderPrice}
 * @param maker 1 for the maker, -1 for the taker, 0 where it is not told
 * @param fee null with {@code feeCurrency} as long as it is not known
 * @param cid null for an order without one
 */
record FillRow(
        long id,
        String symbol,
        long millis,
        long orderId,
        long amount,
        long price,
        @Nullable String orderType,
        @Nullable Long orderPrice,
        int maker,
        @Nullable Long fee,
        @Nullable String feeCurrency,
        @Nullable Long cid) {
    static FillRow of(Fill fill, boolean withFee) {
        return new FillRow(
                fill.id(),
                fill.symbol(),
                fill.millis(),
                fill.orderId(),
                fill.amount(),
                fill.price(),
                fill.orderType(),
                fill.orderPrice(),
                fill.maker() ? 1 : -1,
                withFee ? fill.fee() : null,
                withFee ? fill.feeCurrency() : null,
                fill.cid() == 0 ? null : fill.cid());
    }
}
