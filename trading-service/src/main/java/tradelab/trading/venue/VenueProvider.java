package tradelab.trading.venue;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;

/**
 * Makes an exchange known to the trading service: found by {@link java.util.ServiceLoader}, switched on by its name in
 * {@code trading.venues}. One class may be provider and {@link Venue} in one.
 */
public interface VenueProvider {
    /** Returns the name in {@code trading.venues}. */
    String name();

    /** Returns the venues of the instruments that are traded there: {@code TWSE} of {@code TWSE:2330}. */
    Set<String> codes();

    /**
     * Opens it, on the event loop that will call it.
     *
     * @param settings what stands under {@code trading.venue-settings.NAME}
     * @throws IllegalArgumentException naming the setting, what was expected and what came
     */
    Venue open(Vertx vertx, Map<String, String> settings);
}
