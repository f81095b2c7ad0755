package tradelab.marketdata.feed;

import java.util.Locale;

/** Why a frame could not be used. A metric label. */
public enum Unparsed {
    /** Not the JSON that a frame is made of. */
    SYNTAX,
    /** A price or amount that is no decimal of eight digits after the point, or out of range. */
    NUMBER,
    /** JSON, but not a frame of its channel. */
    SHAPE,
    /** More bytes or numbers than any frame may have. */
    TOO_LARGE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
