package tradelab.venue.legacy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;
import tradelab.contracts.Decimals;

/** How the first API writes numbers, times and names. Pure functions. */
final class Legacy {
    private static final long MILLIS = 1_000;

    private Legacy() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Returns an amount or price times 10^8 as the text of a plain decimal with at least one digit behind the point. */
    static String number(long units) {
        String text = Decimals.format(units);
        return text.indexOf('.') < 0 ? text + ".0" : text;
    }

    /** Returns the text of a number that the second API wrote. */
    static String number(BigDecimal value) {
        String text = value.toPlainString();
        return text.indexOf('.') < 0 ? text + ".0" : text;
    }

    /** Returns seconds since 1970 as text. */
    static String seconds(long millis) {
        return new BigDecimal(millis).movePointLeft(3).toPlainString();
    }

    static long wholeSeconds(long millis) {
        return millis / MILLIS;
    }

    /** Returns a point in time that came as seconds, in milliseconds. */
    static long millis(BigDecimal seconds) {
        return seconds.movePointRight(3).longValue();
    }

    /** Returns a pair's name here: {@code btcusd}. */
    static String pair(String symbol) {
        return symbol.substring(1).toLowerCase(Locale.ROOT);
    }

    /** Returns the second API's symbol of a pair. */
    static String symbol(String pair) {
        return "t" + pair.toUpperCase(Locale.ROOT);
    }
}
