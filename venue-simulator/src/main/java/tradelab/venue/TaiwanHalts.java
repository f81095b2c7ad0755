package tradelab.venue;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.venue.fault.Fault;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.FaultScope;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.fault.Faults;
import tradelab.venue.taiwan.TaiwanVenue;

/** Refuses faults that can never strike in Taiwan, and halts securities while a fault says so. What several faults halt goes on when the last one ends. */
final class TaiwanHalts implements Faults.Listener {
    private static final String ALL = "*";

    private final Supplier<@Nullable TaiwanVenue> venue;
    private final Map<String, Integer> halted = new HashMap<>();

    TaiwanHalts(Supplier<@Nullable TaiwanVenue> venue) {
        this.venue = venue;
    }

    @Override
    public void check(FaultSpec spec) {
        FaultScope scope = spec.scope();
        boolean halts = spec.kind() == FaultKind.TAIWAN_HALT;
        if (!halts && !scope.isTaiwan()) {
            return;
        }
        TaiwanVenue open = venue.get();
        if (open == null) {
            throw Require.refused(
                    halts ? "kind" : "scope",
                    halts ? "another kind while venue.taiwan.enabled is false" : "nothing of Taiwan while it is off",
                    halts ? spec.kind().toString() : scope.toString());
        }
        String code = scope.symbol();
        if (code != null && !(halts && code.equals(ALL)) && open.exchange().index(code) < 0) {
            throw Require.refused("scope.symbol", halts ? "a listed security or '*'" : "a listed security", code);
        }
        shows(spec, scope);
    }

    /** What could never strike in Taiwan is refused: nobody would know why it does not. */
    private static void shows(FaultSpec spec, FaultScope scope) {
        String kind = spec.kind().toString();
        if (!spec.kind().showsInTaiwan()) {
            throw Require.refused(
                    "kind", "one that the Taiwan venue can show: it has no nonces and no checksums", kind);
        }
        if (scope.channel() != null && !scope.channel().matches("snapshots|trades|status|account")) {
            throw Require.refused("scope.channel", "snapshots, trades, status or account in Taiwan", scope.channel());
        }
        if (scope.cid() != null) {
            throw Require.refused(
                    "scope.cid",
                    "none in Taiwan, whose client order ids are text",
                    scope.cid().toString());
        }
        String route = scope.route() == null ? "" : scope.route();
        if (route.startsWith("/") && !spec.kind().strikesRequests()) {
            throw Require.refused("scope.route", "taiwan/... for " + kind + ", which strikes no HTTP request", route);
        }
        if (route.startsWith("taiwan/") && spec.kind() == FaultKind.RECORDED_ANSWER) {
            throw Require.refused("scope.route", "a path for recorded-answer", route);
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
