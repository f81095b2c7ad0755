package tradelab.trading.venue;

import tradelab.contracts.Instrument;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;

/** Hears what a venue tells by itself. */
public interface VenueEvents {
    void report(VenueReport report);

    void fill(VenueFill fill);

    /** What the rules of today are for an instrument. */
    default void instrument(InstrumentFacts facts) {}

    /** The venue takes orders for an instrument, or does not. */
    default void halted(Instrument instrument, boolean halted) {}

    /** Every instrument of {@code code} that is traded there was told; no other is. */
    default void listed(String code) {}

    /**
     * The venue asks not to be called for a while.
     *
     * @param nanos for how long; 0: it may be called again
     * @param why for the log
     */
    default void pause(long nanos, String why) {}

    /** The stream is there (again): what happened before was missed. */
    void connected();

    void disconnected(String why);
}
