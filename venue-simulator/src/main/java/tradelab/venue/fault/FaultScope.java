package tradelab.venue.fault;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What a fault strikes: everything that all given fields fit; a field that is not given fits anything.
 *
 * @param venue {@code bitfinex} or {@code taiwan}
 * @param route a path, {@code /v2/auth/w/order/multi}, or a WebSocket input, {@code ws/on} or {@code taiwan/submit};
 *     {@code *} at the end stands for any rest
 * @param account the API key, as the client names it
 * @param symbol {@code tBTCUSD}; for a Taiwan halt the security's code, or {@code *} for the whole market
 * @param channel {@code book}, {@code trades}, {@code ticker}, {@code candles}, {@code status}, {@code account} or
 *     {@code snapshots}
 * @param connection the number of a WebSocket connection, as the journal of arrivals tells it
 * @param cid a client order id
 */
public record FaultScope(
        @Nullable String venue,
        @Nullable String route,
        @Nullable String account,
        @Nullable String symbol,
        @Nullable String channel,
        @Nullable Long connection,
        @Nullable Long cid) {
    static final String BITFINEX = "bitfinex";
    static final String TAIWAN = "taiwan";

    /** Fits everything. */
    public static final FaultScope ANY = new FaultScope(null, null, null, null, null, null);

    private static final int TEXT_MAX = 128;

    public FaultScope {
        if (venue != null && !venue.equals(BITFINEX) && !venue.equals(TAIWAN)) {
            throw Require.refused("venue", "bitfinex or taiwan", venue);
        }
        checked("route", route);
        checked("account", account);
        checked("symbol", symbol);
        if (route != null && !route.startsWith("/") && !route.matches("(ws|taiwan)/.*|\\*")) {
            throw Require.refused("route", "/v2/..., ws/..., taiwan/... or *", route);
        }
        if (route != null && route.indexOf('*') >= 0 && route.indexOf('*') < route.length() - 1) {
            throw Require.refused("route", "'*' at the end only", route);
        }
        if (channel != null && !channel.matches("book|trades|ticker|candles|status|account|snapshots")) {
            throw Require.refused("channel", "book, trades, ticker, candles, status, account or snapshots", channel);
        }
        if (BITFINEX.equals(venue) && new FaultScope(null, route, null, symbol, channel, null, null).isTaiwan()) {
            throw Require.refused("venue", "taiwan for what only Taiwan has", venue);
        }
        if (connection != null) {
            var _ = Require.range("connection", connection, 1, Long.MAX_VALUE);
        }
    }

    /** Means either venue. */
    public FaultScope(
            @Nullable String route,
            @Nullable String account,
            @Nullable String symbol,
            @Nullable String channel,
            @Nullable Long connection,
            @Nullable Long cid) {
        this(null, route, account, symbol, channel, connection, cid);
    }

    /** Returns whether it can mean nothing but the Taiwan venue, by its words: the codes there begin with a digit. */
    @JsonIgnore
    public boolean isTaiwan() {
        return TAIWAN.equals(venue)
                || route != null && Occasion.isTaiwan(route)
                || "snapshots".equals(channel)
                || symbol != null && !symbol.isEmpty() && Character.isDigit(symbol.charAt(0));
    }

    private static void checked(String field, @Nullable String value) {
        if (value != null) {
            var _ = Require.text(field, value, TEXT_MAX);
        }
    }

    /** Returns whether all that is given fits. */
    boolean fits(Occasion occasion) {
        return (venue == null || venue.equals(TAIWAN) == Occasion.isTaiwan(occasion.route()))
                && (route == null || fits(route, occasion.route()))
                && (account == null || account.equals(occasion.account()))
                && (symbol == null || occasion.symbols().contains(symbol))
                && (channel == null || channel.equals(occasion.channel()))
                && (connection == null || connection == occasion.connection())
                && (cid == null || occasion.cids().contains(cid));
    }

    private static boolean fits(String pattern, String route) {
        return pattern.endsWith("*")
                ? route.startsWith(pattern.substring(0, pattern.length() - 1))
                : route.equals(pattern);
    }

    /** Returns the given fields only, {@code anything} without any. */
    @Override
    public String toString() {
        StringJoiner given = new StringJoiner(" ").setEmptyValue("anything");
        add(given, "venue", venue);
        add(given, "route", route);
        add(given, "account", account);
        add(given, "symbol", symbol);
        add(given, "channel", channel);
        add(given, "connection", connection);
        add(given, "cid", cid);
        return given.toString();
    }

    private static void add(StringJoiner given, String field, @Nullable Object value) {
        if (value != null) {
            given.add(field + "=" + value);
        }
    }
}
