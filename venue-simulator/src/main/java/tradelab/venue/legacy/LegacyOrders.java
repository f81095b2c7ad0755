package tradelab.venue.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountOrder;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Fill;
import tradelab.venue.exchange.Notification;
import tradelab.venue.exchange.Position;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.market.Market;

/** Orders, trades and positions of the first API. */
record LegacyOrders(Exchange exchange) {
    private static final long HIDDEN = 64;
    private static final long POST_ONLY = 4_096;
    private static final long OCO = 16_384;
    private static final int ORDERS_MAX = 10;
    private static final int ROWS_DEFAULT = 50;
    private static final int ROWS_MAX = 10_000;

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        return switch (path) {
            case "order/new" -> row(submit(account, body, now)).toString();
            case "order/new/multi" -> submitMany(account, body, now);
            case "order/cancel" -> row(cancel(account, body, now)).toString();
            case "order/cancel/multi" -> cancelMany(account, body, now);
            case "order/cancel/all" -> cancelAll(account, now);
            case "order/cancel/replace" -> row(replace(account, body, now)).toString();
            case "order/status" ->
                row(found(account, Fields.whole(body, "order_id", 0))).toString();
            case "orders" -> rows(List.copyOf(account.open()), Integer.MAX_VALUE);
            case "orders/hist" -> rows(List.copyOf(account.closed()), limit(body, "limit"));
            case "mytrades" -> trades(account, body);
            case "positions" -> positions(account);
            default -> null;
        };
    }

    private AccountOrder submit(Account account, JsonNode body, long now) {
        return taken(sink -> exchange.submit(account, order(body), now, sink));
    }

    private interface Command {
        void run(Notification.Sink sink);
    }

    private static AccountOrder taken(Command command) {
        List<AccountOrder> orders = new ArrayList<>(2);
        command.run(notification -> {
            Refusal refusal = notification.refusal();
            if (refusal != null) {
                throw refusal; // a single request is refused as a whole
            }
            orders.addAll(notification.orders());
        });
        return orders.getFirst();
    }

    /** Returns an order as the second API takes it: signed amounts, flags, types by its own names. */
    private JsonNode order(JsonNode body) {
        String side = Fields.text(body, "side", "");
        if (!side.equals("buy") && !side.equals("sell")) {
            throw new Refusal(Refusal.PARAMETER, "Invalid order side: not buy or sell");
        }
        long amount = Fields.decimal(body, "amount", 0);
        if (amount < 1) {
            throw new Refusal(Refusal.PARAMETER, "Invalid order: amount must be positive");
        }
        String type = type(Fields.text(body, "type", ""));
        String stop = Decimals.format(Fields.decimal(body, side + "_price_oco", 0));
        long flags = (isSet(body, "is_hidden") ? HIDDEN : 0)
                | (isSet(body, "is_postonly") ? POST_ONLY : 0)
                | (isSet(body, "ocoorder") ? OCO : 0);
        // Clients put anything into the price of a market order.
        String price = Decimals.format(type.endsWith("MARKET") ? 0 : Fields.decimal(body, "price", 0));
        return Legacy.object()
                .put("type", type)
                .put("symbol", symbol(Fields.text(body, "symbol", "")))
                .put("amount", Decimals.format(side.equals("buy") ? amount : -amount))
                .put(type.endsWith("TRAILING STOP") ? "price_trailing" : "price", price)
                .put("price_oco_stop", stop)
                .put("flags", flags);
    }

    /** Some clients name the pair as in the second API when they replace an order. */
    private String symbol(String named) {
        boolean second = exchange.market(Legacy.symbol(named)) == null && named.startsWith("t");
        return Legacy.symbol(second ? named.substring(1) : named);
    }

    private static String type(String named) {
        return named.toUpperCase(Locale.ROOT)
                .replace("FILL-OR-KILL", "FOK")
                .replace("IMMEDIATE-OR-CANCEL", "IOC")
                .replace('-', ' ');
    }

    private static boolean isSet(JsonNode body, String name) {
        return body.path(name).asBoolean(false);
    }

    private String submitMany(Account account, JsonNode body, long now) {
        JsonNode orders = Fields.field(body, "orders");
        if (orders == null || !orders.isArray() || orders.isEmpty() || orders.size() > ORDERS_MAX) {
            throw new Refusal(Refusal.PARAMETER, "Invalid orders: expected 1 to " + ORDERS_MAX);
        }
        ObjectNode answer = Legacy.object();
        ArrayNode made = answer.putArray("order_ids");
        for (JsonNode order : orders) {
            made.add(row(submit(account, order, now)));
        }
        return answer.put("status", "success").toString();
    }

    private AccountOrder cancel(Account account, JsonNode body, long now) {
        JsonNode id = Legacy.object().put("id", Fields.whole(body, "order_id", 0));
        try {
            return taken(sink -> exchange.cancel(account, id, now, sink));
        } catch (Refusal refusal) {
            throw new Refusal(refusal.code(), "Order could not be cancelled.");
        }
    }

    private String cancelMany(Account account, JsonNode body, long now) {
        ObjectNode named = Legacy.object();
        JsonNode ids = Fields.field(body, "order_ids");
        if (ids == null || !ids.isArray() || ids.isEmpty()) {
            throw new Refusal(Refusal.PARAMETER, "Invalid order_ids");
        }
        ids.forEach(named.putArray("id")::add);
        return "{\"result\":\"" + (cancelled(account, named, now) > 0 ? "Orders cancelled" : "None to cancel") + "\"}";
    }

    private String cancelAll(Account account, long now) {
        int count = cancelled(account, Legacy.object().put("all", 1), now);
        return "{\"result\":\""
                + (count > 0 ? count + " orders successfully submitted for cancellation" : "None to cancel") + "\"}";
    }

    private int cancelled(Account account, JsonNode named, long now) {
        int[] count = {0};
        exchange.cancelMany(account, named, now, notification -> {
            Refusal refusal = notification.refusal();
            if (refusal != null) {
                throw refusal;
            }
            count[0] = notification.orders().size();
        });
        return count[0];
    }

    /** The old order goes first: its money is what the new one is made of. */
    private AccountOrder replace(Account account, JsonNode body, long now) {
        ObjectNode next = body.deepCopy();
        long id = Fields.whole(body, "order_id", 0);
        if (isSet(body, "use_remaining")) {
            next.put("amount", Decimals.format(Math.abs(found(account, id).amount())));
        }
        JsonNode checked = order(next);
        var _ = cancel(account, body, now);
        return taken(sink -> exchange.submit(account, checked, now, sink));
    }

    private static AccountOrder found(Account account, long id) {
        for (AccountOrder order : account.open()) {
            if (order.id() == id) {
                return order;
            }
        }
        for (AccountOrder order : account.closed()) {
            if (order.id() == id) {
                return order;
            }
        }
        throw new Refusal(Refusal.GENERIC, "No such order found.");
    }

    private static String rows(List<AccountOrder> orders, int limit) {
        ArrayNode all = Legacy.array();
        orders.stream().limit(limit).forEach(order -> all.add(row(order)));
        return all.toString();
    }

    private static ObjectNode row(AccountOrder order) {
        long original = Math.abs(order.amountOriginal());
        long remaining = Math.abs(order.amount());
        String type = order.type()
                .toLowerCase(Locale.ROOT)
                .replace("fok", "fill-or-kill")
                .replace("trailing stop", "trailing-stop");
        return Legacy.object()
                .put("id", order.id())
                .put("order_id", order.id())
                .put("cid", order.cid())
                .put("symbol", Legacy.pair(order.symbol()))
                .put("exchange", "bitfinex")
                .put("price", Legacy.number(order.price()))
                .put("avg_execution_price", Legacy.number(order.priceAverage()))
                .put("side", order.buys() ? "buy" : "sell")
                .put("type", type)
                .put("timestamp", Legacy.seconds(order.createdMillis()))
                .put("is_live", order.isOpen())
                .put("is_cancelled", !order.isOpen() && remaining > 0)
                .put("is_hidden", order.isHidden())
                .put("was_forced", false)
                .put("original_amount", Legacy.number(original))
                .put("remaining_amount", Legacy.number(remaining))
                .put("executed_amount", Legacy.number(original - remaining));
    }

    private static String trades(Account account, JsonNode body) {
        String named = Fields.text(body, "symbol", "");
        String symbol = named.isEmpty() ? "" : Legacy.symbol(named);
        long since = Legacy.millis(seconds(body, "timestamp", BigDecimal.ZERO));
        long until = Legacy.millis(seconds(body, "until", new BigDecimal(Long.MAX_VALUE / 1_000)));
        List<Fill> fills = account.fills().stream()
                .filter(fill -> (symbol.isEmpty() || fill.symbol().equals(symbol))
                        && fill.millis() >= since
                        && fill.millis() <= until)
                .limit(limit(body, "limit_trades"))
                .toList();
        ArrayNode all = Legacy.array();
        for (Fill fill : Fields.whole(body, "reverse", 0) == 1 ? fills.reversed() : fills) {
            all.addObject()
                    .put("price", Legacy.number(fill.price()))
                    .put("amount", Legacy.number(Math.abs(fill.amount())))
                    .put("timestamp", Legacy.seconds(fill.millis()))
                    .put("exchange", "bitfinex")
                    .put("type", fill.amount() > 0 ? "Buy" : "Sell")
                    .put("fee_currency", fill.feeCurrency())
                    .put("fee_amount", Legacy.number(fill.fee()))
                    .put("tid", fill.id())
                    .put("order_id", fill.orderId());
        }
        return all.toString();
    }

    private String positions(Account account) {
        ArrayNode all = Legacy.array();
        for (Position position : account.positions()) {
            Market market = exchange.market(position.symbol());
            long gained = market == null ? 0 : position.profitAt(market.lastPrice());
            all.addObject()
                    .put("id", position.id())
                    .put("symbol", Legacy.pair(position.symbol()))
                    .put("status", "ACTIVE")
                    .put("base", Legacy.number(position.basePrice()))
                    .put("amount", Legacy.number(position.amount()))
                    .put("timestamp", Legacy.seconds(position.createdMillis()))
                    .put("swap", "0.0")
                    .put("pl", Legacy.number(gained));
        }
        return all.toString();
    }

    static BigDecimal seconds(JsonNode body, String name, BigDecimal otherwise) {
        JsonNode field = Fields.field(body, name);
        if (field == null) {
            return otherwise;
        }
        if (!field.asText().matches("[0-9]{1,11}([.][0-9]{1,9})?")) {
            throw Fields.invalid(name, field.toString());
        }
        return new BigDecimal(field.asText());
    }

    private static int limit(JsonNode body, String name) {
        return (int) Math.clamp(Fields.whole(body, name, ROWS_DEFAULT), 0, ROWS_MAX);
    }
}
