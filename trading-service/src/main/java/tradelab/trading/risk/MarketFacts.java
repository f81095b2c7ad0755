package tradelab.trading.risk;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;

/**
 * What venues have said about their instruments today.
 *
 * <p>Not thread-safe: one event loop owns it. Holds at most {@link #INSTRUMENTS_MAX} instruments; what comes beyond is not
 * taken in, and the venue's own check remains.
 */
public final class MarketFacts {
    public static final int INSTRUMENTS_MAX = 20_000;

    /**
     * What is known of an instrument today.
     *
     * @param low the lowest price that may be asked for, absent if there is no limit
     * @param high the highest
     * @param least the smallest amount of an order, absent if there is no limit
     * @param most the largest
     * @param halted whether the venue takes no orders for it now
     * @param fund whether it has the price steps of a fund
     */
    public record Facts(
            @Nullable Price low,
            @Nullable Price high,
            @Nullable Amount least,
            @Nullable Amount most,
            boolean halted,
            boolean fund) {}

    private final Map<Instrument, Facts> facts = new HashMap<>();
    private final Set<String> listed = new HashSet<>();

    public void put(Instrument instrument, Facts known) {
        if (facts.size() < INSTRUMENTS_MAX || facts.containsKey(instrument)) {
            facts.put(instrument, known);
        }
    }

    /** Only the status has changed. */
    public void halted(Instrument instrument, boolean halted) {
        Facts known = facts.get(instrument);
        put(
                instrument,
                known == null
                        ? new Facts(null, null, null, null, halted, false)
                        : new Facts(known.low(), known.high(), known.least(), known.most(), halted, known.fund()));
    }

    /** The venue has told all of its instruments: what is not known of it is not traded. */
    public void listed(String code) {
        boolean _ = listed.add(code);
    }

    /** Returns whether the venue must have told what an instrument is before it is traded. */
    boolean mustBeKnown(Instrument instrument) {
        return Markets.isTaiwan(instrument) || listed.contains(instrument.venue());
    }

    public @Nullable Facts get(Instrument instrument) {
        return facts.get(instrument);
    }
}
