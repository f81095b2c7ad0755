package tradelab.trading.risk;

import java.util.Set;
import tradelab.contracts.Instrument;

/**
 * What may be traded: single instruments, and whole venues.
 *
 * @param venues of which everything may be traded
 */
public record Tradable(Set<Instrument> instruments, Set<String> venues) {
    private static final String ALL = ":*";

    public Tradable {
        instruments = Set.copyOf(instruments);
        venues = Set.copyOf(venues);
    }

    /** Reads {@code BITFINEX:tBTCUSD} and {@code TWSE:*}. */
    public static Tradable of(Iterable<String> names) {
        Set<Instrument> instruments = new java.util.HashSet<>();
        Set<String> venues = new java.util.HashSet<>();
        for (String name : names) {
            if (name.endsWith(ALL)) {
                String venue = name.substring(0, name.length() - ALL.length());
                boolean _ = venues.add(Instrument.parse(venue + ":x").venue());
            } else {
                boolean _ = instruments.add(Instrument.parse(name));
            }
        }
        return new Tradable(instruments, venues);
    }

    public boolean has(Instrument instrument) {
        return instruments.contains(instrument) || venues.contains(instrument.venue());
    }
}
