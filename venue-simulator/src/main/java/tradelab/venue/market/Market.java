package tradelab.venue.market;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.venue.matching.CloseReason;
import tradelab.venue.matching.EventDigest;
import tradelab.venue.matching.LevelVisitor;
import tradelab.venue.matching.MatchListener;
import tradelab.venue.matching.Matcher;
import tradelab.venue.matching.MatchingEngine;
import tradelab.venue.matching.OrderKind;
import tradelab.venue.matching.OrderOptions;
import tradelab.venue.matching.OrderVisitor;
import tradelab.venue.matching.StopBook;

/**
 * One market: a book that is matched or replayed, and what the public knows of it.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class Market {
    /** The owner of generated orders. */
    public static final int HOUSE = 0;

    /** Trades of own orders in a replayed market have ids from here on: above those of any recording. */
    private static final long REPLAY_OWN_TRADES_FROM = 1L << 40;

    private final MarketSpec spec;
    private final int ordersMax;
    private final LongSupplier orderIds;
    private final MarketObserver market;
    private final OrderObserver orders;
    private final MatchingEngine engine;
    private final TradeTape tape = new TradeTape();
    private final Map<Timeframe, CandleSeries> candles = new EnumMap<>(Timeframe.class);
    private final Events events = new Events();
    private final EventDigest digest = new EventDigest();
    private final Desk desk = new Desk();
    private Matcher matcher;
    private Depth depth;
    private @Nullable ReplayedBook replayed;
    private long tradeId;
    private long entering;
    private final StopBook stops;
    private HouseDesk.FilledHandler filled = _ -> {};

    /**
     * @param ordersMax how many orders the book holds
     * @param orderIds the venue's next order id
     */
    public Market(MarketSpec spec, int ordersMax, LongSupplier orderIds, MarketObserver market, OrderObserver orders) {
        this.spec = spec;
        this.ordersMax = ordersMax;
        this.orderIds = orderIds;
        this.market = market;
        this.orders = orders;
        this.engine = new MatchingEngine(ordersMax, events);
        this.matcher = engine;
        this.depth = new MatchedBook(engine);
        this.stops = new StopBook(ordersMax, new BestPrices(), events);
        for (Timeframe frame : Timeframe.values()) {
            candles.put(frame, new CandleSeries(frame));
        }
    }

    public MarketSpec spec() {
        return spec;
    }

    public Depth depth() {
        return depth;
    }

    public TradeTape tape() {
        return tape;
    }

    public CandleSeries candles(Timeframe frame) {
        return Require.present("frame", candles.get(frame));
    }

    public Ticker ticker() {
        return Ticker.of(depth, tape, candles(Timeframe.M1));
    }

    /** Returns whether the book comes from a recording. */
    public boolean isReplayed() {
        return replayed != null;
    }

    /** Shows the single orders of a side; a replayed book knows only levels: each is one order, its price the id. */
    public void visit(boolean bids, OrderVisitor visitor) {
        if (!isReplayed()) {
            engine.visit(bids, visitor);
            return;
        }
        for (int i = 0; i < depth.levels(bids); i++) {
            long price = depth.price(bids, i);
            long amount = depth.amount(bids, i);
            if (!visitor.visit(price, price, bids ? amount : -amount)) {
                return;
            }
        }
    }

    /** Returns the last price that was traded, or 0. */
    public long lastPrice() {
        return stops.last();
    }

    /** Shows what an order on the other side would take, best first, hidden orders too, until the visitor has enough. */
    public void visitTakeable(boolean bids, LevelVisitor visitor) {
        if (!isReplayed()) {
            engine.visitTakeable(bids, visitor);
            return;
        }
        for (int i = 0; i < depth.levels(bids); i++) {
            if (!visitor.visit(depth.price(bids, i), depth.amount(bids, i))) {
                return;
            }
        }
    }

    /** Enters an account's order under an id from the venue's sequence; {@code options} are {@link OrderOptions}. */
    public void submit(long orderId, int owner, OrderKind kind, int options, long amount, long price, long nowMillis) {
        entering = orderId;
        matcher.submit(orderId, owner, kind, options, amount, price, nowMillis);
        entering = 0;
        settle(nowMillis);
    }

    /** Takes an account's stop order; see {@link StopBook#submit}. */
    public void submitStop(
            long orderId,
            int owner,
            OrderKind then,
            int options,
            long amount,
            long stop,
            long limit,
            long distance,
            long nowMillis) {
        stops.submit(orderId, owner, then, options, amount, stop, limit, distance, nowMillis);
        settle(nowMillis);
    }

    /** Takes an account's order out, whether it is in the book or waits for its stop. Returns false if it is nowhere. */
    public boolean cancel(long orderId, CloseReason reason, long nowMillis) {
        boolean found = matcher.cancel(orderId, reason, nowMillis) || stops.cancel(orderId, reason, nowMillis);
        settle(nowMillis);
        return found;
    }

    /** Changes an account's order in the book; see {@link Matcher#replace}. */
    public boolean replace(long orderId, OrderKind kind, int options, long remaining, long price, long nowMillis) {
        boolean found = matcher.replace(orderId, kind, options, remaining, price, nowMillis);
        settle(nowMillis);
        return found;
    }

    /** Changes an account's order that waits for its stop; see {@link StopBook#replace}. */
    public boolean replaceStop(
            long orderId, int options, long remaining, long stop, long limit, long distance, long nowMillis) {
        boolean found = stops.replace(orderId, options, remaining, stop, limit, distance, nowMillis);
        settle(nowMillis);
        return found;
    }

    private void settle(long nowMillis) {
        stops.run(matcher, nowMillis);
        orders.settled(nowMillis);
    }

    /** Ends an iteration after commands of accounts. */
    public void publish() {
        if (!isReplayed()) {
            market.bookChanged(this);
        }
    }

    /** Returns the digest of everything that has happened here. */
    public long digest() {
        return digest.value();
    }

    /** Returns the desk for generated flow. */
    public HouseDesk desk() {
        return desk;
    }

    /** Turns this into a replayed market. */
    public PublicFeed replay() {
        ReplayedBook book = new ReplayedBook(ordersMax, events);
        replayed = book;
        matcher = book;
        depth = book;
        tradeId = REPLAY_OWN_TRADES_FROM;
        return new Feed(book);
    }

    private void record(Trade trade) {
        tape.add(trade);
        candles.values().forEach(series -> series.add(trade.millis(), trade.price(), Math.abs(trade.amount())));
    }

    private final class Events implements MatchListener {
        @Override
        public void rested(long orderId, int owner, long price, long remaining, long nowMillis) {
            digest.rested(orderId, owner, price, remaining, nowMillis);
            if (owner != HOUSE) {
                orders.rested(owner, orderId, nowMillis);
            }
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
                long nowMillis) {
            digest.traded(
                    makerId, makerOwner, makerRemaining, takerId, takerOwner, takerRemaining, price, amount, nowMillis);
            long id = ++tradeId;
            stops.traded(price);
            if (!isReplayed()) { // the tape of a replay is the recording's
                Trade trade = new Trade(id, nowMillis, amount, price);
                record(trade);
                market.traded(Market.this, trade);
                market.tradeBooked(Market.this, trade);
            }
            if (takerOwner != HOUSE) {
                orders.filled(takerOwner, takerId, id, amount, price, takerRemaining, false, nowMillis);
            }
            if (makerOwner != HOUSE) {
                orders.filled(makerOwner, makerId, id, -amount, price, makerRemaining, true, nowMillis);
            }
        }

        @Override
        public void reduced(long orderId, int owner, long remaining, long nowMillis) {
            digest.reduced(orderId, owner, remaining, nowMillis);
            if (owner != HOUSE) {
                orders.reduced(owner, orderId, Math.abs(remaining), nowMillis);
            }
        }

        @Override
        public @Nullable CloseReason triggered(long orderId, int owner, long nowMillis) {
            CloseReason _ = digest.triggered(orderId, owner, nowMillis);
            return orders.triggered(owner, orderId, nowMillis);
        }

        @Override
        public long reducible(long orderId, int owner, long amount) {
            return owner == HOUSE ? amount : orders.reducible(owner, orderId, amount);
        }

        @Override
        public void trailed(long orderId, int owner, long stop, long nowMillis) {
            digest.trailed(orderId, owner, stop, nowMillis);
            orders.trailed(owner, orderId, stop, nowMillis);
        }

        @Override
        public void closed(long orderId, int owner, long remaining, CloseReason reason, long nowMillis) {
            digest.closed(orderId, owner, remaining, reason, nowMillis);
            if (owner != HOUSE) {
                orders.closed(owner, orderId, reason, nowMillis);
            } else if (reason == CloseReason.FILLED && orderId != entering) {
                filled.filled(orderId);
            }
        }
    }

    private final class BestPrices implements StopBook.Quotes {
        @Override
        public long bestBid() {
            return depth.bestBid();
        }

        @Override
        public long bestAsk() {
            return depth.bestAsk();
        }
    }

    private final class Desk implements HouseDesk {
        @Override
        public long submit(OrderKind kind, long amount, long price, long nowMillis) {
            long orderId = orderIds.getAsLong();
            Market.this.submit(orderId, HOUSE, kind, OrderOptions.NONE, amount, price, nowMillis);
            return orderId;
        }

        @Override
        public boolean cancel(long orderId, long nowMillis) {
            return engine.cancel(orderId, nowMillis);
        }

        @Override
        public long resting(long orderId) {
            return engine.resting(orderId);
        }

        @Override
        public Depth depth() {
            return depth;
        }

        @Override
        public void publish(long nowMillis) {
            settle(nowMillis);
            market.bookChanged(Market.this);
        }

        @Override
        public void onFilled(FilledHandler handler) {
            filled = handler;
        }
    }

    private final class Feed implements PublicFeed {
        private final ReplayedBook book;

        Feed(ReplayedBook book) {
            this.book = book;
        }

        @Override
        public void bookSnapshot(long[] prices, int[] counts, long[] amounts, long nowMillis) {
            book.clear();
            for (int i = 0; i < prices.length; i++) {
                book.set(prices[i], counts[i], amounts[i]);
            }
            market.bookReplaced(Market.this);
            book.matchQuotes(nowMillis);
            settle(nowMillis);
        }

        @Override
        public void bookUpdate(long price, int count, long amount, long nowMillis) {
            book.set(price, count, amount);
            market.levelReplayed(Market.this, price, count, amount);
            book.matchQuotes(nowMillis);
            settle(nowMillis);
        }

        @Override
        public void tradeHistory(long[] ids, long[] millis, long[] amounts, long[] prices) {
            Integer[] order = new Integer[ids.length];
            java.util.Arrays.setAll(order, i -> i);
            java.util.Arrays.sort(order, java.util.Comparator.comparingLong((Integer i) -> ids[i]));
            for (int i : order) {
                if (tape.size() == 0 || ids[i] > tape.newest(0).id()) {
                    record(new Trade(ids[i], millis[i], amounts[i], prices[i]));
                }
            }
        }

        @Override
        public void tradeExecuted(long id, long millis, long amount, long price, long nowMillis) {
            Trade trade = new Trade(id, millis, amount, price);
            record(trade);
            market.traded(Market.this, trade);
            stops.traded(price);
            book.matchTrade(amount, price, nowMillis);
            settle(nowMillis);
        }

        @Override
        public void tradeUpdated(long id, long millis, long amount, long price, long nowMillis) {
            market.tradeBooked(Market.this, new Trade(id, millis, amount, price));
        }

        @Override
        public void heartbeat(Channel channel) {
            market.heartbeat(Market.this, channel);
        }
    }
}
