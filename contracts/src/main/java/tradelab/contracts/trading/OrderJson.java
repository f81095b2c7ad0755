package tradelab.contracts.trading;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Json;
import tradelab.contracts.Price;
import tradelab.contracts.Wire;

/**
 * The JSON of orders and their events, byte for byte what {@link Json} writes and reads, at a fraction of its time: every
 * order passes here more than once.
 */
public final class OrderJson {
    static final Wire<SubmitOrder> SUBMIT_ORDER = new Wire<>(OrderJson::write, OrderJson::readOrder);
    static final Wire<SubmitOutcome> SUBMIT_OUTCOME =
            new Wire<>(OrderJson::write, buffer -> Json.read(buffer, SubmitOutcome.class));
    static final Wire<SubmitOrders> SUBMIT_ORDERS = new Wire<>(OrderJson::write, OrderJson::readOrders);
    static final Wire<SubmitResults> SUBMIT_RESULTS =
            new Wire<>(OrderJson::write, buffer -> Json.read(buffer, SubmitResults.class));
    static final Wire<OrderEvents> ORDER_EVENTS =
            new Wire<>(OrderJson::write, buffer -> Json.read(buffer, OrderEvents.class));

    private static final int ORDER_BYTES = 200;
    private static final int VIEW_BYTES = 450;

    private OrderJson() {}

    /** @throws IllegalArgumentException naming the field, what was expected and what came */
    public static SubmitOrder readOrder(Buffer body) {
        SubmitOrder plain = OrderReader.one(body.getBytes());
        return plain != null ? plain : Json.read(body, SubmitOrder.class);
    }

    /** @throws IllegalArgumentException naming the field, what was expected and what came */
    public static SubmitOrders readOrders(Buffer body) {
        SubmitOrders plain = OrderReader.many(body.getBytes());
        return plain != null ? plain : Json.read(body, SubmitOrders.class);
    }

    public static Buffer write(SubmitOrder order) {
        JsonBytes text = new JsonBytes(ORDER_BYTES);
        append(text, order);
        return text.buffer();
    }

    public static Buffer write(SubmitOrders orders) {
        List<SubmitOrder> list = orders.orders();
        JsonBytes text = new JsonBytes(ORDER_BYTES * list.size());
        text.plain("{\"orders\":[");
        for (int i = 0; i < list.size(); i++) {
            text.separator(i);
            append(text, list.get(i));
        }
        text.plain("]}");
        return text.buffer();
    }

    public static Buffer write(SubmitOutcome outcome) {
        JsonBytes text = new JsonBytes(ORDER_BYTES);
        append(text, outcome);
        return text.buffer();
    }

    public static Buffer write(SubmitResults results) {
        List<SubmitResults.Item> list = results.results();
        JsonBytes text = new JsonBytes(ORDER_BYTES * list.size());
        text.plain("{\"results\":[");
        for (int i = 0; i < list.size(); i++) {
            text.separator(i);
            append(text, list.get(i));
        }
        text.plain("]}");
        return text.buffer();
    }

    public static Buffer write(OrderEvents events) {
        List<OrderView> list = events.orders();
        JsonBytes text = new JsonBytes(VIEW_BYTES * (list.size() + 1));
        text.plain("{\"partition\":");
        text.number(events.partition());
        text.plain(",\"orders\":[");
        for (int i = 0; i < list.size(); i++) {
            text.separator(i);
            append(text, list.get(i));
        }
        text.plain("]}");
        return text.buffer();
    }

    public static Buffer write(OrderView order) {
        JsonBytes text = new JsonBytes(VIEW_BYTES);
        append(text, order);
        return text.buffer();
    }

    private static void append(JsonBytes text, SubmitOrder order) {
        text.text("{\"account\":", order.account());
        text.text(",\"clientOrderId\":", order.clientOrderId());
        terms(text, order.instrument(), order.side(), order.type(), order.price(), order.amount());
        flag(text, ",\"postOnly\":", order.postOnly());
        flag(text, ",\"reduceOnly\":", order.reduceOnly());
        text.plain('}');
    }

    private static void append(JsonBytes text, SubmitOutcome outcome) {
        if (outcome instanceof SubmitOutcome.Accepted accepted) {
            text.text("{\"outcome\":\"accepted\",\"orderId\":", accepted.orderId());
            text.text(",\"account\":", accepted.account());
            text.text(",\"clientOrderId\":", accepted.clientOrderId());
            text.plain(",\"sequence\":");
            text.number(accepted.sequence());
            flag(text, ",\"duplicate\":", accepted.duplicate());
        } else if (outcome instanceof SubmitOutcome.Refused refused) {
            text.plain("{\"outcome\":\"refused\",\"reason\":\"");
            text.plain(refused.reason().name());
            text.text("\",\"detail\":", refused.detail());
        }
        text.plain('}');
    }

    private static void append(JsonBytes text, SubmitResults.Item item) {
        text.plain("{\"status\":");
        text.number(item.status());
        if (item.outcome() != null) {
            text.plain(",\"outcome\":");
            append(text, item.outcome());
        }
        text.text(",\"error\":", item.error());
        text.text(",\"message\":", item.message());
        flag(text, ",\"accepted\":", item.accepted());
        text.plain('}');
    }

    private static void append(JsonBytes text, OrderView order) {
        text.text("{\"orderId\":", order.orderId());
        text.text(",\"account\":", order.account());
        text.text(",\"clientOrderId\":", order.clientOrderId());
        terms(text, order.instrument(), order.side(), order.type(), order.price(), order.amount());
        flag(text, ",\"postOnly\":", order.postOnly());
        flag(text, ",\"reduceOnly\":", order.reduceOnly());
        text.plain(",\"status\":\"");
        text.plain(order.status().name());
        text.plain("\",\"filled\":\"");
        text.decimal(order.filled().units());
        text.plain('"');
        price(text, ",\"averagePrice\":\"", order.averagePrice());
        text.text(",\"venueOrderId\":", order.venueOrderId());
        text.text(",\"reason\":", order.reason());
        flag(text, ",\"cancelRequested\":", order.cancelRequested());
        text.plain(",\"sequence\":");
        text.number(order.sequence());
        text.plain(",\"createdEpochMillis\":");
        text.number(order.createdEpochMillis());
        text.plain(",\"updatedEpochMillis\":");
        text.number(order.updatedEpochMillis());
        text.plain('}');
    }

    private static void terms(
            JsonBytes text, Instrument instrument, Side side, OrderType type, @Nullable Price price, Amount amount) {
        text.plain(",\"instrument\":\"");
        text.plain(instrument.venue());
        text.plain(':');
        text.plain(instrument.symbol());
        text.plain("\",\"side\":\"");
        text.plain(side.name());
        text.plain("\",\"type\":\"");
        text.plain(type.name());
        text.plain('"');
        price(text, ",\"price\":\"", price);
        text.plain(",\"amount\":\"");
        text.decimal(amount.units());
        text.plain('"');
    }

    private static void price(JsonBytes text, String name, @Nullable Price price) {
        if (price != null) {
            text.plain(name);
            text.decimal(price.units());
            text.plain('"');
        }
    }

    private static void flag(JsonBytes text, String name, @Nullable Boolean value) {
        if (value != null) {
            text.plain(name);
            text.plain(value ? "true" : "false");
        }
    }
}
