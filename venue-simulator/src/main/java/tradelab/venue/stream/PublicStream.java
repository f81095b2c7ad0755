package tradelab.venue.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import tradelab.venue.market.Candle;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketObserver;
import tradelab.venue.market.PublicFeed;
import tradelab.venue.market.Timeframe;
import tradelab.venue.market.Trade;
import tradelab.venue.stream.ChannelKey.BookKey;
import tradelab.venue.stream.ChannelKey.CandlesKey;
import tradelab.venue.stream.ChannelKey.QuietKey;
import tradelab.venue.stream.ChannelKey.RawBookKey;
import tradelab.venue.stream.ChannelKey.StatusKey;
import tradelab.venue.stream.ChannelKey.TickerKey;
import tradelab.venue.stream.ChannelKey.TradesKey;
import tradelab.venue.wire.BookView;
import tradelab.venue.wire.DerivativeStatus;
import tradelab.venue.wire.RawBookView;
import tradelab.venue.wire.Rows;

/**
 * Turns what happens in the markets into frames, once for each channel, and sends them to its subscribers.
 *
 * <p>Not thread-safe: runs on the event loop that owns the markets.
 */
final class PublicStream implements MarketObserver {
    /** A channel that shows at least as many levels as a recording has passes its frames on as they are. */
    private static final int RECORDED_LEVELS = 100;

    private static final int TRADES_SHOWN = 30;
    private static final int CANDLES_SHOWN = 240;

    private final Map<ChannelKey, Channel> channels = new HashMap<>();
    private final Map<Market, List<Channel>> books = new HashMap<>();
    private final Map<Market, List<Channel>> rawBooks = new HashMap<>();
    private final Map<Market, List<Channel>> candles = new HashMap<>();

    private final LongSupplier clockMillis;

    PublicStream(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    /** Returns the channel of a key, made if nobody subscribed to it yet. */
    Channel open(ChannelKey key) {
        Channel channel = channels.get(key);
        if (channel == null) {
            channel = new Channel(key);
            channels.put(key, channel);
            if (key instanceof BookKey) {
                books.computeIfAbsent(key.market(), _ -> new ArrayList<>()).add(channel);
                refresh(channel);
            } else if (key instanceof RawBookKey) {
                rawBooks.computeIfAbsent(key.market(), _ -> new ArrayList<>()).add(channel);
                ordersOf(channel).update(key.market(), _ -> {});
            } else if (key instanceof CandlesKey) {
                candles.computeIfAbsent(key.market(), _ -> new ArrayList<>()).add(channel);
            }
        }
        return channel;
    }

    /** Drops a subscriber, and the channel with its last one. */
    void close(Channel channel, Connection connection) {
        channel.remove(connection);
        if (channel.isEmpty()) {
            channels.remove(channel.key());
            if (channel.key() instanceof QuietKey) {
                return;
            }
            books.getOrDefault(channel.key().market(), new ArrayList<>()).remove(channel);
            rawBooks.getOrDefault(channel.key().market(), new ArrayList<>()).remove(channel);
            candles.getOrDefault(channel.key().market(), new ArrayList<>()).remove(channel);
        }
    }

    int bookSubscribers(Market market) {
        return books.getOrDefault(market, List.of()).stream()
                .mapToInt(Channel::size)
                .sum();
    }

    /** Sends what a new subscriber must know to follow: the first frame of a channel. */
    void snapshot(Channel channel, Connection connection, int channelId) {
        connection.frame(channelId, rows(channel));
        boolean book = channel.view() != null || channel.orders() != null;
        if (book && connection.has(Flags.CHECKSUM)) {
            connection.frame(channelId, "\"cs\"," + channel.checksum());
        }
    }

    private String rows(Channel channel) {
        if (channel.key() instanceof QuietKey quiet) {
            return quiet.rows();
        }
        Market market = channel.key().market();
        StringBuilder out = new StringBuilder("[");
        switch (channel.key()) {
            case QuietKey _ -> {}
            case TickerKey _ -> appended(Rows.ticker(out, market.ticker()));
            case TradesKey _ ->
                market.tape()
                        .select(0, Long.MAX_VALUE, TRADES_SHOWN, false)
                        .forEach(trade -> appended(Rows.trade(comma(out), trade)));
            case CandlesKey key ->
                market.candles(key.frame())
                        .select(0, Long.MAX_VALUE, CANDLES_SHOWN, false)
                        .forEach(candle -> appended(Rows.candle(comma(out), candle)));
            case RawBookKey _ -> {
                return ordersOf(channel).rows();
            }
            case StatusKey key -> {
                return status(key);
            }
            case BookKey _ -> {
                // Subscribers of one channel share its view: a newcomer starts from what the others have been shown.
                BookView view = bookOf(channel);
                if (isPassedOn(channel)) {
                    refresh(channel);
                }
                return view.rows();
            }
        }
        return out.append(']').toString();
    }

    private String status(StatusKey key) {
        long price = key.market().lastPrice();
        long spot = key.spot() == null || key.spot().lastPrice() == 0
                ? price
                : key.spot().lastPrice();
        return DerivativeStatus.row(key.market(), price, spot, false, clockMillis.getAsLong(), 0);
    }

    /** Sends the state of every contract that someone follows. */
    void statuses() {
        for (Channel channel : Set.copyOf(channels.values())) {
            if (channel.key() instanceof StatusKey key) {
                channel.send(status(key));
            }
        }
    }

    private static RawBookView ordersOf(Channel channel) {
        RawBookView view = channel.orders();
        if (view == null) {
            throw new IllegalStateException(
                    "not a book of orders: " + channel.key().channel());
        }
        return view;
    }

    private static void showOrders(Channel channel) {
        List<String> rows = new ArrayList<>();
        ordersOf(channel).update(channel.key().market(), rows::add);
        if (!rows.isEmpty()) {
            channel.sendUpdates(rows);
            channel.sendChecksum();
        }
    }

    @Override
    public void traded(Market market, Trade trade) {
        trade(market, trade, "\"te\",");
        for (Channel channel : candles.getOrDefault(market, List.of())) {
            Timeframe frame = ((CandlesKey) channel.key()).frame();
            Candle last = market.candles(frame).last();
            if (last != null) {
                channel.send(Rows.candle(new StringBuilder(), last).toString());
            }
        }
    }

    @Override
    public void tradeBooked(Market market, Trade trade) {
        trade(market, trade, "\"tu\",");
    }

    private void trade(Market market, Trade trade, String event) {
        Channel channel = channels.get(new TradesKey(market));
        if (channel != null) {
            channel.send(Rows.trade(new StringBuilder(event), trade).toString());
        }
    }

    @Override
    public void bookChanged(Market market) {
        rawBooks.getOrDefault(market, List.of()).forEach(PublicStream::showOrders);
        for (Channel channel : books.getOrDefault(market, List.of())) {
            if (!((BookKey) channel.key()).slow()) {
                show(channel);
            }
        }
    }

    @Override
    public void levelReplayed(Market market, long price, int count, long amount) {
        rawBooks.getOrDefault(market, List.of()).forEach(PublicStream::showOrders);
        for (Channel channel : books.getOrDefault(market, List.of())) {
            if (isPassedOn(channel)) {
                channel.send(Rows.level(new StringBuilder(), amount >= 0, price, count, Math.abs(amount))
                        .toString());
                refreshForChecksum(channel);
                channel.sendChecksum();
            } else if (!((BookKey) channel.key()).slow()) {
                show(channel);
            }
        }
    }

    @Override
    public void bookReplaced(Market market) {
        rawBooks.getOrDefault(market, List.of()).forEach(PublicStream::showOrders);
        for (Channel channel : books.getOrDefault(market, List.of())) {
            refresh(channel);
            channel.send(bookOf(channel).rows());
            channel.sendChecksum();
        }
    }

    @Override
    public void heartbeat(Market market, PublicFeed.Channel kind) {
        if (kind == PublicFeed.Channel.BOOK) {
            books.getOrDefault(market, List.of()).forEach(channel -> channel.send("\"hb\""));
        } else {
            Channel trades = channels.get(new TradesKey(market));
            if (trades != null) {
                trades.send("\"hb\"");
            }
        }
    }

    /** Sends every channel's heartbeat. */
    void heartbeats() {
        for (Channel channel : Set.copyOf(channels.values())) {
            channel.send("\"hb\"");
        }
    }

    /** Sends tickers that changed. */
    void tickers() {
        for (Channel channel : Set.copyOf(channels.values())) {
            if (channel.key() instanceof TickerKey key) {
                channel.sendChanged(
                        Rows.ticker(new StringBuilder("["), key.market().ticker())
                                .append(']')
                                .toString());
            }
        }
    }

    /** Sends what changed in the books that are shown every two seconds. */
    void slowBooks() {
        for (Channel channel : Set.copyOf(channels.values())) {
            if (channel.key() instanceof BookKey key && key.slow()) {
                show(channel);
            }
        }
    }

    private static void show(Channel channel) {
        List<String> rows = new ArrayList<>();
        bookOf(channel)
                .update(
                        channel.key().market().depth(),
                        (bid, price, count, amount) ->
                                rows.add(Rows.level(new StringBuilder(), bid, price, count, amount)
                                        .toString()));
        if (!rows.isEmpty()) {
            channel.sendUpdates(rows);
            channel.sendChecksum();
        }
    }

    private static boolean isPassedOn(Channel channel) {
        return channel.key() instanceof BookKey key
                && key.market().isReplayed()
                && key.precision() == 0
                && !key.slow()
                && key.length() >= RECORDED_LEVELS;
    }

    /** A channel that passes frames on needs its view only for the checksum. */
    private static void refreshForChecksum(Channel channel) {
        if (channel.wantsChecksum()) {
            refresh(channel);
        }
    }

    private static void refresh(Channel channel) {
        bookOf(channel).update(channel.key().market().depth(), (_, _, _, _) -> {});
    }

    private static BookView bookOf(Channel channel) {
        BookView view = channel.view();
        if (view == null) {
            throw new IllegalStateException("not a book: " + channel.key().channel());
        }
        return view;
    }

    private static StringBuilder comma(StringBuilder out) {
        return out.length() == 1 ? out : out.append(',');
    }

    /** Says that the builder which a row returns is the one that it was given. */
    private static void appended(StringBuilder same) {
        assert !same.isEmpty();
    }
}
