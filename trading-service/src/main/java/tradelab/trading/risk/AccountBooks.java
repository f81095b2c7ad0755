package tradelab.trading.risk;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Order;
import tradelab.trading.order.Terms;

/**
 * What the open orders of each account in each instrument add up to.
 *
 * <p>Not thread-safe: one event loop owns it. Two numbers in each order say what it counts for; a book for each account
 * and instrument with open orders.
 */
public final class AccountBooks {
    private record Key(String account, Instrument instrument) {}

    private static final class Book {
        private BigInteger notional = BigInteger.ZERO;
        private final TreeMap<Long, Integer> buys = new TreeMap<>();
        private final TreeMap<Long, Integer> sells = new TreeMap<>();

        TreeMap<Long, Integer> side(Side side) {
            return side == Side.BUY ? buys : sells;
        }
    }

    private final Map<Key, Book> books = new HashMap<>();

    /** Takes over what the order counts for now. To be called after every step of it; costs nothing if nothing changed. */
    public void count(Order order) {
        boolean open = !order.status().isFinal();
        Terms terms = order.terms();
        Terms working = order.working();
        long price = open ? Math.max(terms.price(), working.price()) : 0;
        long amount = open ? Math.max(0, Math.max(terms.amount(), working.amount()) - order.filled()) : 0;
        replace(order, price, amount);
    }

    /** The order is none. */
    public void forget(Order order) {
        replace(order, 0, 0);
    }

    private void replace(Order order, long price, long amount) {
        if (order.countedPrice() == price && order.countedAmount() == amount) {
            return;
        }
        Key key = new Key(order.request().account(), order.request().instrument());
        Book book = books.computeIfAbsent(key, _ -> new Book());
        TreeMap<Long, Integer> side = book.side(order.request().side());
        long before = order.countedPrice();
        if (order.countedAmount() > 0 && before > 0) {
            book.notional = book.notional.subtract(product(before, order.countedAmount()));
            side.computeIfPresent(before, (_, count) -> count == 1 ? null : count - 1);
        }
        if (amount > 0 && price > 0) {
            book.notional = book.notional.add(product(price, amount));
            side.merge(price, 1, Integer::sum);
        }
        order.counted(price, amount);
        if (book.buys.isEmpty() && book.sells.isEmpty()) {
            books.remove(key);
        }
    }

    /** Returns price times open amount of all open orders, rounded down; the largest long if that does not fit. */
    long notional(String account, Instrument instrument) {
        Book book = books.get(new Key(account, instrument));
        return book == null ? 0 : scaled(book.notional);
    }

    /** Returns the best price of the account's own orders on the other side, 0 for none. */
    long bestAgainst(SubmitOrder order) {
        Book book = books.get(new Key(order.account(), order.instrument()));
        if (book == null) {
            return 0;
        }
        boolean buys = order.side() == Side.BUY;
        TreeMap<Long, Integer> others = buys ? book.sells : book.buys;
        return others.isEmpty() ? 0 : buys ? others.firstKey() : others.lastKey();
    }

    /** Returns price times amount, rounded down; the largest long if that does not fit. */
    static long notional(long price, long amount) {
        return scaled(product(price, amount));
    }

    private static BigInteger product(long price, long amount) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(amount));
    }

    private static long scaled(BigInteger product) {
        BigInteger scaled = product.divide(BigInteger.valueOf(Decimals.ONE));
        return scaled.bitLength() > 63 ? Long.MAX_VALUE : scaled.longValue();
    }
}
