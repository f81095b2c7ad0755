package tradelab.venue.fault;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults in force and the journal of arrivals: what the places where requests come and answers leave ask. Runs on the
 * event loop that made it.
 */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    /** Connections that are kept without an answer; one more is closed at once. */
    private static final int HELD_MAX = 10_000;

    /** Told when a fault comes into force and when it is over, never from within a decision. */
    public interface Listener {
        /** @throws IllegalArgumentException if this fault can never strike here */
        default void check(FaultSpec spec) {}

        void begun(Fault fault);

        void ended(Fault fault);
    }

    private record Held(String faultId, Runnable close) {}

    private final Vertx vertx;
    private final Context home;
    private final LongSupplier clockMillis;
    private final LongSupplier orders;
    private final FaultPlan plan = new FaultPlan(FaultRandom.HASHED);
    private final ArrivalJournal journal;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Long, Held> held = new LinkedHashMap<>();
    private @Nullable Visit current;
    private boolean sweeping;

    /** @param orders how many orders the ledger holds so far */
    public Faults(Vertx vertx, LongSupplier clockMillis, int arrivalsMax, LongSupplier orders) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.clockMillis = clockMillis;
        this.orders = orders;
        this.journal = new ArrivalJournal(arrivalsMax);
    }

    public ArrivalJournal journal() {
        return journal;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Returns whether nothing is in force. */
    public boolean idle() {
        return plan.isEmpty();
    }

    public List<Fault> inForce() {
        sweep();
        return plan.inForce();
    }

    /**
     * Puts a fault in force.
     *
     * @throws IllegalArgumentException if one with its id is in force, or there are too many
     */
    public Fault add(FaultSpec spec) {
        listeners.forEach(listener -> listener.check(spec));
        sweep();
        Fault fault = plan.add(spec, clockMillis.getAsLong());
        LOG.info("fault_begins id={} kind={} scope=\"{}\"", fault.id(), spec.kind(), spec.scope());
        if (spec.durationMillis() != null) {
            long _ = vertx.setTimer(spec.durationMillis(), _ -> sweep());
        }
        listeners.forEach(listener -> listener.begun(fault));
        return fault;
    }

    /** Ends a fault and lets go of what it keeps. Returns it, or null if it is not in force. */
    public @Nullable Fault remove(String id) {
        Fault fault = plan.remove(id);
        if (fault != null) {
            ended(fault);
            release(id);
        }
        return fault;
    }

    /** Ends every fault. Returns those that were in force. */
    public List<Fault> clear() {
        List<Fault> all = inForce();
        for (Fault fault : all) {
            var _ = remove(fault.id());
        }
        return all;
    }

    /** Writes an arrival down. */
    public Visit arrived(Occasion occasion) {
        return journal.add(occasion, clockMillis.getAsLong());
    }

    /** Returns what strikes an arrival at a point of its way, and writes it down. */
    public List<Strike> strikes(Visit visit, Point point) {
        List<Strike> strikes = strikes(visit.occasion().at(point));
        visit.struck(strikes);
        return strikes;
    }

    /** Returns what strikes. */
    public List<Strike> strikes(Occasion occasion) {
        if (plan.isEmpty()) {
            return List.of();
        }
        List<Strike> strikes = plan.decide(occasion, clockMillis.getAsLong());
        if (!strikes.isEmpty()) {
            sweepSoon();
        }
        return strikes;
    }

    /** Executes an arrival: order operations meanwhile are its own. */
    public <T> T execute(Visit visit, Supplier<T> work) {
        return execute(visit, orders, work);
    }

    /** Executes an arrival whose orders another ledger counts. */
    public <T> T execute(Visit visit, LongSupplier ledger, Supplier<T> work) {
        long before = ledger.getAsLong();
        current = visit;
        try {
            return work.get();
        } finally {
            current = null;
            visit.executed(before, ledger.getAsLong());
        }
    }

    /** Returns the arrival that is being executed, or null. */
    public @Nullable Visit current() {
        return current;
    }

    /** Runs something later on this event loop. */
    public void after(long millis, Runnable task) {
        if (millis <= 0) {
            home.runOnContext(_ -> task.run());
        } else {
            long _ = vertx.setTimer(millis, _ -> task.run());
        }
    }

    /** Keeps a connection without an answer, until its time is over or the fault is removed. */
    public void hold(Strike strike, Runnable close) {
        if (held.size() >= HELD_MAX) {
            close.run();
            return;
        }
        long timer = vertx.setTimer(strike.millis(), id -> {
            if (held.remove(id) != null) {
                close.run();
            }
        });
        held.put(timer, new Held(strike.faultId(), close));
    }

    private void release(String faultId) {
        Map.copyOf(held).forEach((timer, each) -> {
            if (each.faultId().equals(faultId) && held.remove(timer) != null) {
                boolean _ = vertx.cancelTimer(timer);
                each.close().run();
            }
        });
    }

    private void sweepSoon() {
        if (!sweeping) {
            sweeping = true;
            home.runOnContext(_ -> {
                sweeping = false;
                sweep();
            });
        }
    }

    private void sweep() {
        plan.takeOver(clockMillis.getAsLong()).forEach(this::ended);
    }

    private void ended(Fault fault) {
        LOG.info("fault_ends id={} kind={} strikes={}", fault.id(), fault.spec().kind(), fault.strikes());
        listeners.forEach(listener -> listener.ended(fault));
    }
}
