package tradelab.marketdata.feed;

import java.util.Locale;

/** What a frame is. A metric label. */
public enum FrameKind {
    /** A JSON object: info, subscribed, conf, error, ... */
    EVENT,
    HEARTBEAT,
    CHECKSUM,
    TRADE_EXECUTED,
    TRADE_UPDATED,
    /** One row of a channel: a change of a book, a ticker. */
    ROW,
    /** Many rows: a snapshot. */
    ROWS,
    /** A kind that the venue may add any day. */
    OTHER;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
