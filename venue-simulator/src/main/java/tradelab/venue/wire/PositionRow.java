package tradelab.venue.wire;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Position;

/**
 * A position as its row tells it; times 10^8, but for the figures, which the exchange works out in more digits.
 *
 * @param gain null with {@code gainPercent} where it is not worked out; so are the two after it, always in this venue
 * @param type 0, 1 for a contract, or null where it is not told; so are {@code collateral} and its minimum
 * @param meta JSON text
 */
record PositionRow(
        String symbol,
        boolean active,
        long amount,
        long basePrice,
        @Nullable BigDecimal gain,
        @Nullable BigDecimal gainPercent,
        @Nullable BigDecimal liquidationPrice,
        @Nullable BigDecimal leverage,
        long id,
        @Nullable Long createdMillis,
        @Nullable Long updatedMillis,
        @Nullable Integer type,
        @Nullable Integer collateral,
        @Nullable Integer collateralMin,
        String meta) {
    static PositionRow of(Position position, boolean active, long lastPrice) {
        boolean worth = active && lastPrice != 0;
        return new PositionRow(
                position.symbol(),
                active,
                active ? position.amount() : 0,
                position.basePrice(),
                worth ? figure(position.profitAt(lastPrice)) : null,
                worth ? figure(position.profitPercentAt(lastPrice)) : null,
                null,
                null,
                position.id(),
                position.createdMillis(),
                position.updatedMillis(),
                position.symbol().contains("F0:") ? 1 : 0,
                0,
                0,
                "{}");
    }

    private static BigDecimal figure(long units) {
        return new BigDecimal(Decimals.format(units));
    }
}
