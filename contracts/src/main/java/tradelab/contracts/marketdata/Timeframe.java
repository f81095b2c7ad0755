package tradelab.contracts.marketdata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.stream.Collectors;
import tradelab.contracts.Require;

/**
 * The length of a candle. All frames are aligned in UTC: weeks and fortnights begin on Mondays, counted from 1970-01-05;
 * months are those of the calendar. A frame holds its first millisecond and not its last boundary.
 */
public enum Timeframe {
    M1("1m", 60_000L),
    M5("5m", 300_000L),
    M15("15m", 900_000L),
    M30("30m", 1_800_000L),
    H1("1h", 3_600_000L),
    H3("3h", 10_800_000L),
    H6("6h", 21_600_000L),
    H12("12h", 43_200_000L),
    D1("1D", 86_400_000L),
    W1("1W", 604_800_000L),
    D14("14D", 1_209_600_000L),
    MONTH("1M", 0);

    private static final long FIRST_MONDAY = 4 * 86_400_000L;

    private final String text;
    private final long millis;

    Timeframe(String text, long millis) {
        this.text = text;
        this.millis = millis;
    }

    /** @throws IllegalArgumentException naming every frame there is; {@code 7D} is another name of {@code 1W} */
    @JsonCreator
    public static Timeframe parse(String text) {
        if (text.equals("7D")) {
            return W1;
        }
        for (Timeframe frame : values()) {
            if (frame.text.equals(text)) {
                return frame;
            }
        }
        throw Require.refused(
                "timeframe",
                "one of " + Arrays.stream(values()).map(Timeframe::toString).collect(Collectors.joining(" ")),
                text);
    }

    /** Returns when the frame that holds {@code epochMillis} begins. */
    public long start(long epochMillis) {
        if (this == MONTH) {
            return utc(epochMillis)
                    .toLocalDate()
                    .withDayOfMonth(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
        }
        long offset = this == W1 || this == D14 ? FIRST_MONDAY : 0;
        return Math.floorDiv(epochMillis - offset, millis) * millis + offset;
    }

    /** Returns when the frame that begins at {@code startEpochMillis} ends, which is where the next one begins. */
    public long end(long startEpochMillis) {
        return this == MONTH
                ? utc(startEpochMillis).plusMonths(1).toInstant().toEpochMilli()
                : startEpochMillis + millis;
    }

    /** Returns when the frame begins that lies {@code count} frames before the one that begins at {@code start}. */
    public long back(long start, int count) {
        return this == MONTH ? utc(start).minusMonths(count).toInstant().toEpochMilli() : start - count * millis;
    }

    private static ZonedDateTime utc(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC);
    }

    /** Returns the name that is used everywhere: {@code 1m}, {@code 1D}, {@code 1M}. */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
