package tradelab.trading.venue.taiwan;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueProvider;

/** {@code TWSE:2330} and {@code TPEX:6488}, at whoever speaks the protocol of {@code docs/taiwan-venue.md}. */
public final class TaiwanProvider implements VenueProvider {
    @Override
    public String name() {
        return "taiwan";
    }

    @Override
    public Set<String> codes() {
        return Set.of("TWSE", "TPEX");
    }

    @Override
    public Venue open(Vertx vertx, Map<String, String> settings) {
        return new TaiwanVenue(vertx, TaiwanSettings.of(settings));
    }
}
