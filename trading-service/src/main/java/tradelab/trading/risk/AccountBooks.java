package tradelab.trading.risk;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
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
 * and instrument with open orders. What an order has filled counts as open until the database has the fill.
 */
public final class AccountBooks {
    private record Key(String account, Instrument instrument) {}

    private static final class Book {
        private BigInteger notional = BigInteger.ZERO;
        private final TreeMap<Long, Integer> buys = new TreeMap<>();
        private final TreeMap<Long, Integer> sells = new TreeMap<>();
        private BigInteger bought = BigInteger.ZERO;
        private BigInteger sold = BigInteger.ZERO;

        void add(Side side, long amount) {
            BigInteger change = BigInteger.valueOf(amount);
            if (side == Side.BUY) {
                bought = bought.add(change);
            } else {
                sold = sold.add(change);
            }
        }

        BigInteger amount(Side side) {
            return side == Side.BUY ? bought : sold;
        }

        boolean isEmpty() {
            return bought.signum() == 0 && sold.signum() == 0;
        }

        TreeMap<Long, Integer> side(Side side) {
            return side == Side.BUY ? buys : sells;
        }
    }

    private static final int STRIPES = 1_024;

    private final Map<Key, Book> books = new HashMap<>();
    private final long[] shrunk = new long[STRIPES];
    private final ToLongFunction<SubmitOrder> worth;

    /** @param worth the price at which an order that names none counts, 0 if that is not known */
    public AccountBooks(ToLongFunction<SubmitOrder> worth) {
        this.worth = worth;
    }

    /** Takes over what the order counts for now. To be called after every step of it; costs nothing if nothing changed. */
    public void count(Order order) {
        boolean open = !order.isDurablyFinal();
        Terms terms = order.terms();
        Terms working = order.working();
        long price = open ? price(order, Math.max(terms.price(), working.price())) : 0;
        long amount = open ? Math.max(0, Math.max(terms.amount(), working.amount()) - order.durableFilled()) : 0;
        replace(order, price, amount);
    }

    /** One without a price keeps the worth that it had when it came. */
    private long price(Order order, long named) {
        return named > 0 ? named : order.countedPrice() > 0 ? order.countedPrice() : worth.applyAsLong(order.request());
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
        Side side = order.request().side();
        boolean rests = order.terms().price() > 0;
        TreeMap<Long, Integer> prices = book.side(side);
        long before = order.countedPrice();
        if (order.countedAmount() > 0 && before > 0) {
            book.notional = book.notional.subtract(product(before, order.countedAmount()));
            if (rests) {
                prices.computeIfPresent(before, (_, count) -> count == 1 ? null : count - 1);
            }
        }
        if (amount > 0 && price > 0) {
            book.notional = book.notional.add(product(price, amount));
            if (rests) {
                prices.merge(price, 1, Integer::sum);
            }
        }
        book.add(side, amount - order.countedAmount());
        if (amount < order.countedAmount()) {
            shrunk[stripe(key)]++;
        }
        order.counted(price, amount);
        if (book.isEmpty()) {
            books.remove(key);
        }
    }

    private static int stripe(Key key) {
        return key.hashCode() & (STRIPES - 1);
    }

    /** Returns what the account's orders of a side have open; the largest long if that does not fit. */
    public long open(String account, Instrument instrument, Side side) {
        Book book = books.get(new Key(account, instrument));
        return book == null ? 0 : fitting(book.amount(side));
    }

    /**
     * Returns a number that is another one after anything of the account in the instrument was filled or ended: what was
     * read of the position before that is old.
     */
    public long shrunk(String account, Instrument instrument) {
        return shrunk[stripe(new Key(account, instrument))];
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
        return fitting(product.divide(BigInteger.valueOf(Decimals.ONE)));
    }

    private static long fitting(BigInteger value) {
        return value.bitLength() > 63 ? Long.MAX_VALUE : value.longValue();
    }
}
