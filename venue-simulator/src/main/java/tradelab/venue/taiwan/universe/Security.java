package tradelab.venue.taiwan.universe;

import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.taiwan.rules.PriceLimits;
import tradelab.venue.taiwan.rules.SecurityType;
import tradelab.venue.taiwan.rules.Ticks;
import tradelab.venue.taiwan.session.TradingDays;

/**
 * A listed security.
 *
 * @param code the exchange's, 4 to 6 digits and letters
 * @param industry may be empty
 * @param listed first trading day; null if long ago
 * @param reference opening reference price of the first day, times 10^8
 * @param leverage multiplies the price limits: 1, or 2 to 3 for leveraged and inverse ETFs
 */
public record Security(
        String code,
        String name,
        Market market,
        SecurityType type,
        String industry,
        @Nullable LocalDate listed,
        long reference,
        int leverage) {
    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{4,6}");
    private static final long REFERENCE_MAX = 50_000 * Decimals.ONE;
    private static final int LEVERAGE_MAX = 3;
    private static final int DAYS_WITHOUT_LIMITS = 5;

    public Security {
        if (!CODE.matcher(code).matches()) {
            throw Require.refused("code", "4 to 6 digits and capital letters", code);
        }
        name = Require.text("name", name, 64);
        if (reference < Decimals.ONE / 100 || reference > REFERENCE_MAX) {
            throw Require.refused("reference", "0.01 to 50000", Decimals.format(reference));
        }
        leverage = (int) Require.range("leverage", leverage, 1, LEVERAGE_MAX);
    }

    public Ticks ticks() {
        return type.ticks();
    }

    /** Returns the limits of a day with that opening reference price. */
    public PriceLimits limits(LocalDate date, long dayReference) {
        boolean none =
                !type.hasLimits() || (listed != null && TradingDays.isNewListing(listed, date, DAYS_WITHOUT_LIMITS));
        return none ? PriceLimits.NONE : PriceLimits.of(ticks(), dayReference, PriceLimits.PERCENT * leverage);
    }

    /** Whether it belongs to the sector that makes the market. */
    public boolean isSemiconductor() {
        return industry.equals("半導體業") || industry.equals(GeneratedUniverse.SEMICONDUCTORS);
    }
}
