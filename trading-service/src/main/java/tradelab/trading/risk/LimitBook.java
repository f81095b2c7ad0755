package tradelab.trading.risk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.kill.KillScope;

/** All limits that were set, as of one version. Immutable. */
public final class LimitBook {
    private static final KillScope[] SCOPES = KillScope.values();

    /** The limits of one scope as they stand. */
    public record Entry(
            KillScope scope, String target, RiskLimits limits, String reason, long version, long changedEpochMillis) {}

    private record Key(KillScope scope, String target) {}

    private final Map<Key, RiskLimits> limits = new HashMap<>();
    private final RiskLimits always;

    /** @param always the limits of the settings; what is set later can only be stricter */
    public LimitBook(RiskLimits always, List<Entry> entries) {
        this.always = always;
        for (Entry entry : entries) {
            if (!entry.limits().equals(RiskLimits.NONE)) {
                limits.put(new Key(entry.scope(), entry.target()), entry.limits());
            }
        }
    }

    /** Returns the limits that apply to an order. */
    public RiskLimits of(SubmitOrder order) {
        RiskLimits all = always;
        if (!limits.isEmpty()) {
            for (KillScope scope : SCOPES) {
                RiskLimits one = limits.get(new Key(scope, scope.target(order)));
                all = one == null ? all : all.and(one);
            }
        }
        return all;
    }
}
