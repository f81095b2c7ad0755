package tradelab.trading.venue;

import java.util.Set;
import tradelab.contracts.Require;

/**
 * A venue and the instruments that go there.
 *
 * @param name for logs and metrics
 * @param codes the venues of those instruments
 */
public record OpenVenue(String name, Set<String> codes, Venue venue) {
    public OpenVenue {
        name = Require.id("name", name);
        codes = Set.copyOf(codes);
        venue = Require.present("venue", venue);
    }
}
