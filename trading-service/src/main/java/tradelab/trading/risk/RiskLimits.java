package tradelab.trading.risk;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;

/**
 * Limits of a scope: everything, a venue, an account or an instrument. What is absent does not limit. Where several scopes
 * apply to an order, the strictest value of each counts.
 *
 * @param amountMax of one order
 * @param notionalMax price times amount of one order, in the quote currency
 * @param exposureMax price times what is open of all orders of an account in one instrument, in the quote currency
 * @param ordersPerSecond new orders of an account in any second, 1 to 100,000
 * @param collar how far beyond the other side's best price an order may reach, as a fraction: {@code 0.05}
 * @param equalOrdersMax new orders of an account within the duplicate window that differ in nothing but their id
 * @param refuseSelfMatch whether an order that could trade with an open one of its account is refused
 * @param makerOnly whether only post-only orders are taken
 * @param restricted whether nothing is taken
 */
public record RiskLimits(
        @Nullable Amount amountMax,
        @Nullable Amount notionalMax,
        @Nullable Amount exposureMax,
        @Nullable Integer ordersPerSecond,
        @Nullable Amount collar,
        @Nullable Integer equalOrdersMax,
        @Nullable Boolean refuseSelfMatch,
        @Nullable Boolean makerOnly,
        @Nullable Boolean restricted) {
    /** Limits nothing. */
    public static final RiskLimits NONE = new RiskLimits(null, null, null, null, null, null, null, null, null);

    public RiskLimits {
        if (ordersPerSecond != null) {
            var _ = Require.range("ordersPerSecond", ordersPerSecond, 1, 100_000);
        }
        if (equalOrdersMax != null) {
            var _ = Require.range("equalOrdersMax", equalOrdersMax, 1, 100_000);
        }
        if (collar != null && collar.units() > Decimals.ONE) {
            throw Require.refused("collar", "0 to 1", collar.toString());
        }
    }

    /** Limits the amount of an order. */
    static RiskLimits ofAmount(Amount max) {
        return new RiskLimits(max, null, null, null, null, null, null, null, null);
    }

    /** Returns the stricter value of each. */
    RiskLimits and(RiskLimits other) {
        return new RiskLimits(
                least(amountMax, other.amountMax),
                least(notionalMax, other.notionalMax),
                least(exposureMax, other.exposureMax),
                least(ordersPerSecond, other.ordersPerSecond),
                least(collar, other.collar),
                least(equalOrdersMax, other.equalOrdersMax),
                either(refuseSelfMatch, other.refuseSelfMatch),
                either(makerOnly, other.makerOnly),
                either(restricted, other.restricted));
    }

    private static <T extends Comparable<T>> @Nullable T least(@Nullable T one, @Nullable T other) {
        return one == null ? other : other == null || one.compareTo(other) <= 0 ? one : other;
    }

    private static @Nullable Boolean either(@Nullable Boolean one, @Nullable Boolean other) {
        return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other) ? Boolean.TRUE : null;
    }
}
