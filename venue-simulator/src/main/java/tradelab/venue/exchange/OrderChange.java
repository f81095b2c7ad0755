package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import tradelab.contracts.Decimals;
import tradelab.venue.market.Precision;

/** What an open order becomes by an update; times 10^8. {@code remaining} is unsigned. */
record OrderChange(long price, long limit, long trailing, long remaining, long gid, long flags, long tifMillis) {
    private static final long CHANGEABLE = OrderRequest.HIDDEN | OrderRequest.POST_ONLY | OrderRequest.REDUCE_ONLY;

    static OrderChange read(AccountOrder order, JsonNode request) {
        long remaining = order.remaining();
        if (Fields.field(request, "amount") != null) {
            long amount = Fields.decimal(request, "amount", 0);
            if (amount == 0 || amount > 0 != order.buys()) {
                throw Fields.invalid("amount", Decimals.format(amount));
            }
            remaining = Math.abs(amount);
        }
        remaining = Math.addExact(remaining, Fields.decimal(request, "delta", 0) * (order.buys() ? 1 : -1));
        long price = order.trails()
                ? order.price()
                : Precision.cut(Fields.decimal(request, "price", order.price()), Precision.DIGITS);
        long limit = order.limit() == 0
                ? 0
                : Precision.cut(Fields.decimal(request, "price_aux_limit", order.limit()), Precision.DIGITS);
        long trailing = order.trails() ? Fields.decimal(request, "price_trailing", order.trailing()) : 0;
        boolean priced = price > 0 && limit >= 0 && (!order.trails() || trailing > 0);
        if (remaining <= 0 || !priced) {
            throw new Refusal(Refusal.GENERIC, "Invalid order update: nothing would be left");
        }
        long flags = order.flags();
        if (Fields.field(request, "flags") != null) {
            flags = flags & ~CHANGEABLE | Fields.whole(request, "flags", 0) & CHANGEABLE;
        }
        return new OrderChange(
                price,
                limit,
                trailing,
                remaining,
                Fields.whole(request, "gid", order.gid()),
                flags,
                Fields.time(request, "tif", order.tifMillis()));
    }
}
