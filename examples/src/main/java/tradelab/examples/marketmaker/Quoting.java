package tradelab.examples.marketmaker;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.contracts.SignificantDigits;
import tradelab.contracts.trading.Side;

/**
 * Which prices to stand at. Plain Java; prices, amounts and parts are scaled longs.
 *
 * @param halfSpread part of the price between the middle and either side
 * @param amount of one order
 * @param inventoryMax never held, nor owed, beyond this
 * @param skew half spreads by which both sides move against a full inventory
 * @param tolerance part of the price by which an order may be off
 * @param digits that a price may have, without those that only say where the point is
 */
record Quoting(long halfSpread, long amount, long inventoryMax, long skew, long tolerance, int digits) {
    /** One order that is wanted. */
    record Wanted(long price, long amount) {}

    Quoting {
        halfSpread = Require.range("market-maker.half-spread", halfSpread, 1, Decimals.ONE / 2);
        amount = Require.range("market-maker.amount", amount, 1, Long.MAX_VALUE);
        inventoryMax = Require.range("market-maker.inventory-max", inventoryMax, amount, 1_000_000 * Decimals.ONE);
        skew = Require.range("market-maker.skew", skew, 0, 100 * Decimals.ONE);
        tolerance = Require.range("market-maker.tolerance", tolerance, 0, Decimals.ONE);
        var _ = Require.range("market-maker.price-digits", digits, 1, SignificantDigits.MAX);
    }

    /**
     * Returns the order that is wanted on a side, or null for none.
     *
     * <p>A full fill of it leaves the inventory within its bounds, and it does not cross: it stands behind the other side's
     * best price by a step at least.
     */
    @Nullable
    Wanted wanted(Side side, long bid, long ask, long inventory) {
        long room = side == Side.BUY ? inventoryMax - inventory : inventoryMax + inventory;
        long size = Math.min(amount, room);
        if (size <= 0 || bid <= 0 || ask <= bid) {
            return null;
        }
        long middle = bid + (ask - bid) / 2;
        long half = Decimals.multiply(middle, halfSpread);
        // what is held makes both sides cheaper, what is owed dearer
        long full = Decimals.multiply(half, skew);
        long shift = -Decimals.multiply(full, part(inventory));
        long price;
        if (side == Side.BUY) {
            price = Math.min(middle + shift - half, ask - 1);
            return price > 0 ? new Wanted(SignificantDigits.floor(price, digits), size) : null;
        }
        price = Math.max(middle + shift + half, bid + 1);
        return new Wanted(SignificantDigits.ceiling(price, digits), size);
    }

    /** Returns whether an order at {@code price} may stay where {@code wanted} is wanted. */
    boolean mayStay(Side side, long price, Wanted wanted, long bid, long ask) {
        boolean behind = side == Side.BUY ? price < ask : price > bid;
        return behind
                && Math.abs(price - wanted.price())
                        <= Math.max(SignificantDigits.step(price, digits), Decimals.multiply(price, tolerance));
    }

    /** Returns how much of the largest inventory is held, from -1 to 1, scaled. */
    private long part(long inventory) {
        long bounded = Math.clamp(inventory, -inventoryMax, inventoryMax);
        // at most 10^14 times 10^8 does not fit: both are brought down first, which a price step would swallow anyway
        long unit = Math.max(1, inventoryMax / Decimals.ONE);
        return bounded / unit * Decimals.ONE / (inventoryMax / unit);
    }
}
