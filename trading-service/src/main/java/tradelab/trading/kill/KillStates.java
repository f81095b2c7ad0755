package tradelab.trading.kill;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOrder;

/** All switches that are not ACTIVE, as of one version. Immutable. */
public final class KillStates {
    private static final KillScope[] SCOPES = KillScope.values();

    private final long version;
    private final Map<Key, KillSwitch> switches = new HashMap<>();
    private final List<Sweep> sweeps;

    private record Key(KillScope scope, String target) {}

    /** @param sweeps every wish that there ever was */
    public KillStates(long version, List<KillSwitch> switches, List<Sweep> sweeps) {
        this.version = version;
        this.sweeps = List.copyOf(sweeps);
        for (KillSwitch one : switches) {
            if (one.state() != TradingState.ACTIVE) {
                this.switches.put(new Key(one.scope(), one.target()), one);
            }
        }
    }

    public long version() {
        return version;
    }

    /** Returns the wishes that came after {@code version}. */
    public List<Sweep> sweepsAfter(long version) {
        return sweeps.isEmpty()
                ? sweeps
                : sweeps.stream().filter(sweep -> sweep.version() > version).toList();
    }

    /** Returns the strictest switch that stands against the order, or null. */
    public @Nullable KillSwitch against(SubmitOrder order) {
        if (switches.isEmpty()) {
            return null;
        }
        KillSwitch strictest = null;
        for (KillScope scope : SCOPES) {
            KillSwitch one = switches.get(new Key(scope, scope.target(order)));
            if (one != null && (strictest == null || one.state().compareTo(strictest.state()) > 0)) {
                strictest = one;
            }
        }
        return strictest;
    }
}
