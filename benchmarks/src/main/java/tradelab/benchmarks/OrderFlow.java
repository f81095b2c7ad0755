package tradelab.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import tradelab.venue.matching.CloseReason;
import tradelab.venue.matching.MatchListener;
import tradelab.venue.matching.MatchingEngine;
import tradelab.venue.matching.OrderKind;
import tradelab.venue.matching.OrderOptions;

/**
 * A recorded stream of commands for the order books of one or many symbols, in the mix that exchange-core publishes its
 * throughput for: 9 % new GTC orders, 3 % IOC, 6 % cancels, 82 % moves, about 1,000 orders pending in each book in some
 * 750 price slots, about 6 % of the commands trade. The same seed gives the same stream.
 *
 * <p>Every cancel and move names an order that is in the book at that moment, because the stream was made beside a
 * running book.
 */
final class OrderFlow {
    static final byte GTC = 0;
    static final byte IOC = 1;
    static final byte CANCEL = 2;
    static final byte MOVE = 3;

    static final int PENDING = 950;
    private static final long MID = 100_000;
    private static final int DEPTH = 800;
    private static final int SIZE_MAX = 100;
    private static final int IOC_SIZE_MAX = 20;
    /** Moves and new orders in a thousand that reach into the other side, while the book has its usual size. */
    private static final int CROSSING = 16;

    final int symbols;
    /** Commands before this one fill the books and let them settle; they are not timed. */
    final int filling;

    final byte[] command;
    final int[] symbol;
    final long[] order;
    /** Ticks. */
    final int[] price;
    /** Lots: positive buys. */
    final int[] size;

    private OrderFlow(int symbols, int length) {
        this.symbols = symbols;
        this.filling = symbols * PENDING + Math.max(1_000_000, 4 * symbols * PENDING);
        int total = filling + length;
        this.command = new byte[total];
        this.symbol = new int[total];
        this.order = new long[total];
        this.price = new int[total];
        this.size = new int[total];
    }

    static OrderFlow record(int symbols, int length, long seed) {
        OrderFlow flow = new OrderFlow(symbols, length);
        SplittableRandom random = new SplittableRandom(seed);
        Book[] books = new Book[symbols];
        for (int i = 0; i < symbols; i++) {
            books[i] = new Book();
        }
        for (int at = 0; at < flow.command.length; at++) {
            int symbol = at < flow.filling ? at % symbols : random.nextInt(symbols);
            flow.next(at, symbol, books[symbol], at < symbols * PENDING, random);
        }
        return flow;
    }

    int length() {
        return command.length;
    }

    int timed() {
        return command.length - filling;
    }

    private void next(int at, int bookOf, Book book, boolean fill, SplittableRandom random) {
        symbol[at] = bookOf;
        int dice = random.nextInt(100);
        if (fill || dice < 9) {
            enter(at, book, GTC, fill, random);
        } else if (dice < 12) {
            enter(at, book, IOC, false, random);
        } else if (dice < 18) {
            command[at] = CANCEL;
            order[at] = book.any(random);
            require(book.engine.cancel(order[at], 0));
        } else {
            command[at] = MOVE;
            order[at] = book.any(random);
            boolean bid = book.buys(order[at]);
            int now = book.price(order[at]);
            do {
                price[at] = book.near(bid, book.crossing(), random);
            } while (price[at] == now);
            book.moved(order[at], price[at]);
            require(book.engine.replace(
                    order[at], OrderKind.LIMIT, OrderOptions.NONE, book.engine.resting(order[at]), price[at], 0));
        }
    }

    private void enter(int at, Book book, byte kind, boolean fill, SplittableRandom random) {
        boolean bid = random.nextBoolean();
        int lots = 1 + random.nextInt(kind == IOC ? IOC_SIZE_MAX : SIZE_MAX);
        command[at] = kind;
        order[at] = ++book.lastId;
        size[at] = bid ? lots : -lots;
        // An IOC order reaches into the other side; a GTC order seldom does.
        price[at] = kind == IOC
                ? (int) (bid ? MID + DEPTH : MID - DEPTH)
                : book.near(bid, fill ? 0 : book.crossing(), random);
        book.entered(order[at], bid, price[at]);
        book.engine.submit(order[at], 1, kind == IOC ? OrderKind.IOC : OrderKind.LIMIT, size[at], price[at], 0);
    }

    private static void require(boolean found) {
        if (!found) {
            throw new IllegalStateException("the flow named an order that is not in its book");
        }
    }

    /** The book that the stream was made beside, with its pending orders in a list to draw from. */
    private static final class Book implements MatchListener {
        final MatchingEngine engine = new MatchingEngine(PENDING * 10, this);
        long lastId;
        int pending;
        private long[] ids = new long[PENDING * 2];
        private int[] prices = new int[1024];
        private boolean[] bids = new boolean[1024];
        private int[] places = new int[1024];

        /** A book that grows is traded down, one that shrinks is spared, so that its size stays and the mix does too. */
        int crossing() {
            return Math.clamp(CROSSING + (pending - PENDING) / 2, 0, 4 * CROSSING);
        }

        long any(SplittableRandom random) {
            return ids[random.nextInt(pending)];
        }

        int price(long id) {
            return prices[(int) id];
        }

        boolean buys(long id) {
            return bids[(int) id];
        }

        void entered(long id, boolean bid, int price) {
            int i = (int) id;
            if (i >= prices.length) {
                prices = Arrays.copyOf(prices, i * 2);
                bids = Arrays.copyOf(bids, i * 2);
                places = Arrays.copyOf(places, i * 2);
            }
            prices[i] = price;
            bids[i] = bid;
            places[i] = -1;
        }

        void moved(long id, int price) {
            prices[(int) id] = price;
        }

        /** A price on its own side, spread over the depth; {@code crossing} in 1,000 reach beyond the middle. */
        int near(boolean bid, int crossing, SplittableRandom random) {
            int away = 1 + random.nextInt(DEPTH);
            if (random.nextInt(1000) < crossing) {
                away = -away / 16;
            }
            return (int) (bid ? MID - away : MID + away);
        }

        @Override
        public void rested(long id, int owner, long price, long remaining, long nowMillis) {
            if (places[(int) id] >= 0) {
                return;
            }
            if (pending == ids.length) {
                ids = Arrays.copyOf(ids, pending * 2);
            }
            places[(int) id] = pending;
            ids[pending++] = id;
        }

        @Override
        public void traded(
                long makerId,
                int makerOwner,
                long makerRemaining,
                long takerId,
                int takerOwner,
                long takerRemaining,
                long price,
                long amount,
                long nowMillis) {}

        @Override
        public void reduced(long id, int owner, long remaining, long nowMillis) {}

        @Override
        public void closed(long id, int owner, long remaining, CloseReason reason, long nowMillis) {
            int place = places[(int) id];
            if (place >= 0) {
                long last = ids[--pending];
                ids[place] = last;
                places[(int) last] = place;
                places[(int) id] = -1;
            }
        }
    }
}
