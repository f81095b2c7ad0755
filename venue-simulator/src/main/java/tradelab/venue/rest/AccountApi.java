package tradelab.venue.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Fill;
import tradelab.venue.exchange.Notification;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.wire.OrderBatch;
import tradelab.venue.wire.Row;
import tradelab.venue.wire.Rows;

/** Answers {@code POST /v2/auth/...} for a caller who proved to be the account. */
final class AccountApi {
    private static final int HISTORY_DEFAULT = 25;
    private static final int HISTORY_MAX = 2_500;

    private final Exchange exchange;
    private final Backoffice backoffice;
    private final PositionApi positions;

    AccountApi(Exchange exchange, Backoffice backoffice) {
        this.exchange = exchange;
        this.backoffice = backoffice;
        this.positions = new PositionApi(exchange);
    }

    /** Returns the JSON answer, or null if there is no such path. {@code asked} is what follows {@code /v2/auth/}. */
    @Nullable
    String answer(Account account, String asked, JsonNode body, long nowMillis) {
        String path = today(asked);
        return switch (path) {
            case "r/wallets" -> list(account.wallets().all(), _ -> true, Integer.MAX_VALUE, Rows::wallet);
            case "r/trades/calc" -> averages(account, body);
            case "w/order/submit" -> single("on", account, body, nowMillis);
            case "w/order/update" -> single("ou", account, body, nowMillis);
            case "w/order/cancel" -> single("oc", account, body, nowMillis);
            case "w/order/cancel/multi" -> single("oc_multi", account, body, nowMillis);
            case "w/order/multi" -> multi(account, body, nowMillis);
            default -> {
                String answer = positions.answer(account, path, body, nowMillis);
                answer = answer == null ? backoffice.answer(account, path, body, nowMillis) : answer;
                yield answer == null ? read(account, path, body) : answer;
            }
        };
    }

    /** The Ruby client asks for three things by names of its own. */
    private static String today(String path) {
        if (path.equals("r/offers")) {
            return "r/funding/offers";
        }
        boolean renamed = path.startsWith("r/margin/") || path.matches("r/funding/f[A-Z0-9]{3,12}");
        return renamed ? "r/info/" + path.substring(2) : path;
    }

    private @Nullable String read(Account account, String path, JsonNode body) {
        String[] parts = path.split("/", -1);
        if (parts.length < 2 || !parts[0].equals("r") || !parts[1].matches("orders|trades|order")) {
            return null;
        }
        if (path.startsWith("r/orders/otc/")) {
            return path.endsWith("/hist") ? "[]" : null; // nothing is traded beside the books
        }
        boolean history = parts.length > 2 && parts[parts.length - 1].equals("hist");
        String symbol = parts.length == (history ? 4 : 3) ? symbol(parts[2]) : null;
        return switch (parts[1]) {
            case "orders" -> {
                if (parts.length > 4 || parts.length == 4 && !history) {
                    yield null;
                }
                yield history ? closedOrders(account, symbol, body) : openOrders(account, symbol, body);
            }
            case "trades" -> history && parts.length <= 4 ? fills(account, symbol, body) : null;
            case "order" -> parts.length == 4 && parts[3].equals("trades") ? orderFills(account, parts[2]) : null;
            default -> null;
        };
    }

    private String symbol(String symbol) {
        if (exchange.market(symbol) == null) {
            throw Fields.invalid("symbol", symbol);
        }
        return symbol;
    }

    private static String openOrders(Account account, @Nullable String symbol, JsonNode body) {
        Set<Long> ids = ids(body);
        return list(
                account.open(),
                order -> (symbol == null || order.symbol().equals(symbol))
                        && (ids.isEmpty() || ids.contains(order.id())),
                Integer.MAX_VALUE,
                Rows::order);
    }

    private static String closedOrders(Account account, @Nullable String symbol, JsonNode body) {
        Set<Long> ids = ids(body);
        long start = Fields.whole(body, "start", 0);
        long end = Fields.whole(body, "end", Long.MAX_VALUE);
        return list(
                account.closed(),
                order -> (symbol == null || order.symbol().equals(symbol))
                        && (ids.isEmpty() || ids.contains(order.id()))
                        && order.updatedMillis() >= start
                        && order.updatedMillis() <= end,
                limit(body),
                Rows::order);
    }

    private static String fills(Account account, @Nullable String symbol, JsonNode body) {
        long start = Fields.whole(body, "start", 0);
        long end = Fields.whole(body, "end", Long.MAX_VALUE);
        Predicate<Fill> wanted = fill ->
                (symbol == null || fill.symbol().equals(symbol)) && fill.millis() >= start && fill.millis() <= end;
        List<Fill> newestFirst = List.copyOf(account.fills());
        return list(
                Fields.whole(body, "sort", -1) == 1 ? newestFirst.reversed() : newestFirst,
                wanted,
                limit(body),
                (out, fill) -> Rows.fill(out, fill, true));
    }

    /** Returns the mean prices of what was bought and sold in a market. */
    private String averages(Account account, JsonNode body) {
        String symbol = symbol(Fields.text(body, "symbol", ""));
        long start = Fields.whole(body, "start", 0);
        long end = Fields.whole(body, "end", Long.MAX_VALUE);
        BigDecimal[] amounts = {BigDecimal.ZERO, BigDecimal.ZERO};
        BigDecimal[] money = {BigDecimal.ZERO, BigDecimal.ZERO};
        for (Fill fill : account.fills()) {
            if (fill.symbol().equals(symbol) && fill.millis() >= start && fill.millis() <= end) {
                int side = fill.amount() > 0 ? 0 : 1;
                BigDecimal amount = BigDecimal.valueOf(Math.abs(fill.amount()));
                amounts[side] = amounts[side].add(amount);
                money[side] = money[side].add(amount.multiply(BigDecimal.valueOf(fill.price())));
            }
        }
        BigDecimal all = money[0].add(money[1]);
        return Row.of(
                Row.nulls(4),
                mean(money[0], amounts[0]),
                Row.units(amounts[0].longValue()),
                mean(money[1], amounts[1]),
                Row.units(-amounts[1].longValue()),
                mean(all, amounts[0].add(amounts[1])));
    }

    private static Row.Units mean(BigDecimal money, BigDecimal amount) {
        return Row.units(
                amount.signum() == 0
                        ? 0
                        : money.divide(amount, MathContext.DECIMAL64).longValue());
    }

    private static @Nullable String orderFills(Account account, String symbolAndId) {
        int colon = symbolAndId.lastIndexOf(':');
        if (colon < 0 || !symbolAndId.substring(colon + 1).matches("[0-9]{1,18}")) {
            throw Fields.invalid("id", symbolAndId);
        }
        long id = Long.parseLong(symbolAndId.substring(colon + 1));
        return list(
                account.fills(), fill -> fill.orderId() == id, HISTORY_MAX, (out, fill) -> Rows.fill(out, fill, true));
    }

    private String single(String operation, Account account, JsonNode body, long nowMillis) {
        StringBuilder out = new StringBuilder();
        Notification.Sink sink = notification -> {
            Refusal refusal = notification.refusal();
            if (refusal != null) {
                throw refusal; // a single request is refused as a whole, with the exchange's error answer
            }
            var _ = Rows.notification(out, notification, true);
        };
        OrderBatch.run(exchange, account, operation, body, nowMillis, sink);
        return out.toString();
    }

    private String multi(Account account, JsonNode body, long nowMillis) {
        JsonNode operations = Fields.field(body, "ops");
        if (operations == null) {
            throw Fields.invalid("ops", "missing");
        }
        return OrderBatch.run(exchange, account, operations, nowMillis, true, _ -> {}, new StringBuilder(8192))
                .toString();
    }

    private static Set<Long> ids(JsonNode body) {
        Set<Long> ids = new HashSet<>();
        JsonNode list = Fields.field(body, "id");
        if (list != null && list.isArray()) {
            list.forEach(id -> ids.add(Fields.whole("id", id)));
        } else if (list != null) {
            ids.add(Fields.whole("id", list));
        }
        return ids;
    }

    private static int limit(JsonNode body) {
        long limit = Fields.whole(body, "limit", HISTORY_DEFAULT);
        if (limit < 1) {
            throw Fields.invalid("limit", Long.toString(limit));
        }
        return (int) Math.min(limit, HISTORY_MAX);
    }

    private static <T> String list(
            Collection<T> all, Predicate<T> wanted, int limit, BiFunction<StringBuilder, T, StringBuilder> writer) {
        StringBuilder out = new StringBuilder("[");
        int rows = 0;
        for (T one : all) {
            if (wanted.test(one)) {
                var _ = writer.apply(rows == 0 ? out : out.append(','), one);
                if (++rows == limit) {
                    break;
                }
            }
        }
        return out.append(']').toString();
    }
}
