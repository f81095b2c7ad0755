package tradelab.venue.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.venue.market.PublicFeed.Channel;
import tradelab.venue.replay.RecordedEvent.BookSnapshot;
import tradelab.venue.replay.RecordedEvent.BookUpdate;
import tradelab.venue.replay.RecordedEvent.Heartbeat;
import tradelab.venue.replay.RecordedEvent.Trade;
import tradelab.venue.replay.RecordedEvent.TradeHistory;

/**
 * Understands the exchange's public frames, version 2: events, and arrays that begin with the channel's number. The
 * recording's own {@code subscribed} events say which number is which channel. Counts what it saw. Not thread-safe.
 */
final class FrameParser {
    private static final int ROWS_MAX = 10_000;
    private static final int CHANNELS_MAX = 1_000;
    private static final int HEARTBEAT = FrameScanner.word('h', 'b');
    private static final int EXECUTED = FrameScanner.word('t', 'e');
    private static final int UPDATED = FrameScanner.word('t', 'u');
    private static final int CHECKSUM = FrameScanner.word('c', 's');
    private static final ObjectMapper EVENTS = new ObjectMapper();

    private final Map<Long, Subscription> channels = new HashMap<>();
    private final FrameScanner scanner = new FrameScanner();
    private final FrameCounts counts;

    /** A subscribed channel; {@code kind} is null if it is one that we do not replay. */
    private record Subscription(@Nullable Channel kind, String symbol) {}

    FrameParser(FrameCounts counts) {
        this.counts = counts;
    }

    /** Returns what the frame says about a market, or null if it says nothing about one. */
    @Nullable
    RecordedEvent parse(byte[] bytes, int start, int end) throws MalformedFrame {
        scanner.reset(bytes, start, end);
        if (scanner.peek() == '{') {
            parseEvent(new String(bytes, start, end - start, StandardCharsets.UTF_8));
            return null;
        }
        scanner.expect('[');
        Subscription subscription = channels.get(scanner.whole());
        scanner.comma();
        if (subscription == null || subscription.kind() == null) {
            counts.others++;
            return null;
        }
        RecordedEvent event = parseData(subscription.kind(), subscription.symbol());
        parseTail();
        if (event != null) {
            counts.count(event);
        }
        return event;
    }

    private void parseEvent(String text) throws MalformedFrame {
        try {
            JsonNode event = EVENTS.readTree(text);
            if (event.path("event").asText().isEmpty()) {
                throw new MalformedFrame("expected an event with a name");
            }
            if ("subscribed".equals(event.path("event").asText())) {
                subscribed(event);
            }
            counts.events++;
        } catch (JsonProcessingException e) {
            throw new MalformedFrame("expected an event: " + e.getOriginalMessage());
        }
    }

    private void subscribed(JsonNode event) throws MalformedFrame {
        if (!event.path("chanId").canConvertToLong() || channels.size() >= CHANNELS_MAX) {
            throw new MalformedFrame("expected a subscription with a channel number, and at most " + CHANNELS_MAX);
        }
        Channel kind = switch (event.path("channel").asText()) {
            case "trades" -> Channel.TRADES;
            case "book" -> event.path("prec").asText("P0").startsWith("P") ? Channel.BOOK : null;
            default -> null;
        };
        var _ = channels.put(
                event.path("chanId").longValue(),
                new Subscription(kind, event.path("symbol").asText()));
    }

    private @Nullable RecordedEvent parseData(Channel channel, String symbol) throws MalformedFrame {
        if (scanner.peek() == '"') {
            return parseWord(channel, symbol);
        }
        scanner.expect('[');
        boolean rows = scanner.peek() == '[' || scanner.peek() == ']';
        if (channel == Channel.TRADES) {
            if (!rows) {
                throw scanner.malformed("a list of trades");
            }
            return parseTradeHistory(symbol);
        }
        return rows ? parseBookSnapshot(symbol) : parseBookUpdate(symbol);
    }

    private @Nullable RecordedEvent parseWord(Channel channel, String symbol) throws MalformedFrame {
        int word = scanner.word();
        if (word == HEARTBEAT) {
            return new Heartbeat(symbol, channel);
        }
        scanner.comma();
        if (word == CHECKSUM) {
            var _ = scanner.whole();
            counts.others++;
            return null;
        }
        if (channel != Channel.TRADES || (word != EXECUTED && word != UPDATED)) {
            throw scanner.malformed("hb, te, tu or cs");
        }
        scanner.expect('[');
        long id = scanner.whole();
        scanner.comma();
        long millis = scanner.whole();
        scanner.comma();
        long amount = amount();
        scanner.comma();
        long price = price();
        scanner.expect(']');
        return new Trade(symbol, word == EXECUTED, id, millis, amount, price);
    }

    private BookUpdate parseBookUpdate(String symbol) throws MalformedFrame {
        long price = price();
        scanner.comma();
        int count = count();
        scanner.comma();
        long amount = amount();
        scanner.expect(']');
        return new BookUpdate(symbol, price, count, amount);
    }

    private BookSnapshot parseBookSnapshot(String symbol) throws MalformedFrame {
        long[] prices = new long[256];
        int[] levelCounts = new int[256];
        long[] amounts = new long[256];
        int rows = 0;
        while (!scanner.skip(']')) {
            separateRows(rows);
            if (rows == prices.length) {
                prices = Arrays.copyOf(prices, rows * 2);
                levelCounts = Arrays.copyOf(levelCounts, rows * 2);
                amounts = Arrays.copyOf(amounts, rows * 2);
            }
            scanner.expect('[');
            prices[rows] = price();
            scanner.comma();
            levelCounts[rows] = count();
            scanner.comma();
            amounts[rows++] = amount();
            scanner.expect(']');
        }
        return new BookSnapshot(
                symbol, Arrays.copyOf(prices, rows), Arrays.copyOf(levelCounts, rows), Arrays.copyOf(amounts, rows));
    }

    private TradeHistory parseTradeHistory(String symbol) throws MalformedFrame {
        long[][] columns = new long[4][64];
        int rows = 0;
        while (!scanner.skip(']')) {
            separateRows(rows);
            if (rows == columns[0].length) {
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = Arrays.copyOf(columns[i], rows * 2);
                }
            }
            scanner.expect('[');
            columns[0][rows] = scanner.whole();
            scanner.comma();
            columns[1][rows] = scanner.whole();
            scanner.comma();
            columns[2][rows] = amount();
            scanner.comma();
            columns[3][rows++] = price();
            scanner.expect(']');
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Arrays.copyOf(columns[i], rows);
        }
        return new TradeHistory(symbol, columns[0], columns[1], columns[2], columns[3]);
    }

    private void separateRows(int rows) throws MalformedFrame {
        if (rows > 0) {
            scanner.comma();
        }
        if (rows >= ROWS_MAX) {
            throw scanner.malformed("at most " + ROWS_MAX + " rows");
        }
    }

    /** Passes the sequence number and the server's time, which a recording with these flags has. */
    private void parseTail() throws MalformedFrame {
        while (scanner.skip(',')) {
            var _ = scanner.whole();
        }
        scanner.expect(']');
        if (!scanner.atEnd()) {
            throw scanner.malformed("the end of the frame");
        }
    }

    private long price() throws MalformedFrame {
        long price = scanner.decimal();
        if (price <= 0) {
            throw scanner.malformed("a price above 0");
        }
        return price;
    }

    private int count() throws MalformedFrame {
        long count = scanner.whole();
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw scanner.malformed("a count of orders");
        }
        return (int) count;
    }

    private long amount() throws MalformedFrame {
        long amount = scanner.decimal();
        if (amount == 0) {
            throw scanner.malformed("an amount other than 0");
        }
        return amount;
    }
}
