package tradelab.trading.api;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.runtime.http.ApiRequest;
import tradelab.trading.desk.TradingFloor;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.journal.StoredOrder;
import tradelab.trading.kill.KillNotice;
import tradelab.trading.kill.KillScope;
import tradelab.trading.kill.KillStore;
import tradelab.trading.kill.KillSwitch;
import tradelab.trading.kill.TradingState;

/** The kill switch over HTTP. */
public final class KillHttp {
    private static final int LISTED_MAX = 10_000;
    private static final int REASON_LENGTH_MAX = 200;

    private final KillStore switches;
    private final OrderStore orders;
    private final TradingFloor floor;
    private final EventBus bus;
    private final LongSupplier millis;

    public KillHttp(KillStore switches, TradingFloor floor, EventBus bus, LongSupplier millis) {
        this.switches = switches;
        this.orders = floor.store();
        this.floor = floor;
        this.bus = bus;
        this.millis = millis;
        var _ = KillNotice.TOPIC.subscribe(bus, _ -> {
            var _ = floor.killSwitchChanged();
        });
    }

    /** What to set a switch to. */
    record Wish(TradingState state, String reason, @Nullable Boolean cancelAll) {
        Wish {
            state = Require.present("state", state);
            reason = Require.text("reason", reason, REASON_LENGTH_MAX);
        }
    }

    /**
     * The answer to a switch that was thrown.
     *
     * @param mayReachVenue ids of orders of the scope whose bytes may have left before, without an answer yet: the only
     *     ones that the venue can still get to see
     * @param complete false if there are more of them than are listed
     */
    record Thrown(KillSwitch thrown, List<String> mayReachVenue, boolean complete) {}

    /** Every switch that was ever thrown, as it stands. */
    record Entries(long version, List<KillSwitch> switches) {}

    Future<Entries> read(ApiRequest request) {
        request.queryOnly();
        return switches.read()
                .recover(KillHttp::unavailable)
                .map(stored -> new Entries(stored.version(), stored.switches()));
    }

    Future<Thrown> put(ApiRequest request) {
        request.queryOnly(); // cancelAll stands in the body
        KillScope scope = scope(request.path("scope"));
        String target = scope.require(request.path("target"));
        Wish wish = request.body(Wish.class);
        if (wish.state() != TradingState.ACTIVE) {
            requireVenue(floor, scope, target);
        }
        boolean cancelAll = Boolean.TRUE.equals(wish.cancelAll());
        return switches.put(scope, target, wish.state(), wish.reason(), cancelAll, millis.getAsLong())
                .recover(KillHttp::unavailable)
                .onSuccess(_ -> KillNotice.TOPIC.publish(bus, new KillNotice(scope, target)))
                .compose(thrown -> floor.killSwitchChanged()
                        .compose(_ -> orders.onTheirWay(LISTED_MAX + 1))
                        .recover(KillHttp::unavailable)
                        .map(rows -> answer(thrown, rows)));
    }

    private static Thrown answer(KillSwitch thrown, List<StoredOrder> rows) {
        List<String> listed = rows.stream()
                .limit(LISTED_MAX)
                .filter(row -> thrown.scope().target(row.request()).equals(thrown.target()))
                .map(row -> row.view().orderId())
                .toList();
        return new Thrown(thrown, listed, rows.size() <= LISTED_MAX);
    }

    static KillScope scope(String text) {
        try {
            return KillScope.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Require.refused("scope", "one of " + List.of(KillScope.values()), text);
        }
    }

    /** Whoever misspells a venue would believe that it is stopped, or limited. */
    static void requireVenue(TradingFloor floor, KillScope scope, String target) {
        String code = switch (scope) {
            case GLOBAL, ACCOUNT -> null;
            case VENUE -> target;
            case INSTRUMENT -> Instrument.parse(target).venue();
        };
        if (code != null && !floor.venueCodes().contains(code)) {
            throw Require.refused("target", "a venue of " + floor.venueCodes(), target);
        }
    }

    /** The switch may be thrown all the same: whoever asks must ask again. */
    static <T> Future<T> unavailable(Throwable cause) {
        return Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, cause));
    }
}
