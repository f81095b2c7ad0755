package tradelab.venue.taiwan.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.taiwan.exchange.OrderRef;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.OrderType;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.TimeInForce;

/** What clients may ask for, field by field; unknown fields are refused by the reader. */
final class Requests {
    static final int PAGE_MAX = 1_000;
    static final int ORDERS_MAX = 100;

    private Requests() {}

    /** A request without fields of its own. */
    record Plain(String op, @Nullable JsonNode id) {}

    record Securities(
            String op,
            @Nullable JsonNode id,
            @Nullable String after,
            @Nullable Integer limit) {}

    record Subscribe(String op, @Nullable JsonNode id, String channel, JsonNode symbols) {
        Subscribe {
            channel = Require.present("channel", channel);
            symbols = Require.present("symbols", symbols);
        }
    }

    record Unsubscribe(String op, @Nullable JsonNode id, String channel) {
        Unsubscribe {
            channel = Require.present("channel", channel);
        }
    }

    record Login(
            String op,
            @Nullable JsonNode id,
            String account,
            String secret,
            @Nullable Long afterSequence) {
        Login {
            account = Require.id("account", account);
            secret = Require.text("secret", secret, 200);
        }

        @Override
        public String toString() {
            return "login " + account;
        }
    }

    /** The fields of an order. */
    record OrderFields(
            String clientOrderId,
            String symbol,
            Side side,
            OrderType orderType,
            @Nullable TimeInForce timeInForce,
            @Nullable OrderSession session,
            @Nullable String price,
            Long shares) {
        OrderFields {
            clientOrderId = Require.id("clientOrderId", clientOrderId);
            symbol = Require.text("symbol", symbol, 16);
            side = Require.present("side", side);
            orderType = Require.present("orderType", orderType);
            shares = Require.present("shares", shares);
        }

        /** @throws IllegalArgumentException naming the field */
        OrderTerms terms() {
            return new OrderTerms(
                    side,
                    orderType,
                    timeInForce == null ? TimeInForce.ROD : timeInForce,
                    session == null ? OrderSession.BOARD : session,
                    price == null ? 0 : Decimals.parse("price", price),
                    shares);
        }
    }

    record Submit(
            String op,
            @Nullable JsonNode id,
            String clientOrderId,
            String symbol,
            Side side,
            OrderType orderType,
            @Nullable TimeInForce timeInForce,
            @Nullable OrderSession session,
            @Nullable String price,
            Long shares,
            @Nullable Long notAfter) {
        OrderFields fields() {
            return new OrderFields(clientOrderId, symbol, side, orderType, timeInForce, session, price, shares);
        }
    }

    record SubmitMany(
            String op,
            @Nullable JsonNode id,
            List<JsonNode> orders,
            @Nullable Long notAfter) {
        SubmitMany {
            orders = Require.present("orders", orders);
            Long _ = Require.range("orders", orders.size(), 1, ORDERS_MAX);
        }
    }

    record Amend(
            String op,
            @Nullable JsonNode id,
            @Nullable Long orderId,
            @Nullable String clientOrderId,
            @Nullable Long remaining,
            @Nullable String price,
            @Nullable Long notAfter) {
        Amend {
            if (remaining == null && price == null) {
                throw Require.refused("remaining", "remaining, price, or both", null);
            }
            Long _ = Require.range("remaining", remaining == null ? 1 : remaining, 1, Long.MAX_VALUE);
        }

        OrderRef target() {
            return new OrderRef(orderId, clientOrderId);
        }

        long newPrice() {
            return price == null ? 0 : Require.range("price", Decimals.parse("price", price), 1, Long.MAX_VALUE);
        }
    }

    /** Names an order: cancel and order. */
    record Named(
            String op,
            @Nullable JsonNode id,
            @Nullable Long orderId,
            @Nullable String clientOrderId) {
        OrderRef target() {
            return new OrderRef(orderId, clientOrderId);
        }
    }

    record CancelAll(
            String op, @Nullable JsonNode id, @Nullable String symbol) {}

    /** A page of orders or executions. */
    record Page(
            String op,
            @Nullable JsonNode id,
            @Nullable String state,
            @Nullable Long after,
            @Nullable Integer limit) {
        Page {
            if (state != null && !state.equals("open") && !state.equals("all")) {
                throw Require.refused("state", "open or all", state);
            }
            Long _ = Require.range("limit", limit == null ? 1 : limit, 1, PAGE_MAX);
        }

        boolean openOnly() {
            return "open".equals(state);
        }

        long from() {
            return after == null ? 0 : after;
        }

        int size() {
            return limit == null ? PAGE_MAX : limit;
        }
    }
}
