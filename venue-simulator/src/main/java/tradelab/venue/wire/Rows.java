package tradelab.venue.wire;

import java.util.List;
import tradelab.contracts.Decimals;
import tradelab.venue.account.Wallet;
import tradelab.venue.exchange.AccountOrder;
import tradelab.venue.exchange.Fill;
import tradelab.venue.exchange.Notification;
import tradelab.venue.exchange.Position;
import tradelab.venue.market.Candle;
import tradelab.venue.market.Ticker;
import tradelab.venue.market.Trade;

/** Appends the exchange's rows. Pure functions. */
public final class Rows {
    private Rows() {}

    /** Appends {@code text} as a JSON string. */
    public static StringBuilder quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"');
    }

    public static StringBuilder trade(StringBuilder out, Trade trade) {
        out.append('[').append(trade.id()).append(',').append(trade.millis()).append(',');
        Decimals.append(out, trade.amount()).append(',');
        return Decimals.append(out, trade.price()).append(']');
    }

    public static StringBuilder candle(StringBuilder out, Candle candle) {
        out.append('[').append(candle.millis());
        long[] values = {candle.open(), candle.close(), candle.high(), candle.low(), candle.volume()};
        for (long value : values) {
            var _ = Decimals.append(out.append(','), value);
        }
        return out.append(']');
    }

    /** Appends the ten numbers of a ticker, without brackets. */
    public static StringBuilder ticker(StringBuilder out, Ticker ticker) {
        long[] values = {
            ticker.bid(),
            ticker.bidSize(),
            ticker.ask(),
            ticker.askSize(),
            ticker.change(),
            ticker.changeRelative(),
            ticker.last(),
            ticker.volume(),
            ticker.high(),
            ticker.low()
        };
        for (int i = 0; i < values.length; i++) {
            var _ = Decimals.append(i == 0 ? out : out.append(','), values[i]);
        }
        return out;
    }

    /** Appends a book level; a {@code count} of 0 deletes it. {@code amount} is unsigned. */
    public static StringBuilder level(StringBuilder out, boolean bid, long price, int count, long amount) {
        Decimals.append(out.append('['), price).append(',').append(count).append(',');
        long shown = count == 0 ? Decimals.ONE : amount;
        return Decimals.append(out, bid ? shown : -shown).append(']');
    }

    public static StringBuilder wallet(StringBuilder out, Wallet wallet) {
        quote(quote(out.append('['), wallet.type().text()).append(','), wallet.currency())
                .append(',');
        Decimals.append(out, wallet.balance()).append(",0,");
        Decimals.append(out, wallet.available()).append(',');
        return (wallet.lastChange().isEmpty() ? out.append("null") : quote(out, wallet.lastChange())).append(",null]");
    }

    /** Appends a position, its gain worked out at {@code lastPrice}. */
    public static StringBuilder position(StringBuilder out, Position position, boolean active, long lastPrice) {
        long amount = active ? position.amount() : 0;
        quote(out.append('['), position.symbol()).append(active ? ",\"ACTIVE\"," : ",\"CLOSED\",");
        Decimals.append(out, amount).append(',');
        Decimals.append(out, position.basePrice()).append(",0,0,");
        if (active && lastPrice != 0) {
            Decimals.append(out, position.profitAt(lastPrice)).append(',');
            Decimals.append(out, position.profitPercentAt(lastPrice)).append(",null,null,null,");
        } else {
            out.append("null,null,null,null,null,");
        }
        out.append(position.id()).append(',').append(position.createdMillis());
        boolean derivative = position.symbol().contains("F0:");
        return out.append(',')
                .append(position.updatedMillis())
                .append(",null,")
                .append(derivative ? 1 : 0)
                .append(",null,0,0,{}]");
    }

    public static StringBuilder order(StringBuilder out, AccountOrder order) {
        out.append('[').append(order.id()).append(',');
        id(out, order.gid()).append(',');
        id(out, order.cid()).append(',');
        quote(out, order.symbol()).append(',');
        out.append(order.createdMillis())
                .append(',')
                .append(order.updatedMillis())
                .append(',');
        Decimals.append(out, order.amount()).append(',');
        Decimals.append(out, order.amountOriginal()).append(',');
        quote(out, order.type()).append(',');
        (order.typeBefore().isEmpty() ? out.append("null") : quote(out, order.typeBefore())).append(',');
        id(out, order.tifMillis()).append(",null,").append(order.flags()).append(',');
        quote(out, order.status()).append(",null,null,");
        Decimals.append(out, order.price()).append(',');
        Decimals.append(out, order.priceAverage()).append(',');
        Decimals.append(out, order.trailing()).append(',');
        Decimals.append(out, order.auxiliaryPrice()).append(",null,null,null,0,");
        id(out.append(order.isHidden() ? 1 : 0).append(','), order.placedBy())
                .append(",null,null,\"API>BFX\",null,null,");
        return out.append(order.meta().isEmpty() ? "null" : order.meta()).append(']');
    }

    /** Appends a fill; {@code te} over WebSocket has no fee yet. */
    public static StringBuilder fill(StringBuilder out, Fill fill, boolean withFee) {
        out.append('[').append(fill.id()).append(',');
        quote(out, fill.symbol()).append(',');
        out.append(fill.millis()).append(',').append(fill.orderId()).append(',');
        Decimals.append(out, fill.amount()).append(',');
        Decimals.append(out, fill.price()).append(',');
        quote(out, fill.orderType()).append(',');
        Decimals.append(out, fill.orderPrice())
                .append(',')
                .append(fill.maker() ? 1 : -1)
                .append(',');
        if (withFee) {
            var _ = quote(Decimals.append(out, fill.fee()).append(','), fill.feeCurrency());
        } else {
            out.append("null,null");
        }
        return id(out.append(','), fill.cid()).append(']');
    }

    /** Appends a notification. REST shows the order of an {@code on-req} as a list of one, WebSocket shows it flat. */
    public static StringBuilder notification(StringBuilder out, Notification notification, boolean rest) {
        var _ = begin(out, notification.millis(), notification.type());
        boolean listed = notification.listed() && (rest || notification.type().equals("oc_multi-req"));
        out.append(listed ? "[" : "");
        Notification.Echo echo = notification.echo();
        if (echo != null) {
            echo(out, echo, rest && notification.type().equals("on-req"));
        }
        String separator = "";
        // What is not shown as a list has one place: the first order of an OCO, whose second comes as an event.
        List<AccountOrder> orders = notification.orders();
        for (AccountOrder order : listed || orders.isEmpty() ? orders : orders.subList(0, 1)) {
            var _ = order(out.append(separator), order);
            separator = ",";
        }
        out.append(listed ? "]" : "");
        var refusal = notification.refusal();
        return end(out, refusal == null ? 0 : refusal.code(), refusal == null, notification.text());
    }

    /** Appends the start of a notification, up to its data. */
    public static StringBuilder begin(StringBuilder out, long millis, String type) {
        return quote(out.append('[').append(millis).append(','), type).append(",null,null,");
    }

    /** Appends the rest of a notification, after its data. */
    public static StringBuilder end(StringBuilder out, int code, boolean success, String text) {
        out.append(',').append(code == 0 ? "null" : Integer.toString(code));
        return quote(out.append(success ? ",\"SUCCESS\"," : ",\"ERROR\","), text)
                .append(']');
    }

    private static void echo(StringBuilder out, Notification.Echo echo, boolean listed) {
        out.append(listed ? "[[" : "[");
        id(out, echo.id()).append(',');
        id(out, echo.gid()).append(',');
        id(out, echo.cid()).append(',');
        quote(out, echo.symbol()).append(",null,null,");
        Decimals.append(out, echo.amount()).append(',');
        Decimals.append(out, echo.amount()).append(',');
        quote(out, echo.type()).append(",null,null,null,null,null,null,null,");
        Decimals.append(out, echo.price()).append(",null".repeat(15)).append(listed ? "]]" : "]");
    }

    private static StringBuilder id(StringBuilder out, long id) {
        return id == 0 ? out.append("null") : out.append(id);
    }
}
