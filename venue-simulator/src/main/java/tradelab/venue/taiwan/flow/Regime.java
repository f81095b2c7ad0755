package tradelab.venue.taiwan.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What kind of day the background orders make. Moves are in logarithms of the price. In settings and JSON the names are
 * lower case with hyphens: {@code limit-down}.
 */
public enum Regime {
    CALM(0, 0.004, 0, 0.015),
    /** Swings three times as wide all day, as the first minutes of a calm day. */
    OPEN(0, 0.01, 0, 0.045),
    /** Opens lower and falls on. */
    CRASH(-0.02, 0.015, -0.05, 0.035),
    /** Opens higher and rises on. */
    BUBBLE(0.02, 0.015, 0.05, 0.03),
    /** 19 March 2020: half of the market at its lower limit from the opening on. */
    LIMIT_DOWN(-0.1, 0.035, -0.01, 0.02);

    private final double gap;
    private final double gapDeviation;
    private final double drift;
    private final double deviation;

    Regime(double gap, double gapDeviation, double drift, double deviation) {
        this.gap = gap;
        this.gapDeviation = gapDeviation;
        this.drift = drift;
        this.deviation = deviation;
    }

    /** Mean move from the last close to the opening. */
    double gap() {
        return gap;
    }

    double gapDeviation() {
        return gapDeviation;
    }

    /** Mean move from the opening to the close. */
    double drift() {
        return drift;
    }

    /** Deviation of that move. */
    double deviation() {
        return deviation;
    }

    /** @throws IllegalArgumentException for an unknown name */
    @JsonCreator
    public static Regime parse(@Nullable String text) {
        for (Regime each : values()) {
            if (each.toString().equals(text)) {
                return each;
            }
        }
        throw Require.refused("regime", "calm, open, crash, bubble or limit-down", text);
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
