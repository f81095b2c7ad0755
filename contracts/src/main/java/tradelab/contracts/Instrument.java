package tradelab.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What is traded, and where: {@code BITFINEX:tBTCUSD}, {@code TWSE:2330}.
 *
 * @param venue upper-case letters, digits and underscores, 1 to 16
 * @param symbol the venue's own name; letters, digits and {@code : . _ -}, 1 to 32
 */
public record Instrument(String venue, String symbol) implements Comparable<Instrument> {
    private static final int VENUE_LENGTH_MAX = 16;
    private static final int SYMBOL_LENGTH_MAX = 32;

    public Instrument {
        if (!isVenue(venue) || !isSymbol(symbol)) {
            throw refused(venue + ":" + symbol);
        }
    }

    /** On the way of every quote and order: loops, because regular expressions take ten times as long. */
    private static boolean isVenue(String text) {
        int length = text.length();
        if (length == 0 || length > VENUE_LENGTH_MAX || !isUpper(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!isUpper(c) && !isDigit(c) && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSymbol(String text) {
        int length = text.length();
        if (length == 0 || length > SYMBOL_LENGTH_MAX || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != ':' && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(char c) {
        return isUpper(c) || isDigit(c) || (c >= 'a' && c <= 'z');
    }

    /** @throws IllegalArgumentException for anything that is not {@code VENUE:symbol} */
    @JsonCreator
    public static Instrument parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.length() > 49) {
            throw refused(text);
        }
        return new Instrument(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Returns whether {@code text} is this instrument's, without making the text. */
    public boolean isNamed(String text) {
        int colon = venue.length();
        return text.length() == colon + 1 + symbol.length()
                && text.charAt(colon) == ':'
                && text.startsWith(venue)
                && text.endsWith(symbol);
    }

    @Override
    public int compareTo(Instrument other) {
        int byVenue = venue.compareTo(other.venue);
        return byVenue != 0 ? byVenue : symbol.compareTo(other.symbol);
    }

    @JsonValue
    @Override
    public String toString() {
        return venue + ":" + symbol;
    }

    private static IllegalArgumentException refused(String text) {
        String shown = text.length() <= 49 ? text : text.substring(0, 49) + "…";
        return new IllegalArgumentException(
                "instrument: expected VENUE:symbol such as BITFINEX:tBTCUSD, got '" + shown + "'");
    }
}
