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

    /** The stream is there (again): what happened before was missed. */
    void connected();

    void disconnected(String why);
}
