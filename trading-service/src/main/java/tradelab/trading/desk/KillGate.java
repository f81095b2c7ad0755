package tradelab.trading.desk;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.kill.KillStates;
import tradelab.trading.kill.KillStore;
import tradelab.trading.kill.KillSwitch;
import tradelab.trading.kill.TradingState;

/**
 * What this instance knows of the kill switch. It may be late: each commit says which version stood when it was made, and
 * nothing is sent whose claim was committed under a version that is not known here.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class KillGate {
    private static final Logger LOG = LoggerFactory.getLogger(KillGate.class);
    private static final int REDUCING_MAX = 100_000;

    private final KillStore store;
    private final Runnable changed;
    private final Set<OrderRef> reducing = new HashSet<>();
    private KillStates states = new KillStates(0, List.of());
    private boolean reading;

    /** @param changed called when another version is known */
    KillGate(KillStore store, Runnable changed) {
        this.store = store;
        this.changed = changed;
    }

    KillStates states() {
        return states;
    }

    /** An order was found to reduce its account's position. */
    void reduces(SubmitOrder order) {
        if (reducing.size() < REDUCING_MAX) {
            reducing.add(order.ref());
        }
    }

    /** Returns whether an order whose claim was committed at {@code version} may leave. */
    boolean mayLeave(SubmitOrder order, long version) {
        if (version > states.version()) {
            var _ = refresh();
            return false;
        }
        KillSwitch thrown = states.against(order);
        return thrown == null || (thrown.state() == TradingState.REDUCING && reducing.contains(order.ref()));
    }

    /** Says that the database has this version. */
    void seen(long version) {
        if (version > states.version()) {
            var _ = refresh();
        }
    }

    /** Reads the switches. Never fails; while they cannot be read, what is known to be old lets nothing through. */
    Future<Void> refresh() {
        if (reading) {
            return Future.succeededFuture();
        }
        reading = true;
        return store.read()
                .onComplete(_ -> reading = false)
                .onSuccess(stored -> {
                    if (stored.version() != states.version()) {
                        LOG.warn("event=kill_switch_version version={}", stored.version());
                    }
                    states = stored.states();
                    reducing.removeIf(_ -> states.isQuiet());
                    changed.run();
                })
                .onFailure(cause -> LOG.warn("event=kill_switch_unread cause=\"{}\"", cause.getMessage()))
                .otherwiseEmpty()
                .mapEmpty();
    }
}
