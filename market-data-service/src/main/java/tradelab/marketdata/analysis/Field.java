package tradelab.marketdata.analysis;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an expression can be made of. */
enum Field {
    OPEN(true),
    HIGH(true),
    LOW(true),
    CLOSE(true),
    VOLUME(true),
    /** With a frame: of each candle; without: of the last 60 minutes. */
    VWAP(true),
    MID(false),
    SPREAD(false),
    IMBALANCE(false),
    LAST(false),
    BID(false),
    ASK(false);

    /** Whether it takes a frame and is a series then. */
    final boolean framed;

    Field(boolean framed) {
        this.framed = framed;
    }

    static @Nullable Field of(String name) {
        for (Field field : values()) {
            if (field.toString().equals(name)) {
                return field;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
