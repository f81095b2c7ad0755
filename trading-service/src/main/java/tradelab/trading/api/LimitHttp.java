package tradelab.trading.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.runtime.http.ApiRequest;
import tradelab.trading.desk.TradingFloor;
import tradelab.trading.kill.KillScope;
import tradelab.trading.risk.LimitBook;
import tradelab.trading.risk.LimitStore;
import tradelab.trading.risk.RiskLimits;

/** The limits over HTTP. */
public final class LimitHttp {
    private static final int REASON_LENGTH_MAX = 200;
    private static final int CHANGES_MAX = 1_000;
    private static final int CHANGES_DEFAULT = 100;

    private final LimitStore store;
    private final TradingFloor floor;
    private final LongSupplier millis;

    public LimitHttp(LimitStore store, TradingFloor floor, LongSupplier millis) {
        this.store = store;
        this.floor = floor;
        this.millis = millis;
    }

    /** What to limit a scope to; what is absent does not limit. */
    record Wish(RiskLimits limits, String reason) {
        Wish {
            limits = Require.present("limits", limits);
            reason = Require.text("reason", reason, REASON_LENGTH_MAX);
        }
    }

    /**
     * All limits that were ever set, or changes of them.
     *
     * @param settings the limits of the settings, which hold for everybody; absent with changes
     */
    record Entries(List<LimitBook.Entry> limits, @Nullable RiskLimits settings) {}

    Future<Entries> read(ApiRequest request) {
        request.queryOnly();
        return store.read().recover(KillHttp::unavailable).map(limits -> new Entries(limits, floor.limitsOfSettings()));
    }

    Future<Entries> changes(ApiRequest request) {
        request.queryOnly("before", "limit");
        long before = request.query("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        int limit = (int) request.query("limit", CHANGES_DEFAULT, 1, CHANGES_MAX);
        return store.changes(before, limit).recover(KillHttp::unavailable).map(changes -> new Entries(changes, null));
    }

    /** Other instances keep to it from their next commit on, or their next sign of life. */
    Future<LimitBook.Entry> put(ApiRequest request) {
        request.queryOnly();
        KillScope scope = KillHttp.scope(request.path("scope"));
        String target = scope.require(request.path("target"));
        Wish wish = request.body(Wish.class);
        if (!wish.limits().equals(RiskLimits.NONE)) {
            KillHttp.requireVenue(floor, scope, target);
        }
        return store.put(scope, target, wish.limits(), wish.reason(), millis.getAsLong())
                .compose(entry -> floor.limitsChanged().map(_ -> entry))
                .recover(KillHttp::unavailable);
    }
}
