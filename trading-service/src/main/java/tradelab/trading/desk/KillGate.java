package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.trading.kill.KillStates;
import tradelab.trading.kill.KillStore;
import tradelab.trading.kill.KillSwitch;
import tradelab.trading.order.Order;

/**
 * What this instance knows of the kill switch. It may be late: each commit says which version stood when it was made, and
 * nothing is sent whose claim was committed under a version that is not known here.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class KillGate {
    private static final Logger LOG = LoggerFactory.getLogger(KillGate.class);

    private final KillStore store;
    private final Runnable changed;
    private KillStates states = new KillStates(0, List.of(), List.of());
    private boolean reading;
    /** Asked for while a reading was under way that may have begun too early. */
    private @Nullable Promise<Void> again;

    /** @param changed called when another version is known */
    KillGate(KillStore store, Runnable changed) {
        this.store = store;
        this.changed = changed;
    }

    KillStates states() {
        return states;
    }

    /** Says what a switch forbids. */
    static String words(KillSwitch thrown) {
        return thrown.scope() + " " + thrown.target() + " is " + thrown.state() + ": " + thrown.reason();
    }

    /** Returns whether an order whose claim was committed at {@code version} may leave. */
    boolean mayLeave(Order order, long version) {
        if (version > states.version()) {
            seen(version);
            return false;
        }
        KillSwitch thrown = states.against(order.request());
        return thrown == null || thrown.state().lets(order.reduces());
    }

    /** Says that the database has this version. */
    void seen(long version) {
        if (version > states.version() && !reading) {
            var _ = refresh();
        }
    }

    /**
     * Reads the switches as they are from now on. Never fails; while they cannot be read, what is known to be old lets
     * nothing through.
     */
    Future<Void> refresh() {
        if (reading) {
            if (again == null) {
                again = Promise.promise();
            }
            return again.future();
        }
        reading = true;
        return store.read()
                .onSuccess(stored -> {
                    if (stored.version() != states.version()) {
                        LOG.warn("event=kill_switch_version version={}", stored.version());
                    }
                    states = stored.states();
                    changed.run();
                })
                .onFailure(cause -> LOG.warn("event=kill_switch_unread cause=\"{}\"", cause.getMessage()))
                .onComplete(_ -> {
                    reading = false;
                    Promise<Void> waiting = again;
                    again = null;
                    if (waiting != null) {
                        refresh().onComplete(waiting);
                    }
                })
                .otherwiseEmpty()
                .mapEmpty();
    }
}
