package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import tradelab.venue.matching.OrderKind;

/**
 * An order as a client asks for it.
 *
 * @param type the client's text, for example {@code EXCHANGE LIMIT}
 * @param amount signed, times 10^8
 * @param price times 10^8; 0 for market orders
 * @param cid 0 if none
 * @param gid 0 if none
 * @param meta JSON text, or empty
 */
record OrderRequest(
        String type,
        OrderKind kind,
        String symbol,
        long amount,
        long price,
        long cid,
        long gid,
        long flags,
        String meta) {
    static final long POST_ONLY = 4096;

    /** Flags that we know and that change nothing here: hidden is shown, and there are no derivatives. */
    private static final long FLAGS_KNOWN = 64 | 512 | 1024 | POST_ONLY | 524288;

    private static final int META_LENGTH_MAX = 2048;
    private static final String EXCHANGE = "EXCHANGE ";

    static OrderRequest read(JsonNode node) {
        String type = Fields.text(node, "type", "").toUpperCase(Locale.ROOT).strip();
        long flags = Fields.whole(node, "flags", 0);
        if (flags < 0 || (flags & ~FLAGS_KNOWN) != 0) {
            throw Fields.invalid("flags", Long.toString(flags));
        }
        if (Fields.field(node, "tif") != null) {
            throw new Refusal(Refusal.PARAMETER, "tif: invalid (orders here are good till cancelled)");
        }
        OrderKind kind = kind(type, flags);
        JsonNode meta = Fields.field(node, "meta");
        String metaText = meta == null ? "" : meta.toString();
        if (metaText.length() > META_LENGTH_MAX) {
            throw Fields.invalid("meta", metaText);
        }
        return new OrderRequest(
                type,
                kind,
                Fields.text(node, "symbol", ""),
                Fields.decimal(node, "amount", 0),
                kind == OrderKind.MARKET ? 0 : Fields.decimal(node, "price", 0),
                Fields.whole(node, "cid", 0),
                Fields.whole(node, "gid", 0),
                flags,
                metaText);
    }

    private static OrderKind kind(String type, long flags) {
        String bare = type.startsWith(EXCHANGE) ? type.substring(EXCHANGE.length()) : type;
        return switch (bare) {
            case "LIMIT" -> (flags & POST_ONLY) != 0 ? OrderKind.POST_ONLY : OrderKind.LIMIT;
            case "MARKET" -> OrderKind.MARKET;
            case "IOC" -> OrderKind.IOC;
            case "FOK" -> OrderKind.FOK;
            default -> throw Fields.invalid("type", type);
        };
    }
}
