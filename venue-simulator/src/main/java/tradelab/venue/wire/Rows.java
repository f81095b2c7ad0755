package tradelab.venue.wire;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.account.Wallet;
import tradelab.venue.account.WalletEntry;
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

    /** Appends an entry of the ledger. */
    public static StringBuilder ledger(StringBuilder out, WalletEntry entry) {
        quote(out.append('[').append(entry.id()).append(','), entry.currency()).append(',');
        quote(out, entry.type().text()).append(',').append(entry.millis()).append(",null,");
        Decimals.append(Decimals.append(out, entry.amount()).append(','), entry.balance())
                .append(",null,");
        return quote(out, entry.description()).append(']');
    }

    public static StringBuilder wallet(StringBuilder out, Wallet wallet) {
        return wallet(out, WalletRow.of(wallet));
    }

    static StringBuilder wallet(StringBuilder out, WalletRow row) {
        quote(quote(out.append('['), row.type()).append(','), row.currency()).append(',');
        units(Decimals.append(out, row.balance()).append(",0,"), row.available())
                .append(',');
        return text(out, row.lastChange()).append(',').append(row.details()).append(']');
    }

    /** Appends a position, its gain worked out at {@code lastPrice}. */
    public static StringBuilder position(StringBuilder out, Position position, boolean active, long lastPrice) {
        return position(out, PositionRow.of(position, active, lastPrice));
    }

    static StringBuilder position(StringBuilder out, PositionRow row) {
        quote(out.append('['), row.symbol()).append(row.active() ? ",\"ACTIVE\"," : ",\"CLOSED\",");
        Decimals.append(out, row.amount()).append(',');
        Decimals.append(out, row.basePrice()).append(",0,0,");
        figure(out, row.gain()).append(',');
        figure(out, row.gainPercent()).append(',');
        figure(out, row.liquidationPrice()).append(',');
        figure(out, row.leverage()).append(",null,").append(row.id()).append(',');
        out.append(row.createdMillis()).append(',').append(row.updatedMillis());
        out.append(",null,").append(row.type()).append(",null,").append(row.collateral());
        return out.append(',')
                .append(row.collateralMin())
                .append(',')
                .append(row.meta())
                .append(']');
    }

    public static StringBuilder order(StringBuilder out, AccountOrder order) {
        return order(out, OrderRow.of(order));
    }

    static StringBuilder order(StringBuilder out, OrderRow row) {
        out.append('[').append(row.id()).append(',');
        id(out, row.gid()).append(',');
        id(out, row.cid()).append(',');
        quote(out, row.symbol()).append(',');
        out.append(row.createdMillis()).append(',').append(row.updatedMillis()).append(',');
        Decimals.append(out, row.amount()).append(',');
        Decimals.append(out, row.amountOriginal()).append(',');
        text(quote(out, row.type()).append(','), row.typeBefore()).append(',');
        id(out, row.tifMillis()).append(",null,").append(row.flags()).append(',');
        quote(out, row.status()).append(",null,null,");
        Decimals.append(out, row.price()).append(',');
        Decimals.append(out, row.priceAverage()).append(',');
        Decimals.append(out, row.trailing()).append(',');
        Decimals.append(out, row.auxiliaryPrice()).append(",null,null,null,0,");
        id(out.append(row.hidden()).append(','), row.placedBy()).append(",null,null,");
        return quote(out, row.routing())
                .append(",null,null,")
                .append(row.meta())
                .append(']');
    }

    /** Appends a fill; {@code te} over WebSocket has no fee yet. */
    public static StringBuilder fill(StringBuilder out, Fill fill, boolean withFee) {
        return fill(out, FillRow.of(fill, withFee));
    }

    static StringBuilder fill(StringBuilder out, FillRow row) {
        out.append('[').append(row.id()).append(',');
        quote(out, row.symbol()).append(',');
        out.append(row.millis()).append(',').append(row.orderId()).append(',');
        Decimals.append(out, row.amount()).append(',');
        text(Decimals.append(out, row.price()).append(','), row.orderType()).append(',');
        units(out, row.orderPrice()).append(',').append(row.maker()).append(',');
        return text(units(out, row.fee()).append(','), row.feeCurrency())
                .append(',')
                .append(row.cid())
                .append(']');
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

    private static StringBuilder text(StringBuilder out, @Nullable String text) {
        return text == null ? out.append("null") : quote(out, text);
    }

    private static StringBuilder units(StringBuilder out, @Nullable Long units) {
        return units == null ? out.append("null") : Decimals.append(out, units);
    }

    private static StringBuilder figure(StringBuilder out, @Nullable BigDecimal figure) {
        return out.append(figure == null ? "null" : figure.toPlainString());
    }

    private static StringBuilder id(StringBuilder out, long id) {
        return id == 0 ? out.append("null") : out.append(id);
    }
}
