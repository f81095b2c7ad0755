package tradelab.venue.replay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradelab.venue.market.MarketFloor;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.market.PublicFeed;
import tradelab.venue.replay.RecordedEvent.BookSnapshot;
import tradelab.venue.replay.RecordedEvent.BookUpdate;
import tradelab.venue.replay.RecordedEvent.Heartbeat;
import tradelab.venue.replay.RecordedEvent.Trade;
import tradelab.venue.replay.RecordedEvent.TradeHistory;

/**
 * Applies recorded events to the markets that the venue has; those of other markets are counted and dropped.
 *
 * <p>Owned by the event loop of the markets.
 */
final class ReplayMarkets {
    private final MarketFloor floor;
    private final Set<String> known = new HashSet<>();
    private final Map<String, PublicFeed> feeds = new HashMap<>();
    private final Set<String> withBook = new TreeSet<>();
    private final Set<String> unknown = new TreeSet<>();
    private boolean closed;
    private long applied;
    private long dropped;
    private long firstTradeId = Long.MAX_VALUE;
    private long lastTradeId;
    private long idOffset;
    private long millisOffset;

    ReplayMarkets(MarketFloor floor) {
        this.floor = floor;
        for (MarketSpec market : floor.markets()) {
            var _ = known.add(market.symbol());
        }
    }

    /** Takes no further markets: those that were not seen so far stay with the engine. */
    void close() {
        closed = true;
    }

    /** Numbers and dates the trades that follow after those before. */
    void repeat(long lengthMillis) {
        idOffset += Math.max(0, lastTradeId - firstTradeId) + 1;
        millisOffset += lengthMillis;
    }

    /** Returns whether {@code event} is the first change of a book that is there: playing begins with it. */
    boolean begins(RecordedEvent event) {
        return event instanceof BookUpdate && withBook.contains(event.symbol());
    }

    Set<String> withBook() {
        return withBook;
    }

    /** Returns the symbols that the recording has and the venue has not. */
    Set<String> unknown() {
        return unknown;
    }

    long applied() {
        return applied;
    }

    long dropped() {
        return dropped;
    }

    void apply(RecordedEvent event, long nowMillis) {
        PublicFeed feed = feed(event.symbol());
        if (feed == null) {
            dropped++;
            return;
        }
        applied++;
        switch (event) {
            case BookUpdate update -> feed.bookUpdate(update.price(), update.count(), update.amount(), nowMillis);
            case BookSnapshot snapshot -> {
                var _ = withBook.add(snapshot.symbol());
                feed.bookSnapshot(snapshot.prices(), snapshot.counts(), snapshot.amounts(), nowMillis);
            }
            case Trade trade -> apply(feed, trade, nowMillis);
            case TradeHistory history -> applyNew(feed, history);
            case Heartbeat heartbeat -> feed.heartbeat(heartbeat.channel());
        }
    }

    private @Nullable PublicFeed feed(String symbol) {
        PublicFeed feed = feeds.get(symbol);
        if (feed == null && known.contains(symbol) && !closed) {
            feed = floor.feed(symbol);
            var _ = feeds.put(symbol, feed);
        } else if (feed == null) {
            var _ = unknown.add(symbol);
        }
        return feed;
    }

    private void apply(PublicFeed feed, Trade trade, long nowMillis) {
        firstTradeId = Math.min(firstTradeId, trade.id());
        lastTradeId = Math.max(lastTradeId, trade.id());
        long id = trade.id() + idOffset;
        long millis = trade.millis() + millisOffset;
        if (trade.executed()) {
            feed.tradeExecuted(id, millis, trade.amount(), trade.price(), nowMillis);
        } else {
            feed.tradeUpdated(id, millis, trade.amount(), trade.price(), nowMillis);
        }
    }

    /** After a reconnect within the recording the history repeats trades that were played: only the missed ones are new. */
    private void applyNew(PublicFeed feed, TradeHistory history) {
        int[] fresh = java.util.stream.IntStream.range(0, history.ids().length)
                .filter(i -> history.ids()[i] > lastTradeId && idOffset == 0)
                .toArray();
        if (fresh.length == 0) {
            return;
        }
        feed.tradeHistory(
                pick(history.ids(), fresh),
                pick(history.millis(), fresh),
                pick(history.amounts(), fresh),
                pick(history.prices(), fresh));
        for (int i : fresh) {
            lastTradeId = Math.max(lastTradeId, history.ids()[i]);
        }
    }

    private static long[] pick(long[] values, int[] indexes) {
        long[] picked = new long[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            picked[i] = values[indexes[i]];
        }
        return picked;
    }
}
