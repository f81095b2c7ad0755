package tradelab.venue.wire;

import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.AccountOrder;

/**
 * An order as its row tells it; times 10^8, and 0 for an id or a time that is not there.
 *
 * @param typeBefore the type before it changed, or null
 * @param hidden 1, 0 or, in some answers, null
 * @param routing where it was entered: {@code API>BFX} for programs
 * @param meta JSON text, or null
 */
record OrderRow(
        long id,
        long gid,
        long cid,
        String symbol,
        long createdMillis,
        long updatedMillis,
        long amount,
        long amountOriginal,
        String type,
        @Nullable String typeBefore,
        long tifMillis,
        long flags,
        String status,
        long price,
        long priceAverage,
        long trailing,
        long auxiliaryPrice,
        @Nullable Integer hidden,
        long placedBy,
        String routing,
        @Nullable String meta) {
    private static final String BY_PROGRAM = "API>BFX";

    static OrderRow of(AccountOrder order) {
        return new OrderRow(
                order.id(),
                order.gid(),
                order.cid(),
                order.symbol(),
                order.createdMillis(),
                order.updatedMillis(),
                order.amount(),
                order.amountOriginal(),
                order.type(),
                order.typeBefore().isEmpty() ? null : order.typeBefore(),
                order.tifMillis(),
                order.flags(),
                order.status(),
                order.price(),
                order.priceAverage(),
                order.trailing(),
                order.auxiliaryPrice(),
                order.isHidden() ? 1 : 0,
                order.placedBy(),
                BY_PROGRAM,
                order.meta().isEmpty() ? null : order.meta());
    }
}
