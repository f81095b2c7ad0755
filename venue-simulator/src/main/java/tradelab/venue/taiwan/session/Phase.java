package tradelab.venue.taiwan.session;

import java.time.LocalTime;

/** A part of the trading day, and the Taipei time at which it begins. */
public enum Phase {
    /** Orders are gathered for the opening auction. */
    PRE_OPEN(LocalTime.of(8, 30)),
    /** Opens with the auction, then trades continuously. */
    CONTINUOUS(LocalTime.of(9, 0)),
    /** Orders are gathered for the closing auction. */
    PRE_CLOSE(LocalTime.of(13, 25)),
    /** Begins with the closing auction. */
    AFTER_CLOSE(LocalTime.of(13, 30)),
    /** Trading at the closing price. */
    FIXED_PRICE(LocalTime.of(14, 0)),
    CLOSED(LocalTime.of(14, 30));

    private final LocalTime begins;

    Phase(LocalTime begins) {
        this.begins = begins;
    }

    public LocalTime begins() {
        return begins;
    }

    /** Returns the phase at a time of a trading day. */
    public static Phase at(LocalTime time) {
        Phase phase = CLOSED;
        for (Phase each : values()) {
            if (!time.isBefore(each.begins)) {
                phase = each;
            }
        }
        return phase;
    }
}
