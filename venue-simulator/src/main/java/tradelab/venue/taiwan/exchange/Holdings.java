package tradelab.venue.taiwan.exchange;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.exchange.Decision.Refused;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.rules.Costs;
import tradelab.venue.taiwan.rules.SecurityType;

/**
 * The money and shares of an account. Open orders reserve what they may need, fills take it, the end of an order releases
 * the rest. Money is TWD times 10^8. Not thread-safe.
 *
 * <p>Trades are booked at once; their settlement two days later is only told. A market buy of a security without price
 * limits reserves twice its last price, which a wild market may exceed.
 */
public final class Holdings {
    /** Money above this is refused as more than anybody has; keeps sums within a long. */
    private static final long VALUE_MAX = Long.MAX_VALUE / 4;

    private static final class Position {
        long moved;
        long reserved;
        long boughtToday;
    }

    /** What an open buy order reserved. */
    private static final class Reservation {
        final long price;
        long money;

        Reservation(long price) {
            this.price = price;
        }
    }

    /** Commission and tax of a fill. */
    record Charges(long commission, long tax) {}

    /** A position that moved: shares held and shares reserved by sell orders. */
    public record Holding(String code, long shares, long reserved) {}

    private final long sharesAtFirst;
    private final Map<String, Position> positions = new TreeMap<>();
    private final Map<Long, Reservation> reservations = new HashMap<>();
    private long cash;
    private long reserved;
    private long fees;
    private long taxes;

    /** @param sharesAtFirst held of every security */
    public Holdings(long cash, long sharesAtFirst) {
        this.cash = cash;
        this.sharesAtFirst = sharesAtFirst;
    }

    public long cash() {
        return cash;
    }

    public long reserved() {
        return reserved;
    }

    public long fees() {
        return fees;
    }

    public long taxes() {
        return taxes;
    }

    /** Returns the shares held of a security. */
    public long shares(String code) {
        Position position = positions.get(code);
        return sharesAtFirst + (position == null ? 0 : position.moved);
    }

    /** Returns the positions that an order ever touched. */
    public java.util.List<Holding> holdings() {
        return positions.entrySet().stream()
                .map(each ->
                        new Holding(each.getKey(), sharesAtFirst + each.getValue().moved, each.getValue().reserved))
                .toList();
    }

    /** Returns why an order cannot be paid for, or null. */
    @Nullable
    Refused check(boolean buy, String code, long price, long shares) {
        if (buy) {
            long needed = needed(price, shares);
            return needed <= cash - reserved
                    ? null
                    : new Refused(
                            RefusalCode.INSUFFICIENT_CASH,
                            "shares: expected at most " + Decimals.format(cash - reserved) + " TWD, got "
                                    + (needed >= VALUE_MAX ? "more than fits" : Decimals.format(needed)));
        }
        Position position = positions.get(code);
        long free = shares(code) - (position == null ? 0 : position.reserved);
        return shares <= free
                ? null
                : new Refused(RefusalCode.INSUFFICIENT_SHARES, "shares: expected at most " + free + ", got " + shares);
    }

    /** Reserves for what remains of an order, at a price of at most {@code price} a share. */
    void reserve(Order order, long price) {
        reserve(order, price, order.remaining());
    }

    /** Reserves for what an order is about to become. */
    void reserve(Order order, long price, long shares) {
        if (order.isBuy()) {
            Reservation made = new Reservation(price);
            reservations.put(order.id(), made);
            adjust(made, shares);
        } else {
            position(order.code()).reserved += shares;
        }
    }

    /** Releases everything that an order reserved, for {@code remaining} shares. */
    void release(Order order, long remaining) {
        if (order.isBuy()) {
            Reservation made = reservations.remove(order.id());
            if (made != null) {
                adjust(made, 0);
            }
        } else {
            position(order.code()).reserved -= remaining;
        }
    }

    Charges filled(Order order, SecurityType type, long price, long shares) {
        Position position = position(order.code());
        long value = price * shares;
        long commission = Costs.commission(value);
        long tax = 0;
        if (order.isBuy()) {
            Reservation made = reservations.get(order.id());
            if (made != null) {
                adjust(made, order.remaining());
            }
            cash -= value + commission;
            position.moved += shares;
            position.boughtToday += shares;
        } else {
            long dayTraded = Math.min(shares, position.boughtToday);
            position.boughtToday -= dayTraded;
            tax = Costs.tax(type, price, shares, dayTraded);
            cash += value - commission - tax;
            position.moved -= shares;
            position.reserved -= shares;
        }
        fees += commission;
        taxes += tax;
        return new Charges(commission, tax);
    }

    void startDay() {
        positions.values().forEach(position -> position.boughtToday = 0);
    }

    private void adjust(Reservation made, long remaining) {
        long money = remaining == 0 ? 0 : needed(made.price, remaining);
        reserved += money - made.money;
        made.money = money;
    }

    private static long needed(long price, long shares) {
        if (price > VALUE_MAX / 2 / shares) {
            return VALUE_MAX;
        }
        long value = price * shares;
        return value + Costs.commission(value);
    }

    private Position position(String code) {
        return positions.computeIfAbsent(code, _ -> new Position());
    }
}
