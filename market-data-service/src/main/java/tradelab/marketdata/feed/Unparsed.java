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
    TOO_LARGE,
    /** A trade that is said to happen long after now: no true one would be the newest again. */
    TIME;

    /** How far ahead of ours a venue's clock may be. */
    static final long AHEAD_MILLIS_MAX = 60_000;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
