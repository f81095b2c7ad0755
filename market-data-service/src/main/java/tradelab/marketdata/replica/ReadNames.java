package tradelab.marketdata.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.Wire;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Candles;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trades;
import tradelab.contracts.marketdata.TradesRequest;
import tradelab.marketdata.cache.CacheType;

/**
 * The names under which reads are cached, such as {@code BITFINEX:tBTCUSD@100}, and back. Depths and limits are rounded
 * up to a few steps, so that readers of about the same share one copy; what was too much is cut off again. Pure functions.
 */
final class ReadNames {
    static final CacheType BOOK = CacheType.BOOK;
    static final CacheType TRADE = CacheType.TRADES;
    static final CacheType CANDLE = CacheType.CANDLES;
    static final Wire<Book> BOOKS = Wire.json(Book.class);
    static final Wire<Trades> TRADES = Wire.json(Trades.class);
    static final Wire<Candles> CANDLES = Wire.json(Candles.class);

    private static final int[] DEPTHS = {25, 100, BookRequest.DEPTH_MAX};
    private static final int[] TRADE_LIMITS = {200, TradesRequest.LIMIT_MAX};
    private static final int[] CANDLE_LIMITS = {100, 500, 1_000, CandleRequest.LIMIT_MAX};
    private static final String NOW = "now";

    private ReadNames() {}

    /** What is asked for often: a quote by its instrument, or another type of value by the name that the cache gave it. */
    record Ahead(CacheType type, String name, Instrument instrument) {}

    /** Returns what the set of those asked for most remembers, such as {@code book BITFINEX:tBTCUSD@100}. */
    static String ahead(CacheType type, String name) {
        return type.label() + " " + name;
    }

    /** Returns what such a text means; that of a quote is its instrument alone. Refuses any other. */
    static Ahead ahead(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            return new Ahead(CacheType.TICKER, text, Instrument.parse(text));
        }
        try {
            return ahead(text.substring(0, space), text.substring(space + 1));
        } catch (NumberFormatException _) {
            throw Require.refused("name", "numbers for depth, limit and end", text);
        }
    }

    private static Ahead ahead(String type, String name) {
        return switch (type) {
            case "book" -> new Ahead(BOOK, name, book(name).instrument());
            case "trades" -> new Ahead(TRADE, name, trades(name).instrument());
            case "candles" -> new Ahead(CANDLE, name, candles(name).instrument());
            default -> throw Require.refused("name", "book, trades or candles before the space", type);
        };
    }

    private static String[] parts(String name, int count) {
        String[] parts = name.split("@", -1);
        if (parts.length != count) {
            throw Require.refused("name", count + " parts between @", name);
        }
        return parts;
    }

    static String of(BookRequest request) {
        return request.instrument() + "@" + step(DEPTHS, request.depth());
    }

    static String of(TradesRequest request) {
        return request.instrument() + "@" + step(TRADE_LIMITS, request.limit());
    }

    static String of(CandleRequest request) {
        Long end = request.endEpochMillis();
        return request.instrument() + "@" + request.timeframe() + "@" + step(CANDLE_LIMITS, request.limit()) + "@"
                + (end == null ? NOW : end) + "@" + request.fill();
    }

    static BookRequest book(String name) {
        String[] parts = parts(name, 2);
        return new BookRequest(Instrument.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    static TradesRequest trades(String name) {
        String[] parts = parts(name, 2);
        return new TradesRequest(Instrument.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    static CandleRequest candles(String name) {
        String[] parts = parts(name, 5);
        @Nullable Long end = parts[3].equals(NOW) ? null : Long.valueOf(parts[3]);
        return new CandleRequest(
                Instrument.parse(parts[0]),
                Timeframe.parse(parts[1]),
                Integer.parseInt(parts[2]),
                end,
                Boolean.parseBoolean(parts[4]));
    }

    private static int step(int[] steps, int wanted) {
        for (int step : steps) {
            if (step >= wanted) {
                return step;
            }
        }
        return steps[steps.length - 1];
    }

    static Book cut(Book book, int depth) {
        return book.bids().size() <= depth && book.asks().size() <= depth
                ? book
                : new Book(
                        book.instrument(),
                        first(book.bids(), depth),
                        first(book.asks(), depth),
                        book.receiveEpochMillis(),
                        book.sequence(),
                        book.validity());
    }

    /** Returns the same, which may not be what it says any more. */
    static Book suspect(Book book) {
        return book.validity() != Validity.LIVE
                ? book
                : new Book(
                        book.instrument(),
                        book.bids(),
                        book.asks(),
                        book.receiveEpochMillis(),
                        book.sequence(),
                        Validity.SUSPECT);
    }

    static Trades cut(Trades trades, int limit, boolean unproven) {
        return new Trades(
                trades.instrument(),
                first(trades.trades(), limit),
                trades.sequence(),
                trades.receiveEpochMillis(),
                trades.live() && !unproven);
    }

    /** The latest ones stay. */
    static Candles cut(Candles candles, int limit, boolean unproven) {
        int size = candles.candles().size();
        return new Candles(
                candles.instrument(),
                candles.timeframe(),
                candles.candles().subList(Math.max(0, size - limit), size),
                candles.receiveEpochMillis(),
                candles.live() && !unproven);
    }

    private static <T> List<T> first(List<T> all, int count) {
        return all.subList(0, Math.min(count, all.size()));
    }
}
