package tradelab.trading.venue;

import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;

/** Hears what a venue tells by itself. */
public interface VenueEvents {
    void report(VenueReport report);

    void fill(VenueFill fill);

    /** The stream is there (again): what happened before was missed. */
    void connected();

    void disconnected(String why);
}
