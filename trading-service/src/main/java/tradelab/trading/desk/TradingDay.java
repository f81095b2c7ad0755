package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.contracts.trading.OrderEvents;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.TradingApi;
import tradelab.runtime.ServiceContext;
import tradelab.trading.batch.DispatchListener;
import tradelab.trading.batch.Dispatcher;
import tradelab.trading.journal.CommitGroup;
import tradelab.trading.journal.Durability;
import tradelab.trading.journal.GroupCommit;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.journal.Ownership;
import tradelab.trading.journal.PgOrderLog;
import tradelab.trading.journal.StoredOrder;
import tradelab.trading.order.Effect;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.pace.Pace;
import tradelab.trading.reconcile.ReconcileSettings;
import tradelab.trading.reconcile.Reconciler;
import tradelab.trading.risk.OrderLimits;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;

/**
 * One ownership of a partition from beginning to end: takes it, loads its orders, reconciles them with the venue, runs
 * the desk, and ends.
 */
public final class TradingDay {
    private static final Logger LOG = LoggerFactory.getLogger(TradingDay.class);
    private static final long FLUSH_TICK_MILLIS = 5;
    private static final int EPOCH_SHIFT = 32;

    /** What a day needs to be told. */
    public record Plan(
            DeskSettings desk,
            ReconcileSettings reconcile,
            Dispatcher.Limits batches,
            int callsPerMinute,
            OrderLimits limits,
            int partition) {}

    private final Vertx vertx;
    private final Plan plan;
    private final Venue venue;
    private final OrderStore store;
    private final DeskMetrics metrics;
    private final OrderCore core;
    private final GroupCommit commits;
    private final EffectRunner steps;
    private final Dispatcher dispatcher;
    private final Reconciler reconciler;
    private final OrderDesk desk;
    private final LongSupplier millis;
    private boolean closing;

    private TradingDay(
            ServiceContext context,
            Pool pool,
            Ownership ownership,
            long lastCid,
            Venue venue,
            Plan plan,
            LongSupplier millis) {
        this.vertx = context.vertx();
        this.plan = plan;
        this.venue = venue;
        this.millis = millis;
        LoopTiming timing = new LoopTiming(vertx, millis);
        this.store = new OrderStore(pool);
        this.metrics = new DeskMetrics(context.meters());
        DeskSettings settings = plan.desk();
        this.core = new OrderCore(
                lastCid, settings.finalOrdersMax(), settings.orderAgeMax().toMillis());
        this.commits = new GroupCommit(
                new PgOrderLog(pool, ownership, settings.commitTimeout()),
                new GroupCommit.Limits(
                        settings.commitGroupMax(), settings.commitWaitMax().toMillis(), settings.stepsMax()),
                (delay, action) -> {
                    var _ = vertx.setTimer(delay, _ -> action.run());
                },
                System::nanoTime,
                new CommitListener());
        this.steps = new EffectRunner(commits, store, metrics);
        this.dispatcher = new Dispatcher(
                core,
                venue,
                Pace.perMinute(plan.callsPerMinute(), System.nanoTime()),
                plan.batches(),
                steps,
                new CallListener(),
                ownership.epoch() << EPOCH_SHIFT,
                timing);
        steps.dispatcher(dispatcher);
        this.reconciler = new Reconciler(core, venue, plan.reconcile(), steps, this::reconciled, timing);
        this.desk = new OrderDesk(
                vertx,
                core,
                commits,
                store,
                steps,
                dispatcher,
                plan.limits(),
                metrics,
                settings,
                plan.callsPerMinute() * (double) plan.batches().operationsMax() / 60,
                millis);
    }

    /**
     * Begins: from the completion on, the desk takes orders. They go to the venue once its records have been read.
     *
     * @param millis wall clock
     */
    public static Future<TradingDay> begin(
            ServiceContext context, Pool pool, Venue venue, Plan plan, LongSupplier millis) {
        OrderStore store = new OrderStore(pool);
        return Durability.check(pool)
                .compose(_ -> Ownership.take(
                        pool, plan.partition(), context.instance(), plan.desk().lease()))
                .compose(ownership -> store.lastCid()
                        .map(lastCid -> new TradingDay(context, pool, ownership, lastCid, venue, plan, millis))
                        .onSuccess(day -> LOG.info(
                                "event=partition_taken partition={} epoch={}",
                                ownership.partition(),
                                ownership.epoch())))
                .compose(day -> day.load().map(day))
                .compose(day -> day.reconciler.read().map(day))
                .onSuccess(day -> day.run(context));
    }

    private Future<Void> load() {
        return store.open(plan.partition())
                .compose(orders ->
                        store.openFills(plan.partition()).compose(fills -> steps.apply(restored(orders, fills))));
    }

    private List<Effect> restored(List<StoredOrder> orders, Map<Long, List<VenueFill>> fills) {
        List<Effect> effects = new ArrayList<>(orders.size());
        long now = millis.getAsLong();
        for (StoredOrder stored : orders) {
            effects.addAll(core.restore(stored.order(), fills.getOrDefault(stored.cid(), List.of()), now));
        }
        if (!orders.isEmpty()) {
            LOG.info("event=orders_loaded open={} in_doubt={}", orders.size(), core.count(OrderStatus.IN_DOUBT));
        }
        return effects;
    }

    private void run(ServiceContext context) {
        venue.follow(new StreamListener());
        reconciler.start();
        context.readiness(
                "venue",
                () -> reconciler.failure().isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, reconciler.failure())));
        context.readiness(
                "order-log",
                () -> commits.state() == GroupCommit.State.RUNNING
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new ServiceException(FailureKind.UNAVAILABLE, "state " + commits.state())));
        metrics.gauge(
                "trading.orders.open",
                "Orders that are not final",
                core,
                c -> c.open().size());
        metrics.gauge("trading.orders.in.doubt", "Orders with a lost answer", core, c -> c.count(OrderStatus.IN_DOUBT));
        metrics.gauge("trading.orders.waiting", "Operations that wait for a call", dispatcher, Dispatcher::waiting);
        context.sample(this::sample);
    }

    private void sample(Map<String, Double> values) {
        metrics.sample(values);
        values.put(SampleKeys.ORDERS_OPEN, (double) core.open().size());
        values.put(SampleKeys.ORDERS_IN_DOUBT, (double) core.count(OrderStatus.IN_DOUBT));
        values.put(SampleKeys.ORDERS_QUEUED, (double) core.count(OrderStatus.QUEUED));
    }

    public OrderDesk desk() {
        return desk;
    }

    public OrderStore store() {
        return store;
    }

    /** Refuses everything new from now on. */
    public Future<Void> stopIntake() {
        closing = true;
        desk.close();
        dispatcher.open(false);
        return Future.succeededFuture();
    }

    /** Completes when the batch under way is answered and everything is durable; then leaves the venue. */
    public Future<Void> flush() {
        if (!dispatcher.isIdle() && commits.state() == GroupCommit.State.RUNNING) {
            return vertx.timer(FLUSH_TICK_MILLIS, TimeUnit.MILLISECONDS).compose(_ -> flush());
        }
        reconciler.stop();
        return commits.idle().compose(_ -> venue.close());
    }

    private void reconciled() {
        if (!closing && commits.state() != GroupCommit.State.HALTED) {
            dispatcher.open(true);
        }
    }

    private final class CommitListener implements GroupCommit.Listener {
        @Override
        public void committed(CommitGroup group, List<OrderView> views, long nanos) {
            metrics.committed(group.size(), views, nanos);
            if (!views.isEmpty()) {
                TradingApi.ORDER_EVENTS.publish(vertx.eventBus(), new OrderEvents(plan.partition(), views));
            }
        }

        @Override
        public void state(GroupCommit.State state, String why) {
            LOG.warn("event=order_log_state state={} cause=\"{}\"", state, why);
            switch (state) {
                case RUNNING -> reconciler.soon();
                case RETRYING -> desk.stalled();
                case HALTED -> {
                    dispatcher.halt();
                    reconciler.stop();
                }
            }
        }
    }

    private final class CallListener implements DispatchListener {
        @Override
        public void called(int operations, String outcome, long nanos) {
            metrics.called(operations, outcome, nanos);
            if (outcome.equals("unanswered") || outcome.equals("not_executed")) {
                LOG.warn("event=venue_call outcome={} operations={}", outcome, operations);
            }
        }

        @Override
        public void doubtful() {
            reconciler.soon();
        }
    }

    /** What cannot be taken in now is read from the venue's records later. */
    private final class StreamListener implements VenueEvents {
        @Override
        public void report(VenueReport report) {
            if (commits.isBehind()) {
                reconciler.soon();
            } else {
                var _ = steps.apply(core.report(report, false, millis.getAsLong()));
            }
        }

        @Override
        public void fill(VenueFill fill) {
            if (commits.isBehind()) {
                reconciler.soon();
            } else {
                var _ = steps.apply(core.fill(fill, millis.getAsLong()));
            }
        }

        @Override
        public void connected() {
            reconciler.soon();
        }

        @Override
        public void disconnected(String why) {
            LOG.debug("event=venue_stream_down cause=\"{}\"", why);
        }
    }
}
