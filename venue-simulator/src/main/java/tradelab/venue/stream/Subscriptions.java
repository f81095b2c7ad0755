package tradelab.venue.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.market.Market;
import tradelab.venue.market.Timeframe;
import tradelab.venue.stream.ChannelKey.BookKey;
import tradelab.venue.stream.ChannelKey.CandlesKey;
import tradelab.venue.stream.ChannelKey.QuietKey;
import tradelab.venue.stream.ChannelKey.RawBookKey;
import tradelab.venue.stream.ChannelKey.StatusKey;
import tradelab.venue.stream.ChannelKey.TickerKey;
import tradelab.venue.stream.ChannelKey.TradesKey;
import tradelab.venue.wire.DerivativeStatus;
import tradelab.venue.wire.Rows;

/** Opens and closes channels of connections, and says so in the exchange's words. Not thread-safe. */
final class Subscriptions {
    private static final String DERIVATIVE = "deriv:";
    private static final String LIQUIDATIONS = "liq:global";

    /** Nobody lends or borrows here: the sixteen values of a market without anything in it. */
    private static final String FUNDING_TICKER = "[0,0,0,0,0,0,0,0,0,0,0,0,0,null,null,0]";

    private static final int UNKNOWN_PAIR = 10001;
    private static final int FAILED = 10300;
    private static final int ALREADY = 10301;
    private static final int UNKNOWN_CHANNEL = 10302;
    private static final int FULL = 10305;
    private static final int NOT_SUBSCRIBED = 10400;

    private final Exchange exchange;
    private final PublicStream stream;
    private final StreamLimits limits;
    private int lastChannelId;

    Subscriptions(Exchange exchange, PublicStream stream, StreamLimits limits) {
        this.exchange = exchange;
        this.stream = stream;
        this.limits = limits;
    }

    void subscribe(Connection connection, JsonNode request) {
        String name = text(request, "channel");
        if (!name.matches("ticker|trades|book|candles|status")) {
            refuse(connection, request, UNKNOWN_CHANNEL, "channel: unknown");
            return;
        }
        ChannelKey quiet = quiet(request, name);
        Market market = quiet == null ? market(request, name) : null;
        if (market == null && quiet == null) {
            refuse(connection, request, UNKNOWN_PAIR, "symbol: invalid");
            return;
        }
        ChannelKey key = market == null ? quiet : key(request, name, market);
        if (key == null) {
            refuse(connection, request, FAILED, "subscribe: failed");
        } else if (connection.channels().values().stream()
                .anyMatch(channel -> channel.key().equals(key))) {
            refuse(connection, request, ALREADY, "subscribe: dup");
        } else if (connection.channels().size() >= limits.channelsMax()) {
            refuse(connection, request, FULL, "subscribe: limit");
        } else {
            open(connection, request, key);
        }
    }

    private void open(Connection connection, JsonNode request, ChannelKey key) {
        int id = ++lastChannelId;
        Channel channel = stream.open(key);
        StringBuilder out = new StringBuilder("{\"event\":\"subscribed\",\"channel\":\"")
                .append(key.channel())
                .append("\",\"chanId\":")
                .append(id);
        String symbol = key instanceof QuietKey ? "" : key.market().spec().symbol();
        switch (key) {
            case QuietKey quiet -> out.append(',').append(quiet.fields());
            case StatusKey _ -> out.append(",\"key\":\"deriv:" + symbol + "\"");
            case RawBookKey raw ->
                out.append(",\"symbol\":\"" + symbol + "\",\"prec\":\"R0\",\"freq\":\"F0\",\"len\":\"" + raw.length()
                        + "\",\"pair\":\"" + key.market().spec().pair() + "\"");
            case CandlesKey candles ->
                out.append(",\"key\":\"trade:" + candles.frame().text() + ":" + symbol + "\"");
            case BookKey book ->
                out.append(",\"symbol\":\"" + symbol + "\",\"prec\":\"P" + book.precision() + "\",\"freq\":\""
                        + (book.slow() ? "F1" : "F0") + "\",\"len\":\"" + book.length() + "\",\"pair\":\""
                        + key.market().spec().pair() + "\"");
            case TickerKey _, TradesKey _ ->
                out.append(",\"symbol\":\"" + symbol + "\",\"pair\":\""
                        + key.market().spec().pair() + "\"");
        }
        connection.event(echo(out, request).append('}').toString());
        connection.channels().put(id, channel); // before the snapshot, whose notation depends on it
        stream.snapshot(channel, connection, id);
        channel.add(new Channel.Subscriber(connection, id));
    }

    void unsubscribe(Connection connection, JsonNode request) {
        String text = text(request, "chanId"); // some clients send it as text
        int id = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        Channel channel = connection.channels().remove(id);
        if (channel == null) {
            refuse(connection, request, NOT_SUBSCRIBED, "unsubscribe: invalid");
            return;
        }
        stream.close(channel, connection);
        connection.event("{\"event\":\"unsubscribed\",\"status\":\"OK\",\"chanId\":" + id + "}");
    }

    void closeAll(Connection connection) {
        Map.copyOf(connection.channels()).values().forEach(channel -> stream.close(channel, connection));
        connection.channels().clear();
    }

    /** Returns the channel of liquidations or of a currency that is lent, or null if something else is meant. */
    private @Nullable ChannelKey quiet(JsonNode request, String channel) {
        if (channel.equals("status") && text(request, "key").equals(LIQUIDATIONS)) {
            return new QuietKey(channel, "\"key\":\"" + LIQUIDATIONS + "\"", "[]");
        }
        String key = text(request, "key");
        String[] parts = key.split(":", 4);
        boolean candles = channel.equals("candles") && parts.length > 2 && parts[0].equals("trade");
        String symbol = candles ? parts[2] : text(request, "symbol");
        if (channel.equals("status") || !exchange.isFunding(symbol)) {
            return null;
        }
        if (candles) {
            return Timeframe.of(parts[1]) == null || !key.matches("[A-Za-z0-9:]+")
                    ? null
                    : new QuietKey(channel, "\"key\":\"" + key + "\"", "[]");
        }
        String fields = "\"symbol\":\"" + symbol + "\",\"currency\":\"" + symbol.substring(1) + "\"";
        if (channel.equals("book")) {
            String precision = text(request, "prec");
            if (!precision.matches("R0|P[0-4]|")) {
                return null;
            }
            fields += ",\"prec\":\"" + (precision.isEmpty() ? "P0" : precision) + "\",\"freq\":\"F0\",\"len\":\"25\"";
        }
        return new QuietKey(channel, fields, channel.equals("ticker") ? FUNDING_TICKER : "[]");
    }

    private @Nullable Market market(JsonNode request, String channel) {
        if (channel.equals("status")) {
            String key = text(request, "key");
            return key.startsWith(DERIVATIVE) ? exchange.market(key.substring(DERIVATIVE.length())) : null;
        }
        if (channel.equals("candles")) {
            String[] parts = text(request, "key").split(":", 3);
            return parts.length == 3 ? exchange.market(parts[2]) : null;
        }
        String symbol = text(request, "symbol");
        if (symbol.isEmpty()) {
            symbol = text(request, "pair");
        }
        Market market = exchange.market(symbol);
        return market == null ? exchange.market("t" + symbol) : market;
    }

    private @Nullable ChannelKey status(Market market) {
        if (!DerivativeStatus.isDerivative(market)) {
            return null;
        }
        return new StatusKey(market, DerivativeStatus.spot(exchange.markets(), market));
    }

    private @Nullable ChannelKey key(JsonNode request, String name, Market market) {
        return switch (name) {
            case "status" -> status(market);
            case "ticker" -> new TickerKey(market);
            case "trades" -> new TradesKey(market);
            case "candles" -> {
                String[] parts = text(request, "key").split(":", 3);
                Timeframe frame = parts[0].equals("trade") ? Timeframe.of(parts[1]) : null;
                yield frame == null ? null : new CandlesKey(market, frame);
            }
            default -> book(request, market);
        };
    }

    private static @Nullable ChannelKey book(JsonNode request, Market market) {
        String precision = text(request, "prec");
        String frequency = text(request, "freq");
        String length = text(request, "len");
        boolean raw = precision.equals("R0");
        boolean valid =
                (raw || precision.matches("P[0-4]|")) && frequency.matches("F[01]|") && length.matches("1|25|100|250|");
        if (!valid) {
            return null;
        }
        int levels = length.isEmpty() ? 25 : Integer.parseInt(length);
        if (raw) {
            return new RawBookKey(market, levels);
        }
        return new BookKey(market, precision.isEmpty() ? 0 : precision.charAt(1) - '0', frequency.equals("F1"), levels);
    }

    private static void refuse(Connection connection, JsonNode request, int code, String message) {
        StringBuilder out = new StringBuilder("{\"event\":\"error\",\"msg\":\"")
                .append(message)
                .append("\",\"code\":")
                .append(code);
        for (String name : new String[] {"channel", "symbol", "pair", "key", "prec", "freq", "len"}) {
            String value = text(request, name);
            if (!value.isEmpty() && value.length() <= 64) {
                out.append(",\"").append(name).append("\":");
                var _ = Rows.quote(out, value);
            }
        }
        connection.event(echo(out, request).append('}').toString());
    }

    /** Repeats the client's own id: some clients match answers by nothing else. */
    private static StringBuilder echo(StringBuilder out, JsonNode request) {
        JsonNode id = Fields.field(request, "subId");
        String text = id != null && id.isValueNode() ? id.toString() : "";
        return text.isEmpty() || text.length() > 256
                ? out
                : out.append(",\"subId\":").append(text);
    }

    /** Returns a field as text, whatever shape it has; empty if it is absent. */
    private static String text(JsonNode request, String name) {
        JsonNode field = request.get(name);
        return field == null || field.isNull() ? "" : field.isValueNode() ? field.asText() : field.toString();
    }
}
