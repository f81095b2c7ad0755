package tradelab.venue;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.venue.fault.Fault;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.fault.Faults;
import tradelab.venue.taiwan.TaiwanVenue;

/** Halts Taiwan securities while a fault says so. What several faults halt goes on when the last one ends. */
final class TaiwanHalts implements Faults.Listener {
    private static final String ALL = "*";

    private final Supplier<@Nullable TaiwanVenue> venue;
    private final Map<String, Integer> halted = new HashMap<>();

    TaiwanHalts(Supplier<@Nullable TaiwanVenue> venue) {
        this.venue = venue;
    }

    @Override
    public void check(FaultSpec spec) {
        if (spec.kind() != FaultKind.TAIWAN_HALT) {
            return;
        }
        TaiwanVenue open = venue.get();
        if (open == null) {
            throw Require.refused(
                    "kind",
                    "another kind while venue.taiwan.enabled is false",
                    spec.kind().toString());
        }
        String code = code(spec);
        if (!code.equals(ALL) && open.exchange().index(code) < 0) {
            throw Require.refused("scope.symbol", "a listed security or '*'", code);
        }
    }

    @Override
    public void begun(Fault fault) {
        if (fault.spec().kind() == FaultKind.TAIWAN_HALT && halted.merge(code(fault.spec()), 1, Integer::sum) == 1) {
            set(code(fault.spec()), true);
        }
    }

    @Override
    public void ended(Fault fault) {
        if (fault.spec().kind() == FaultKind.TAIWAN_HALT
                && halted.merge(code(fault.spec()), -1, (a, b) -> a + b == 0 ? null : a + b) == null) {
            set(code(fault.spec()), false);
        }
    }

    private void set(String code, boolean halt) {
        TaiwanVenue open = venue.get();
        if (open != null) {
            boolean _ = open.desk()
                    .halt(
                            code.equals(ALL) ? null : code,
                            halt,
                            open.wallMillis().getAsLong());
        }
    }

    private static String code(FaultSpec spec) {
        return Require.present("scope.symbol", spec.scope().symbol());
    }
}
