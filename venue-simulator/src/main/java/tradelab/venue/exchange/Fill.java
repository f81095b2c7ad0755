package tradelab.venue.exchange;

/**
 * A trade as its owner sees it.
 *
 * @param amount signed by the order's side, times 10^8
 * @param fee negative, times 10^8, in {@code feeCurrency}
 */
public record Fill(
        long id,
        String symbol,
        long millis,
        long orderId,
        long amount,
        long price,
        String orderType,
        long orderPrice,
        boolean maker,
        long fee,
        String feeCurrency,
        long cid) {}
