package tradelab.venue.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tradelab.venue.stream.ChannelKey.BookKey;
import tradelab.venue.stream.ChannelKey.CandlesKey;
import tradelab.venue.stream.ChannelKey.QuietKey;
import tradelab.venue.stream.ChannelKey.RawBookKey;
import tradelab.venue.stream.ChannelKey.StatusKey;
import tradelab.venue.stream.ChannelKey.TickerKey;
import tradelab.venue.stream.ChannelKey.TradesKey;
import tradelab.venue.wire.Inputs;

/**
 * Writes numbers and times as text for those who asked for it. Which element is what stands in a mask a row: {@code d} a
 * decimal, {@code t} a time, anything else is left as it is. Pure functions.
 */
final class Notation {
    private static final String TICKER = "dddddddddd";
    private static final String TRADE = ".tdd";
    private static final String LEVEL = "d.d";
    private static final String RAW_LEVEL = ".dd";
    private static final String CANDLE = "tddddd";
    private static final String STATUS = "t.dd.d.tdd.d..d..d...dd";
    private static final String ORDER = "....ttdd..t.....dddd";
    private static final String FILL = "..t.dd.d.d";
    private static final String POSITION = "..dddddddd..tt...dd";
    private static final String WALLET = "..ddd";
    private static final String NOTIFICATION = "t";

    private Notation() {}

    /** Returns what follows the channel's id in a public channel's frame, with text where it was asked for. */
    static String rewritten(@Nullable ChannelKey key, CharSequence payload, boolean decimals, boolean times) {
        String mask = key == null ? "" : mask(key);
        return rewritten(mask, payload, decimals, times);
    }

    /** Returns the same of an account's frame. */
    static String account(CharSequence payload, boolean decimals, boolean times) {
        String text = payload.toString();
        int end = text.indexOf('"', 1);
        String name = text.startsWith("\"") && end > 0 ? text.substring(1, end) : "";
        String mask = switch (name) {
            case "os", "on", "ou", "oc" -> ORDER;
            case "te", "tu" -> FILL;
            case "ps", "pn", "pu", "pc" -> POSITION;
            case "ws", "wu" -> WALLET;
            case "bu" -> "dd";
            case "n" -> NOTIFICATION;
            default -> "";
        };
        return rewritten(mask, text, decimals, times);
    }

    private static String mask(ChannelKey key) {
        return switch (key) {
            case TickerKey _ -> TICKER;
            case TradesKey _ -> TRADE;
            case CandlesKey _ -> CANDLE;
            case BookKey _ -> LEVEL;
            case RawBookKey _ -> RAW_LEVEL;
            case StatusKey _ -> STATUS;
            case QuietKey _ -> "";
        };
    }

    private static String rewritten(String mask, CharSequence payload, boolean decimals, boolean times) {
        JsonNode frame = mask.isEmpty() ? null : Inputs.read("[" + payload + "]");
        if (frame == null) {
            return payload.toString();
        }
        for (JsonNode element : frame) {
            if (element instanceof ArrayNode rows) {
                rewrite(rows, mask, decimals, times);
            }
        }
        String text = frame.toString();
        return text.substring(1, text.length() - 1);
    }

    /** Rewrites a row, or each of a list of rows. */
    private static void rewrite(ArrayNode row, String mask, boolean decimals, boolean times) {
        if (row.path(0) instanceof ArrayNode) {
            row.forEach(each -> {
                if (each instanceof ArrayNode one) {
                    rewrite(one, mask, decimals, times);
                }
            });
            return;
        }
        for (int i = 0; i < Math.min(mask.length(), row.size()); i++) {
            JsonNode value = row.get(i);
            if (value.isNumber() && decimals && mask.charAt(i) == 'd') {
                row.set(i, TextNode.valueOf(value.decimalValue().toPlainString()));
            } else if (value.isIntegralNumber() && times && mask.charAt(i) == 't') {
                row.set(
                        i,
                        TextNode.valueOf(Instant.ofEpochMilli(value.longValue()).toString()));
            }
        }
    }
}
