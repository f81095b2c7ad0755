package tradelab.xchange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.dto.trade.LimitOrder;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Trade;

/** Reads what XChange tells, whatever its venue: without doubles, and refusing what has no exact form. Pure functions. */
final class XChangeRows {
    private static final int WHOLE_DIGITS_MAX = 10;
    private static final int SCALE_MAX = 64;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private XChangeRows() {}

    static List<Book.Level> bids(OrderBook book, int depth) {
        return levels(book.getBids(), Comparator.reverseOrder(), depth);
    }

    static List<Book.Level> asks(OrderBook book, int depth) {
        return levels(book.getAsks(), Comparator.naturalOrder(), depth);
    }

    /** Some venues tell each order, in any order: equal prices are one level. */
    private static List<Book.Level> levels(List<LimitOrder> orders, Comparator<Price> bestFirst, int depth) {
        Map<Price, Book.Level> levels = new TreeMap<>(bestFirst);
        for (LimitOrder order : orders) {
            Price price = price(order.getLimitPrice());
            long amount =
                    amount(order.getRemainingAmount() == null ? order.getOriginalAmount() : order.getRemainingAmount());
            if (amount > 0) {
                levels.merge(
                        price,
                        new Book.Level(price, new Amount(amount), 1),
                        (one, more) -> new Book.Level(
                                price,
                                new Amount(Math.addExact(
                                        one.amount().units(), more.amount().units())),
                                one.orders() + 1));
            }
        }
        return levels.values().stream().limit(depth).toList();
    }

    /**
     * Returns the trades, oldest first.
     *
     * @param nowMillis when they happened, of a venue that does not say
     */
    static List<Trade> trades(List<org.knowm.xchange.dto.marketdata.Trade> told, long nowMillis) {
        List<Trade> trades = new ArrayList<>();
        for (org.knowm.xchange.dto.marketdata.Trade one : told) {
            long millis =
                    one.getTimestamp() == null ? nowMillis : one.getTimestamp().getTime();
            Price price = price(one.getPrice());
            long amount = amount(one.getOriginalAmount());
            if (amount > 0) {
                boolean sold = one.getType() == Order.OrderType.ASK || one.getType() == Order.OrderType.EXIT_BID;
                trades.add(new Trade(
                        id(one.getId(), millis, price, amount),
                        millis,
                        price,
                        new Amount(amount),
                        sold ? Trade.Taker.SELL : Trade.Taker.BUY));
            }
        }
        trades.sort(Comparator.comparingLong(Trade::venueEpochMillis).thenComparingLong(Trade::id));
        return trades;
    }

    /** The venue's id if it is a number; else one made of what the venue tells, the same each time it tells it. */
    private static long id(@Nullable String id, long millis, Price price, long amount) {
        if (id != null && id.matches("\\d{1,18}")) {
            return Long.parseLong(id);
        }
        String text = id == null ? millis + " " + price + " " + amount : id;
        long hash = FNV_BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash & Long.MAX_VALUE;
    }

    /** @throws IllegalArgumentException for a price that has no exact form of eight digits after the point */
    static Price price(@Nullable BigDecimal value) {
        BigDecimal price = bounded("price", value);
        try {
            return new Price(price.movePointRight(Decimals.SCALE)
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw Require.refused("price", "at most " + Decimals.SCALE + " digits after the point", price.toString());
        }
    }

    /** Rounded down to what is surely there. */
    private static long amount(@Nullable BigDecimal value) {
        BigDecimal amount = bounded("amount", value);
        if (amount.signum() < 0) {
            throw Require.refused("amount", "0 or more", amount.toString());
        }
        return amount.movePointRight(Decimals.SCALE)
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
    }

    /** The digits are counted first: writing out an exponent of a million would take all memory. */
    private static BigDecimal bounded(String field, @Nullable BigDecimal value) {
        BigDecimal number = Require.present(field, value);
        if (number.signum() != 0
                && (number.precision() - number.scale() > WHOLE_DIGITS_MAX
                        || Math.abs((long) number.scale()) > SCALE_MAX)) {
            throw Require.refused(field, "a plain decimal below 10^" + WHOLE_DIGITS_MAX, number.toString());
        }
        return number.signum() == 0 ? BigDecimal.ZERO : number;
    }
}
