package tradelab.venue.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The lengths of candles that the exchange serves. */
public enum Timeframe {
    M1("1m", 60_000L),
    M5("5m", 300_000L),
    M15("15m", 900_000L),
    M30("30m", 1_800_000L),
    H1("1h", 3_600_000L),
    H3("3h", 10_800_000L),
    H4("4h", 14_400_000L),
    H6("6h", 21_600_000L),
    H12("12h", 43_200_000L),
    D1("1D", 86_400_000L),
    D7("7D", 604_800_000L),
    D14("14D", 1_209_600_000L),
    MONTH("1M", 0);

    /** Weeks begin on Mondays; 1970-01-05 was the first. */
    private static final long FIRST_MONDAY = 4 * 86_400_000L;

    private final String text;
    private final long millis;

    Timeframe(String text, long millis) {
        this.text = text;
        this.millis = millis;
    }

    /** Returns the exchange's name: {@code 1m}, {@code 1D}. */
    public String text() {
        return text;
    }

    /** Returns the frame of that name, or null. {@code 1W} is another name of {@code 7D}. */
    public static @Nullable Timeframe of(String text) {
        if (text.equals("1W")) {
            return D7;
        }
        for (Timeframe frame : values()) {
            if (frame.text.equals(text)) {
                return frame;
            }
        }
        return null;
    }

    /** Returns when the candle of {@code epochMillis} begins. */
    public long start(long epochMillis) {
        if (this == MONTH) {
            LocalDate day =
                    Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC).toLocalDate();
            return day.withDayOfMonth(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
        }
        long offset = this == D7 || this == D14 ? FIRST_MONDAY : 0;
        return Math.floorDiv(epochMillis - offset, millis) * millis + offset;
    }
}
