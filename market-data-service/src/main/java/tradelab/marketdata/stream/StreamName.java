package tradelab.marketdata.stream;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.Timeframe;

/**
 * What can be subscribed: {@code quote:BITFINEX:tBTCUSD}, {@code ticker:BITFINEX:tBTCUSD}, {@code trades:BITFINEX:tBTCUSD},
 * {@code book:BITFINEX:tBTCUSD@25} with levels a side, {@code candles:BITFINEX:tBTCUSD@1m} with a timeframe.
 *
 * @param depth of a book, 0 otherwise
 * @param timeframe of candles, absent otherwise
 */
record StreamName(
        Topic topic,
        Instrument instrument,
        int depth,
        @Nullable Timeframe timeframe) {
    private static final int DEPTH_DEFAULT = 25;

    /** What a stream carries. */
    enum Topic {
        QUOTE,
        TICKER,
        BOOK,
        TRADES,
        CANDLES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException naming the field {@code streams} */
    static StreamName parse(String text) {
        int colon = text.indexOf(':');
        int at = text.lastIndexOf('@');
        String argument = at < 0 ? null : text.substring(at + 1);
        String topic = colon < 0 ? "" : text.substring(0, colon);
        try {
            Instrument instrument = Instrument.parse(text.substring(colon + 1, at < 0 ? text.length() : at));
            return switch (topic) {
                case "quote" -> plain(Topic.QUOTE, instrument, argument, text);
                case "ticker" -> plain(Topic.TICKER, instrument, argument, text);
                case "trades" -> plain(Topic.TRADES, instrument, argument, text);
                case "book" -> new StreamName(Topic.BOOK, instrument, depth(argument), null);
                case "candles" ->
                    new StreamName(
                            Topic.CANDLES, instrument, 0, Timeframe.parse(argument == null ? "nothing" : argument));
                default -> throw Require.refused("topic", "quote, ticker, book, trades or candles", topic);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("streams: " + e.getMessage(), e);
        }
    }

    private static StreamName plain(Topic topic, Instrument instrument, @Nullable String argument, String text) {
        if (argument != null) {
            throw Require.refused(topic.toString(), "nothing behind the instrument", text);
        }
        return new StreamName(topic, instrument, 0, null);
    }

    private static int depth(@Nullable String argument) {
        if (argument == null) {
            return DEPTH_DEFAULT;
        }
        try {
            return (int) Require.range("depth", Integer.parseInt(argument), 1, BookRequest.DEPTH_MAX);
        } catch (NumberFormatException e) {
            throw Require.refused("depth", "1 to " + BookRequest.DEPTH_MAX, argument);
        }
    }

    @Override
    public String toString() {
        return topic + ":" + instrument
                + (topic == Topic.BOOK ? "@" + depth : timeframe == null ? "" : "@" + timeframe);
    }
}
