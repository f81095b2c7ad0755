package tradelab.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * What is traded, and where: {@code BITFINEX:tBTCUSD}, {@code TWSE:2330}.
 *
 * @param venue upper-case letters, digits and underscores, 1 to 16
 * @param symbol the venue's own name; letters, digits and {@code : . _ -}, 1 to 32
 */
public record Instrument(String venue, String symbol) implements Comparable<Instrument> {
    private static final Pattern VENUE = Pattern.compile("[A-Z][A-Z0-9_]{0,15}");
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,31}");

    public Instrument {
        if (!VENUE.matcher(venue).matches() || !SYMBOL.matcher(symbol).matches()) {
            throw refused(venue + ":" + symbol);
        }
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
