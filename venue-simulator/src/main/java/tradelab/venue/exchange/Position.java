package tradelab.venue.exchange;

import java.math.BigInteger;
import tradelab.contracts.Decimals;

/** What an account holds of one market on margin, and what its open orders there may add to it. Not thread-safe. */
public final class Position {
    /** A position sets aside one part in so many of its value. */
    static final long INITIAL_MARGIN_PARTS = 5;

    private final String symbol;
    private long id;
    private long amount;
    private long cost; // what was paid for it; negative for what a short received
    private long createdMillis;
    private long updatedMillis;
    private long openBuys;
    private long openSells;
    private long reserved;
    private int reduceOnlyOrders;

    Position(String symbol) {
        this.symbol = symbol;
    }

    /** Returns a copy that stays as it is. */
    Position copy() {
        Position copy = new Position(symbol);
        copy.id = id;
        copy.amount = amount;
        copy.cost = cost;
        copy.createdMillis = createdMillis;
        copy.updatedMillis = updatedMillis;
        return copy;
    }

    public String symbol() {
        return symbol;
    }

    /** Returns its number; each opening gets a new one. */
    public long id() {
        return id;
    }

    /** Returns what is held: positive for long, negative for short, times 10^8. */
    public long amount() {
        return amount;
    }

    public boolean isOpen() {
        return amount != 0;
    }

    /** Returns the mean price of what is held, or 0. */
    public long basePrice() {
        return amount == 0 ? 0 : divide(BigInteger.valueOf(cost).multiply(BigInteger.valueOf(Decimals.ONE)), amount);
    }

    public long createdMillis() {
        return createdMillis;
    }

    public long updatedMillis() {
        return updatedMillis;
    }

    /** Returns what closing at {@code price} would gain. */
    public long profitAt(long price) {
        return Decimals.multiply(price, amount) - cost;
    }

    /** Returns {@link #profitAt} in percent of the cost, times 10^8. */
    public long profitPercentAt(long price) {
        return cost == 0
                ? 0
                : divide(
                        BigInteger.valueOf(profitAt(price)).multiply(BigInteger.valueOf(100 * Decimals.ONE)),
                        Math.abs(cost));
    }

    /** Returns what so much of it cost, unsigned. */
    long costOf(long part) {
        return Math.abs(part(cost, part, Math.abs(amount)));
    }

    /**
     * Takes a trade.
     *
     * @param traded signed
     * @param money its value, unsigned
     * @return what was gained by the part that closed
     */
    long fill(long traded, long money, long newId, long nowMillis) {
        updatedMillis = nowMillis;
        long signedMoney = traded > 0 ? money : -money;
        if (amount == 0 || amount > 0 == traded > 0) {
            if (amount == 0) {
                id = newId;
                createdMillis = nowMillis;
            }
            amount = Math.addExact(amount, traded);
            cost = Math.addExact(cost, signedMoney);
            return 0;
        }
        long closing = Math.min(Math.abs(traded), Math.abs(amount));
        long closedMoney = part(signedMoney, closing, Math.abs(traded));
        long closedCost = part(cost, closing, Math.abs(amount));
        amount += traded > 0 ? closing : -closing;
        cost -= closedCost;
        long over = Math.abs(traded) - closing;
        if (over > 0) {
            id = newId;
            createdMillis = nowMillis;
            amount = traded > 0 ? over : -over;
            cost = signedMoney - closedMoney;
        }
        return -closedMoney - closedCost;
    }

    /** Changes what an open order may add, and returns how much more must be set aside for it all. */
    long orders(boolean buys, long moreValue) {
        if (buys) {
            openBuys += moreValue;
        } else {
            openSells += moreValue;
        }
        long before = reserved;
        reserved = required(0, 0);
        return reserved - before;
    }

    /** Returns how much more would have to be set aside if orders of such values were added. */
    long more(long buyValue, long sellValue) {
        return required(buyValue, sellValue) - reserved;
    }

    /** An order that may only reduce came (1) or went (-1). */
    void reduceOnly(int change) {
        reduceOnlyOrders += change;
    }

    boolean hasReduceOnlyOrders() {
        return reduceOnlyOrders > 0;
    }

    /** The value at risk is what is held, or what would be held if all orders of one side were filled. */
    private long required(long buyValue, long sellValue) {
        long ifBought = Math.addExact(Math.addExact(cost, openBuys), buyValue);
        long ifSold = Math.addExact(Math.addExact(-cost, openSells), sellValue);
        return Math.max(Math.abs(cost), Math.max(ifBought, ifSold)) / INITIAL_MARGIN_PARTS;
    }

    private static long part(long whole, long numerator, long denominator) {
        return numerator == denominator
                ? whole
                : divide(BigInteger.valueOf(whole).multiply(BigInteger.valueOf(numerator)), denominator);
    }

    private static long divide(BigInteger value, long by) {
        return value.divide(BigInteger.valueOf(by)).longValueExact();
    }
}
