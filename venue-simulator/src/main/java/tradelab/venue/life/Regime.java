package tradelab.venue.life;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What the generated markets go through. In settings and JSON the names are lower case with hyphens: {@code flash-crash}.
 *
 * <p>The prices of {@link #CRASH} and {@link #BUBBLE} are closes and lows of the exchange's hourly candles of BTCUSD;
 * where in its hour a low was is chosen.
 */
public enum Regime {
    /** As recorded; see {@link RecordedFit}. */
    CALM(1, 1, 1, Course.LEVEL),
    /** Swings three times as wide, as when a market opens. */
    OPEN(3, 4, 1.5, Course.LEVEL),
    /** From 12 March 2020, 10:00 UTC, for 38 hours: a quarter lost in the first, 46 % at the low; 18 times the volume. */
    CRASH(
            15,
            6,
            3,
            Course.ofHours(
                    new double[] {0, 0.75, 1, 2, 4, 10, 13, 13.75, 14, 15, 16, 16.25, 17, 18, 19, 22, 29, 33, 34, 38},
                    new double[] {
                        7_380.7, 5_683, 6_105.1, 6_072.9, 6_022.6, 6_054.8, 5_827.2, 4_607.7, 4_873.1, 4_777, 4_304,
                        4_000, 5_159.2, 5_340.8, 4_866.6, 5_450.7, 5_452, 5_004.7, 5_416.3, 5_625.7
                    })),
    /** From 2 January 2021 for 235 hours: up 41 % in six and a half days, and then half of that lost. */
    BUBBLE(9, 2, 1.5, Course.ofHours(new double[] {0, 36, 66, 120, 150, 156, 204, 228, 235}, new double[] {
        29_350, 34_131, 31_150, 37_158, 38_468, 41_347, 39_499, 34_328, 32_629
    })),
    /** A tenth lost within a minute, most of it back within six, by orders that trade: chosen, not measured. */
    FLASH_CRASH(
            4,
            8,
            8,
            Course.ofHours(
                    new double[] {0, 20 / 3_600.0, 60 / 3_600.0, 90 / 3_600.0, 360 / 3_600.0, 900 / 3_600.0},
                    new double[] {100, 98, 90, 91, 98, 100}));

    private final double volatility;
    private final double activity;
    private final double taking;
    private final Course course;

    Regime(double volatility, double activity, double taking, Course course) {
        this.volatility = volatility;
        this.activity = activity;
        this.taking = taking;
        this.course = course;
    }

    /** Swings around the course, times those of a calm market. */
    double volatility() {
        return volatility;
    }

    /** Orders and cancels, times those of a calm market. */
    double activity() {
        return activity;
    }

    /** The share of them that trades, times that of a calm market. */
    double taking() {
        return taking;
    }

    /** Where prices go from the moment on at which the regime begins. */
    Course course() {
        return course;
    }

    /** @throws IllegalArgumentException for an unknown name */
    @JsonCreator
    public static Regime parse(@Nullable String text) {
        for (Regime each : values()) {
            if (each.toString().equals(text)) {
                return each;
            }
        }
        throw Require.refused("regime", "one of " + Arrays.toString(values()), text);
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
