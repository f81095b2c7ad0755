package tradelab.venue.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what requests are about, as far as faults ask for it. */
public final class Occasions {
    private static final Pattern SYMBOL = Pattern.compile("(?:^|[/:,])(t[A-Z0-9]+(?::[A-Z0-9]+)?)(?=$|[/,])");

    private static final Pattern QUOTE = Pattern.compile("(?:tse|otc)_([0-9A-Za-z]{1,16})");

    private Occasions() {}

    /** Returns what a REST request is about; {@code body} is null if nobody asks or there is none. */
    public static Occasion request(String path, @Nullable String account, @Nullable JsonNode body, long connection) {
        Set<String> symbols = new HashSet<>();
        for (Matcher found = SYMBOL.matcher(path); found.find(); ) {
            symbols.add(found.group(1));
        }
        if (body != null) {
            symbols.addAll(symbols(body));
        }
        return new Occasion(
                Point.REQUEST, path, account, symbols, null, connection, body == null ? Set.of() : cids(body));
    }

    /** Returns what a WebSocket input or event is about. */
    public static Occasion input(JsonNode message, @Nullable String account, long connection) {
        String name = message.isArray()
                ? message.path(1).asText("")
                : message.path("event").asText("");
        JsonNode body = message.isArray() ? message.path(3) : message;
        String key = account == null && body.path("apiKey").isTextual()
                ? body.path("apiKey").textValue()
                : account;
        String channel = body.path("channel").isTextual() ? body.path("channel").textValue() : null;
        String route = "ws/" + (name.matches("[a-z_]{1,32}") ? name : "unknown");
        return new Occasion(Point.REQUEST, route, key, symbols(body), channel, connection, cids(body));
    }

    /** Returns what a request to the Taiwan venue's WebSocket is about. */
    public static Occasion taiwanInput(JsonNode message, @Nullable String account, long connection) {
        String op = message.path("op").asText("");
        JsonNode named = message.path("account");
        Set<String> symbols = new HashSet<>();
        message.path("symbols").forEach(each -> addText(symbols, each));
        message.path("orders").forEach(each -> addText(symbols, each.path("symbol")));
        addText(symbols, message.path("symbol"));
        return new Occasion(
                Point.REQUEST,
                "taiwan/" + (op.matches("[a-zA-Z]{1,32}") ? op : "unknown"),
                account == null && named.isTextual() ? named.textValue() : account,
                symbols,
                message.path("channel").isTextual() ? message.path("channel").textValue() : null,
                connection,
                Set.of());
    }

    /** Returns what a request for the Taiwan exchange's quotes is about. */
    public static Occasion taiwanQuotes(String path, @Nullable String names) {
        Set<String> symbols = new HashSet<>();
        for (Matcher found = QUOTE.matcher(names == null ? "" : names); found.find(); ) {
            symbols.add(found.group(1));
        }
        return new Occasion(Point.REQUEST, path, null, symbols, null, 0, Set.of());
    }

    private static void addText(Set<String> symbols, JsonNode symbol) {
        if (symbol.isTextual()) {
            symbols.add(symbol.textValue());
        }
    }

    static Set<String> symbols(JsonNode body) {
        Set<String> symbols = new HashSet<>();
        eachOrder(body, order -> {
            for (String field : new String[] {"symbol", "pair", "key"}) {
                String text = order.path(field).asText("");
                int from = text.startsWith("trade:") ? text.indexOf(':', 6) + 1 : text.startsWith("deriv:") ? 6 : 0;
                if (text.length() > from && text.length() < 64) {
                    symbols.add(text.substring(from));
                }
            }
        });
        return symbols;
    }

    static Set<Long> cids(JsonNode body) {
        Set<Long> cids = new HashSet<>();
        eachOrder(body, order -> {
            JsonNode cid = order.path("cid");
            if (cid.canConvertToLong() && cid.isIntegralNumber()) {
                cids.add(cid.longValue());
            }
        });
        return cids;
    }

    private interface Order {
        void read(JsonNode order);
    }

    /** A batch is {@code ops} in a REST body, and the body itself in a WebSocket input. */
    private static void eachOrder(JsonNode body, Order order) {
        JsonNode operations = body.isArray() ? body : body.path("ops");
        order.read(body);
        for (JsonNode operation : operations) {
            if (operation.isArray()) {
                order.read(operation.path(1));
            }
        }
    }
}
