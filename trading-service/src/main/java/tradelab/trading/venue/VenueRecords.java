package tradelab.trading.venue;

import java.util.List;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;

/**
 * The venue's own records at one time.
 *
 * @param closedSinceMillis {@code closed} has every order created from then on that was closed; later than asked for if
 *     the venue has more than it tells
 */
public record VenueRecords(
        List<VenueReport> open, List<VenueReport> closed, List<VenueFill> fills, long closedSinceMillis) {
    public VenueRecords {
        open = List.copyOf(open);
        closed = List.copyOf(closed);
        fills = List.copyOf(fills);
    }
}
