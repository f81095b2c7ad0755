package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.venue.matching.OrderKind;
import tradelab.venue.matching.OrderOptions;

/**
 * An order as a client asks for it. Prices and amounts are times 10^8, 0 where there is none.
 *
 * @param margin whether it trades a position rather than the exchange wallets
 * @param amount signed
 * @param price the limit; the stop of an order that waits; 0 for market orders
 * @param trailing how far a trailing stop stays away
 * @param limit what a stop limit order is limited to once it is reached
 * @param ocoStop the stop of the order that comes with this one, of which only one may execute
 * @param cid 0 if none
 * @param gid 0 if none
 * @param tifMillis when it ends by itself; 0 for never
 * @param protects whether it is closed rather than trade with an own order
 * @param meta JSON text, or empty
 */
record OrderRequest(
        OrderType type,
        boolean margin,
        String symbol,
        long amount,
        long price,
        long trailing,
        long limit,
        long ocoStop,
        long cid,
        long cidOco,
        long gid,
        long flags,
        long tifMillis,
        boolean protects,
        String meta) {
    static final long HIDDEN = 64;
    static final long CLOSE = 512;
    static final long REDUCE_ONLY = 1024;
    static final long POST_ONLY = 4096;
    static final long OCO = 16384;
    static final long NO_VARIABLE_RATES = 524288;
    private static final long FLAGS_KNOWN = HIDDEN | CLOSE | REDUCE_ONLY | POST_ONLY | OCO | NO_VARIABLE_RATES;

    private static final int META_LENGTH_MAX = 2048;

    static OrderRequest read(JsonNode node) {
        String name =
                Fields.text(node, "type", "").toUpperCase(Locale.ROOT).strip().replace('_', ' ');
        OrderType type = OrderType.of(name);
        JsonNode meta = Fields.field(node, "meta");
        long flags = flags(node, meta);
        boolean priced = type != OrderType.MARKET && type != OrderType.TRAILING_STOP;
        return new OrderRequest(
                type,
                !name.startsWith(OrderType.SPOT),
                Fields.text(node, "symbol", ""),
                Fields.decimal(node, "amount", 0),
                priced ? Fields.decimal(node, "price", 0) : 0,
                type == OrderType.TRAILING_STOP ? Fields.decimal(node, "price_trailing", 0) : 0,
                type == OrderType.STOP_LIMIT ? Fields.decimal(node, "price_aux_limit", 0) : 0,
                (flags & OCO) != 0 ? Fields.decimal(node, "price_oco_stop", 0) : 0,
                Fields.whole(node, "cid", 0),
                Fields.whole(node, "cid_oco", 0),
                Fields.whole(node, "gid", 0),
                flags,
                Fields.time(node, "tif", 0),
                isSet(meta, "protect_selfmatch"),
                metaText(meta));
    }

    private static long flags(JsonNode node, @Nullable JsonNode meta) {
        long flags = Fields.whole(node, "flags", 0);
        if (flags < 0 || (flags & ~FLAGS_KNOWN) != 0) {
            throw Fields.invalid("flags", Long.toString(flags));
        }
        return isSet(meta, "$F7") ? flags | POST_ONLY : flags;
    }

    private static String metaText(@Nullable JsonNode meta) {
        String text = meta == null ? "" : meta.toString();
        if (text.length() > META_LENGTH_MAX) {
            throw Fields.invalid("meta", text);
        }
        return text;
    }

    private static boolean isSet(@Nullable JsonNode meta, String name) {
        return meta != null && meta.path(name).asInt(0) == 1;
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** Returns how the order meets the book. */
    OrderKind kind() {
        return kind(type, flags);
    }

    static OrderKind kind(OrderType type, long flags) {
        return (flags & POST_ONLY) != 0 && type.kind() == OrderKind.LIMIT ? OrderKind.POST_ONLY : type.kind();
    }

    static int options(long flags, boolean protects) {
        return ((flags & HIDDEN) != 0 ? OrderOptions.HIDDEN : 0) | (protects ? OrderOptions.PROTECT_SELF : 0);
    }

    /** Returns the same order with values that were checked. */
    OrderRequest with(long newAmount, long newPrice, long newLimit, long newOcoStop) {
        return new OrderRequest(
                type,
                margin,
                symbol,
                newAmount,
                newPrice,
                trailing,
                newLimit,
                newOcoStop,
                cid,
                cidOco,
                gid,
                flags,
                tifMillis,
                protects,
                meta);
    }

    /** Returns the stop order that comes with an OCO limit order. */
    OrderRequest second() {
        return new OrderRequest(
                OrderType.STOP,
                margin,
                symbol,
                amount,
                ocoStop,
                0,
                0,
                0,
                cidOco,
                0,
                gid,
                flags,
                tifMillis,
                protects,
                meta);
    }
}
