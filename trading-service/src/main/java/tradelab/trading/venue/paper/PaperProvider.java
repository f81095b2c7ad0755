package tradelab.trading.venue.paper;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueProvider;

/**
 * {@code PAPER:tBTCUSD} trades against the quotes of {@code BITFINEX:tBTCUSD}, or of the venue that the setting
 * {@code source} names.
 */
public final class PaperProvider implements VenueProvider {
    static final String CODE = "PAPER";

    @Override
    public String name() {
        return "paper";
    }

    @Override
    public Set<String> codes() {
        return Set.of(CODE);
    }

    @Override
    public Venue open(Vertx vertx, Map<String, String> settings) {
        for (String key : settings.keySet()) {
            if (!key.equals("source")) {
                throw Require.refused("trading.venue-settings.paper", "source", key);
            }
        }
        String source = settings.getOrDefault("source", "BITFINEX");
        return new PaperVenue(vertx, Instrument.parse(source + ":x").venue());
    }
}
