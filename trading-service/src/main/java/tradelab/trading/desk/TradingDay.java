package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.trading.OrderEvents;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.TradingApi;
import tradelab.trading.journal.CommitGroup;
import tradelab.trading.journal.GroupCommit;
import tradelab.trading.journal.Lease;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.journal.PgOrderLog;
import tradelab.trading.kill.Sweep;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.OrderWalk;
import tradelab.trading.order.Terms;
import tradelab.trading.risk.RiskGate;

/**
 * One ownership of a partition from beginning to end: loads its orders, runs its desk, and ends.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class TradingDay {
    private static final Logger LOG = LoggerFactory.getLogger(TradingDay.class);
    private static final long FLUSH_TICK_MILLIS = 5;

    /** Orders that are taken up or forgotten in one turn. */
    private static final int SLICE = 1_000;

    /** Hears what concerns the whole floor. */
    interface Listener {
        /** What may go to the venue has changed. */
        void reconsider();

        /** The venue's records should be read. */
        void readSoon();

        /** The log has refused us: somebody else owns the partition. */
        void lost(TradingDay day);
    }

    private final Vertx vertx;
    private final Lease lease;
    private final OrderStore store;
    private final DeskMetrics metrics;
    private final OrderCore core;
    private final GroupCommit commits;
    private final EffectRunner steps;
    private final VenueDesks dispatcher;
    private final OrderDesk desk;
    private final MassCancels kills;
    private final KillGate gate;
    private final RiskGate risk;
    private final LongSupplier millis;
    private final Listener listener;
    private long lastCid;
    /** Venues whose records were held against ours. */
    private final Set<String> reconciled = new HashSet<>();

    private boolean closing;

    /** The version of the last wish to cancel that was begun to be carried out here. */
    private long swept;

    TradingDay(
            Vertx vertx,
            Pool pool,
            Lease lease,
            long lastCid,
            FloorPlan plan,
            VenueDesks dispatcher,
            KillGate gate,
            RiskGate risk,
            DeskMetrics metrics,
            Strangers strangers,
            Listener listener,
            LongSupplier millis) {
        this.vertx = vertx;
        this.lease = lease;
        this.millis = millis;
        this.metrics = metrics;
        this.dispatcher = dispatcher;
        this.gate = gate;
        this.risk = risk;
        this.listener = listener;
        this.lastCid = lastCid;
        this.store = new OrderStore(pool);
        DeskSettings settings = plan.desk();
        this.core = new OrderCore(
                lease.partition(),
                lastCid,
                settings.finalOrdersMax(),
                settings.orderAgeMax().toMillis());
        core.gate(order -> risk.stopped(order.request()));
        this.commits = new GroupCommit(
                new PgOrderLog(pool, lease, settings.commitTimeout(), System::nanoTime),
                new GroupCommit.Limits(
                        settings.commitGroupMax(), settings.commitWaitMax().toMillis(), settings.stepsMax()),
                this::later,
                this::oldestOpen,
                System::nanoTime,
                new CommitListener());
        this.steps = new EffectRunner(commits, strangers, metrics, dispatcher);
        this.kills = new MassCancels(core, order -> core.kill(order, millis.getAsLong()), steps::cancel, this::later);
        this.desk = new OrderDesk(
                vertx, core, commits, store, steps, dispatcher, risk, metrics, settings, gate, this::later, millis);
    }

    private void later(long delayMillis, Runnable action) {
        var _ = vertx.setTimer(delayMillis, _ -> action.run());
    }

    /** Loads what is open. From the completion on, the desk takes orders; they go to the venue once it is reconciled. */
    Future<Void> load() {
        List<Effect> effects = new ArrayList<>();
        return store.open(lease.partition(), (stored, fills) -> {
                    Order order = stored.order();
                    effects.addAll(core.restore(order, fills, millis.getAsLong()));
                    risk.books().count(order);
                })
                .compose(_ -> store.unsettled(
                        lease.partition(), (stored, fills) -> core.restoreUnsettled(stored.order(), fills)))
                .compose(_ -> {
                    LOG.info(
                            "event=orders_loaded partition={} epoch={} open={} in_doubt={}",
                            lease.partition(),
                            lease.epoch(),
                            core.open().size(),
                            core.count(OrderStatus.IN_DOUBT));
                    return carryOut(effects);
                });
    }

    /** A million orders may wait; others use this event loop too. */
    private Future<Void> carryOut(List<Effect> effects) {
        if (effects.size() <= SLICE) {
            return steps.apply(effects);
        }
        return steps.apply(effects.subList(0, SLICE))
                .compose(_ -> vertx.timer(1, TimeUnit.MILLISECONDS))
                .compose(_ -> carryOut(effects.subList(SLICE, effects.size())));
    }

    OrderDesk desk() {
        return desk;
    }

    Lease lease() {
        return lease;
    }

    GroupCommit commits() {
        return commits;
    }

    int partition() {
        return lease.partition();
    }

    boolean holds() {
        return lease.holds(System.nanoTime());
    }

    OrderCore core() {
        return core;
    }

    EffectRunner steps() {
        return steps;
    }

    /** The records of {@code venue} were held against ours. */
    void reconciled(String venue) {
        boolean _ = reconciled.add(venue);
        listener.reconsider();
    }

    /** Returns whether the order is one of this day: an earlier day of the partition had others of the same ids. */
    boolean has(Order order) {
        return core.find(order.cid()) == order;
    }

    boolean mayPlace(Order order) {
        String venue = dispatcher.venue(order);
        return venue != null && reconciled.contains(venue) && !closing && gate.mayLeave(order, commits.gate());
    }

    /** Less of an order harms nobody, whatever switch stands against it. */
    boolean mayAmend(Order order, Terms terms) {
        boolean less = terms.price() == order.working().price()
                && terms.amount() <= order.working().amount();
        return less ? !closing : mayPlace(order);
    }

    /** Cancels what switches want cancelled. To be called when the orders are loaded, and when the switches are read. */
    void sweep() {
        List<Sweep> due = gate.states().sweepsAfter(swept);
        if (!due.isEmpty()) {
            swept = due.stream().mapToLong(Sweep::version).max().orElse(swept);
            var _ = sweep(due)
                    .compose(_ -> sweepLate(due))
                    .onFailure(cause ->
                            LOG.warn("event=sweep_left_to_the_next_owner partition={}", lease.partition(), cause));
        }
    }

    private Future<Integer> sweep(List<Sweep> due) {
        return kills.cancel(due, order -> due.stream().anyMatch(sweep -> sweep.covers(order)));
    }

    /** What was just being made durable could not be cancelled yet. Ends when there was nothing more. */
    private Future<Void> sweepLate(List<Sweep> due) {
        return commits.store(List.of(), List.of())
                .compose(_ -> sweep(due))
                .compose(found -> found > 0 ? sweepLate(due) : Future.succeededFuture());
    }

    /** Refuses everything new from now on, and sends nothing new. */
    void stopIntake() {
        closing = true;
        desk.close();
        kills.close();
    }

    boolean isClosing() {
        return closing;
    }

    /** Completes when what is under way is answered and everything is durable. */
    Future<Void> flush() {
        if (dispatcher.carries(lease.partition()) && commits.state() == GroupCommit.State.RUNNING) {
            return vertx.timer(FLUSH_TICK_MILLIS, TimeUnit.MILLISECONDS).compose(_ -> flush());
        }
        return commits.idle();
    }

    /** The partition is ours no more: its orders count here no longer, a bounded number of them a turn. */
    void forget() {
        forget(core.walk());
    }

    private void forget(OrderWalk open) {
        for (int i = 0; i < SLICE; i++) {
            Order order = open.next();
            if (order == null) {
                return;
            }
            risk.books().forget(order);
        }
        later(1, () -> forget(open));
    }

    private long oldestOpen() {
        Iterator<Order> open = core.open().iterator();
        Iterator<Order> unsettled = core.unsettled().iterator();
        long oldest = open.hasNext() ? open.next().cid() : lastCid;
        return unsettled.hasNext() ? Math.min(oldest, unsettled.next().cid()) : oldest;
    }

    private final class CommitListener implements GroupCommit.Listener {
        @Override
        public void committed(CommitGroup group, List<OrderView> views, long nanos) {
            if (!group.inserts().isEmpty()) {
                lastCid = group.inserts().getLast().cid();
            }
            group.changes().forEach(change -> risk.books().count(change.order()));
            metrics.committed(group.size(), views, nanos);
            gate.seen(commits.gate());
            if (!views.isEmpty()) {
                TradingApi.ORDER_EVENTS.publish(vertx.eventBus(), new OrderEvents(lease.partition(), views));
            }
        }

        @Override
        public void state(GroupCommit.State state, String why) {
            LOG.warn("event=order_log_state partition={} state={} cause=\"{}\"", lease.partition(), state, why);
            switch (state) {
                case RUNNING -> listener.readSoon();
                case RETRYING -> desk.stalled();
                case HALTED -> listener.lost(TradingDay.this);
            }
        }
    }
}
