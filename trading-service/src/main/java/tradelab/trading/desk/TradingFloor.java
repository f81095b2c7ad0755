package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.contracts.trading.CancelOrders;
import tradelab.contracts.trading.CancelledOrders;
import tradelab.contracts.trading.OrderStatus;
import tradelab.runtime.ServiceContext;
import tradelab.trading.batch.Owned;
import tradelab.trading.journal.Durability;
import tradelab.trading.journal.GroupCommit;
import tradelab.trading.journal.Lease;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.kill.KillNotice;
import tradelab.trading.kill.KillScope;
import tradelab.trading.kill.KillStore;
import tradelab.trading.kill.TradingState;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.pace.Pace;
import tradelab.trading.partition.Accounts;
import tradelab.trading.partition.DatabaseClock;
import tradelab.trading.partition.PartitionRow;
import tradelab.trading.partition.PartitionStore;
import tradelab.trading.partition.Shares;
import tradelab.trading.risk.LimitStore;
import tradelab.trading.risk.RiskGate;
import tradelab.trading.venue.LastGate;
import tradelab.trading.venue.OpenVenue;

/**
 * Every partition that this instance owns, and what they share: the venue, its pace, the reading of its records. Takes
 * partitions over when their owners die, hands some over when others come.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class TradingFloor implements Owned {
    private static final Logger LOG = LoggerFactory.getLogger(TradingFloor.class);
    private static final int HALT_REASON_MAX = 200;
    private static final long NO_LEASE_NANOS = 1;
    private static final int BATCH_SHIFT = 12;
    private static final int BATCH_VENUE_SHIFT = 57;
    private static final int TICKS_PER_LEASE = 4;

    /** Whatever was called before is out of every window. */
    private static final long UNUSED_MILLIS = 120_000;

    private final Vertx vertx;
    private final Pool pool;
    private final FloorPlan plan;
    private final String instance;
    private final OrderStore store;
    private final PartitionStore partitions;
    private final DeskMetrics metrics;
    private final VenueDesks venues;
    private final KillStore switches;
    private final KillGate gate;
    private final RiskGate risk;
    private final LimitStore limits;
    private final LongSupplier millis;

    private final Map<Integer, TradingDay> days = new HashMap<>();
    private final Map<Integer, TradingDay> loading = new HashMap<>();
    private final Moves moves = new Moves();
    private List<PartitionRow> rows = List.of();
    private boolean ticking;
    private boolean closing;
    private int paceCalls;
    private long timer = -1;

    private TradingFloor(
            ServiceContext context,
            Pool pool,
            List<OpenVenue> venues,
            FloorPlan plan,
            DatabaseClock clock,
            LongSupplier millis) {
        this.vertx = context.vertx();
        this.pool = pool;
        this.plan = plan;
        this.instance = context.instance();
        this.millis = millis;
        this.store = new OrderStore(pool);
        this.partitions = new PartitionStore(pool, System::nanoTime, clock);
        this.metrics = new DeskMetrics(context.meters());
        this.risk = new RiskGate(plan.risk());
        this.limits = new LimitStore(pool);
        this.switches = new KillStore(pool);
        this.gate = new KillGate(switches, this::reconsider);
        LoopTiming timing = new LoopTiming(vertx, millis);
        this.paceCalls = plan.callsPerMinute();
        List<VenueDesk> desks = new ArrayList<>(venues.size());
        for (OpenVenue open : venues) {
            desks.add(new VenueDesk(
                    open,
                    plan,
                    this,
                    this::steps,
                    Pace.perMinute(paceCalls, System.nanoTime()),
                    new LastGate(risk::isMakerOnly),
                    metrics,
                    this::halt,
                    // rises from run to run, and leaves a thousand batches of each venue for each millisecond
                    (millis.getAsLong() << BATCH_SHIFT) + ((long) desks.size() << BATCH_VENUE_SHIFT),
                    timing));
        }
        this.venues = new VenueDesks(desks, risk);
    }

    /**
     * Begins: completes when every partition has an owner, and ours take orders. They go to the venue once its records
     * have been read.
     *
     * @param clock is set to the database's from now on
     * @param millis wall clock
     */
    public static Future<TradingFloor> begin(
            ServiceContext context,
            Pool pool,
            List<OpenVenue> venues,
            FloorPlan plan,
            DatabaseClock clock,
            LongSupplier millis) {
        TradingFloor floor = new TradingFloor(context, pool, venues, plan, clock, millis);
        return Durability.check(pool)
                .compose(_ -> floor.partitions.prepare(plan.partitions()))
                .compose(count -> count == plan.partitions()
                        ? Future.<Void>succeededFuture()
                        : Future.failedFuture(new ServiceException(
                                FailureKind.CONFLICT,
                                "trading.partitions: expected " + count + ", as the database was made with, got "
                                        + plan.partitions())))
                .compose(_ -> floor.store.prepare())
                .compose(_ -> floor.gate.refresh())
                .compose(_ -> floor.readLimits())
                .compose(_ -> floor.settle(System.nanoTime()))
                .compose(_ -> floor.venues.read())
                .map(_ -> {
                    floor.run(context);
                    return floor;
                });
    }

    /**
     * Ticks until nothing is free and nothing loads. What belongs to another may belong to a dead one, ourselves before a
     * crash for instance: that shows when a lease has passed.
     */
    private Future<Void> settle(long startedNanos) {
        return tick().compose(_ -> {
            long passed = System.nanoTime() - startedNanos;
            boolean leasesShown = passed > plan.desk().lease().toNanos() + TimeUnit.MILLISECONDS.toNanos(tickMillis());
            boolean settled = !rows.isEmpty()
                    && (days.size() == rows.size() || leasesShown)
                    && loading.isEmpty()
                    && rows.stream().noneMatch(row -> row.free() && !days.containsKey(row.id()));
            return settled
                    ? Future.succeededFuture()
                    : vertx.timer(tickMillis(), TimeUnit.MILLISECONDS).compose(_ -> settle(startedNanos));
        });
    }

    private void run(ServiceContext context) {
        var _ = MarketDataApi.QUOTES.subscribe(vertx.eventBus(), risk.quotes()::put);
        venues.follow(this, millis);
        timer = vertx.setPeriodic(tickMillis(), _ -> {
            var _ = tick();
        });
        context.readiness(
                "venue",
                () -> venues.failure().isEmpty() || days.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, venues.failure())));
        context.readiness(
                "order-log",
                () -> days.values().stream().allMatch(day -> day.commits().state() == GroupCommit.State.RUNNING)
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new ServiceException(FailureKind.UNAVAILABLE, "the database does not answer")));
        metrics.gauge("trading.orders.open", "Orders that are not final", this, TradingFloor::open);
        metrics.gauge(
                "trading.orders.in.doubt",
                "Orders with a lost answer",
                this,
                floor -> floor.count(OrderStatus.IN_DOUBT));
        metrics.gauge("trading.orders.waiting", "Operations that wait for a call", venues, VenueDesks::waiting);
        metrics.gauge("trading.partitions.owned", "Partitions of this instance", days, Map::size);
        context.sample(this::sample);
    }

    private void sample(Map<String, Double> values) {
        metrics.sample(values);
        values.put(SampleKeys.ORDERS_OPEN, (double) open());
        values.put(SampleKeys.ORDERS_IN_DOUBT, (double) count(OrderStatus.IN_DOUBT));
        values.put(SampleKeys.ORDERS_QUEUED, (double) count(OrderStatus.QUEUED));
    }

    private long tickMillis() {
        return Math.max(1, plan.desk().lease().toMillis() / TICKS_PER_LEASE);
    }

    /** Says that we live, learns who owns what, and draws the conclusions. Never fails. */
    private Future<Void> tick() {
        if (ticking) {
            return Future.succeededFuture();
        }
        ticking = true;
        List<Lease> leases = new ArrayList<>();
        days.values().forEach(day -> leases.add(day.lease()));
        loading.values().forEach(day -> leases.add(day.lease()));
        return partitions
                .alive(instance, plan.desk().lease(), leases)
                .timeout(plan.desk().lease().toMillis(), TimeUnit.MILLISECONDS)
                .compose(census -> {
                    rows = census.partitions();
                    rows.forEach(row -> gate.seen(row.gate()));
                    dropLost();
                    return closing ? Future.succeededFuture() : share(census.alive());
                })
                .onFailure(cause -> LOG.warn("event=partitions_unread cause=\"{}\"", cause.getMessage()))
                .otherwiseEmpty()
                .onComplete(_ -> {
                    ticking = false;
                    moves.look(this::hasOther);
                });
    }

    private void dropLost() {
        for (TradingDay day : List.copyOf(days.values())) {
            PartitionRow row = PartitionStore.find(rows, day.partition());
            if (row != null && row.epoch() > day.lease().epoch()) {
                lost(day);
            }
        }
    }

    private Future<Void> share(int alive) {
        List<Integer> ours = new ArrayList<>(days.keySet());
        ours.addAll(loading.keySet());
        Shares shares = Shares.decide(rows, Set.copyOf(ours), alive);
        if (shares.handOver() >= 0 && loading.isEmpty()) {
            handOver(shares.handOver());
        }
        List<Future<Void>> takes = shares.take().stream().map(this::take).toList();
        return Future.join(takes).mapEmpty();
    }

    /** Completes when the partition is ours or somebody else's; its orders load afterwards. */
    private Future<Void> take(PartitionRow row) {
        return partitions.take(row, instance, plan.desk().lease()).compose(taken -> {
            if (taken.isEmpty()) {
                return Future.succeededFuture();
            }
            return store.lastCid().map(lastCid -> {
                TradingDay day = new TradingDay(
                        vertx,
                        pool,
                        taken.get(),
                        lastCid,
                        plan,
                        venues,
                        gate,
                        risk,
                        metrics,
                        new DayListener(),
                        millis);
                loading.put(day.partition(), day);
                repace(lastUse(row));
                var _ = open(day);
                return null;
            });
        });
    }

    private Future<Void> open(TradingDay day) {
        return day.load()
                .onSuccess(_ -> {
                    loading.remove(day.partition(), day);
                    if (closing) {
                        var _ = partitions.release(day.lease());
                        return;
                    }
                    days.put(day.partition(), day);
                    venues.add(day);
                    LOG.info(
                            "event=partition_taken partition={} epoch={}",
                            day.partition(),
                            day.lease().epoch());
                    moves.look(this::hasOther);
                })
                .onFailure(cause -> {
                    loading.remove(day.partition(), day);
                    LOG.error("event=partition_not_loaded partition={}", day.partition(), cause);
                    var _ = partitions.release(day.lease());
                });
    }

    private void handOver(int partition) {
        TradingDay day = days.get(partition);
        if (day == null || day.isClosing()) {
            return;
        }
        LOG.info("event=partition_leaving partition={}", partition);
        day.stopIntake();
        var _ = day.flush().onComplete(_ -> {
            if (days.remove(partition, day)) {
                day.forget();
                venues.remove(day);
                repace(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(UNUSED_MILLIS));
                var _ = partitions.release(day.lease()).onComplete(_ -> {
                    var _ = tick();
                });
            }
        });
    }

    private void lost(TradingDay day) {
        if (days.remove(day.partition(), day)) {
            day.forget();
            LOG.warn(
                    "event=partition_lost partition={} epoch={}",
                    day.partition(),
                    day.lease().epoch());
            day.stopIntake();
            day.lease().end(System.nanoTime());
            venues.remove(day);
            repace(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(UNUSED_MILLIS));
        }
    }

    /** Returns until when a former owner may have called the venue for this partition; long ago if there was none. */
    private static long lastUse(PartitionRow row) {
        long idle = row.epoch() == 0 ? UNUSED_MILLIS : row.idleMillis();
        return System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(Math.clamp(idle, 0, UNUSED_MILLIS));
    }

    /**
     * Calls are shared like the partitions. Whoever takes over counts the former owner's share as used up to the end of
     * his lease.
     */
    private void repace(long spentNanos) {
        int calls = Shares.calls(plan.callsPerMinute(), days.size() + loading.size(), plan.partitions());
        if (calls != paceCalls) {
            paceCalls = calls;
            venues.pace(calls, spentNanos);
        }
    }

    @Override
    public @Nullable OrderCore core(Order order) {
        TradingDay day = day(order);
        return day == null ? null : day.core();
    }

    @Override
    public long untilNanos(Order order) {
        TradingDay day = day(order);
        return day == null ? System.nanoTime() - NO_LEASE_NANOS : day.lease().untilNanos();
    }

    @Override
    public boolean mayPlace(Order order) {
        TradingDay day = day(order);
        return day != null && day.mayPlace(order);
    }

    private @Nullable TradingDay day(Order order) {
        int partition = ClientIds.partition(order.cid());
        TradingDay day = days.getOrDefault(partition, loading.get(partition));
        return day != null && day.has(order) ? day : null;
    }

    /** Effects of one call belong to whatever partitions its orders do. */
    private Future<Void> steps(List<Effect> effects) {
        return EffectRunner.byPartition(effects, partition -> {
            TradingDay day = days.get(partition);
            return day == null ? null : day.steps();
        });
    }

    /** Returns the desk of {@code account}, or null if another instance has it. */
    public @Nullable OrderDesk desk(String account) {
        TradingDay day = days.get(partition(account));
        return day == null || day.isClosing() ? null : day.desk();
    }

    /** Returns the instance that owns {@code account}, as far as we know; null if it is nobody, or ourselves. */
    public @Nullable String owner(String account) {
        PartitionRow row = PartitionStore.find(rows, partition(account));
        return row == null || row.free() || row.owner().isEmpty() || row.owner().equals(instance) ? null : row.owner();
    }

    /**
     * Completes when {@code account} has another owner than {@code former}: {@code call}, which waits for that one, may never
     * be answered. Fails when it is.
     */
    public Future<Void> moved(String account, String former, Future<?> call) {
        return moves.away(account, former, call);
    }

    private boolean hasOther(String account, String former) {
        String owner = owner(account);
        return desk(account) != null || owner != null && !owner.equals(former);
    }

    /**
     * Returns every other instance that owns a partition, as far as we know.
     *
     * @return nothing while a partition is nobody's, or ours and not open yet
     */
    public Optional<Set<String>> others() {
        Set<String> others = new TreeSet<>();
        for (PartitionRow row : rows) {
            TradingDay day = days.get(row.id());
            if (day == null || day.isClosing()) {
                if (row.free() || row.owner().isEmpty() || row.owner().equals(instance)) {
                    return Optional.empty();
                }
                others.add(row.owner());
            }
        }
        return Optional.of(others);
    }

    /** Asks for the cancellation of every open order of {@code scope} in our partitions. */
    public Future<CancelledOrders> cancelAll(CancelOrders scope) {
        List<Future<CancelledOrders>> parts =
                days().stream().map(day -> day.desk().cancelAll(scope)).toList();
        return Future.join(parts)
                .map(_ -> new CancelledOrders(parts.stream()
                        .mapToInt(part -> part.result().requested())
                        .sum()));
    }

    public int partition(String account) {
        return Accounts.partition(account, plan.partitions());
    }

    public String instance() {
        return instance;
    }

    public OrderStore store() {
        return store;
    }

    private Future<Void> readLimits() {
        return limits.read().onSuccess(risk::limits).mapEmpty();
    }

    /** Reads the limits anew; completes when this instance keeps to them. */
    public Future<Void> limitsChanged() {
        return gate.refresh().compose(_ -> readLimits());
    }

    /** Reads the kill switch anew; completes when this instance keeps to it. */
    public Future<Void> killSwitchChanged() {
        return gate.refresh();
    }

    /** A switch was thrown, here or elsewhere. */
    public void thrown(KillNotice notice) {
        Future<Void> known = gate.refresh();
        if (notice.cancelAll()) {
            for (TradingDay day : days()) {
                int _ = cancelAll(day, notice);
                var _ = known.onSuccess(_ -> cancelLate(day, notice));
            }
        }
    }

    /**
     * From now on nothing of the scope is taken in; but what was just being made durable could not be cancelled yet. Ends
     * when there was nothing more.
     */
    private void cancelLate(TradingDay day, KillNotice notice) {
        var _ = day.commits().store(List.of(), List.of()).onSuccess(_ -> {
            if (cancelAll(day, notice) > 0) {
                cancelLate(day, notice);
            }
        });
    }

    private int cancelAll(TradingDay day, KillNotice notice) {
        List<Effect> effects = day.core()
                .cancelAll(order -> notice.scope().target(order.request()).equals(notice.target()), millis.getAsLong());
        var _ = day.steps().cancel(effects);
        return effects.size();
    }

    List<TradingDay> days() {
        return List.copyOf(days.values());
    }

    @Nullable
    TradingDay day(int partition) {
        return days.get(partition);
    }

    private int open() {
        return days.values().stream().mapToInt(day -> day.core().open().size()).sum();
    }

    private int count(OrderStatus status) {
        return days.values().stream().mapToInt(day -> day.core().count(status)).sum();
    }

    RiskGate risk() {
        return risk;
    }

    /** Something here does what nobody asked for: nothing is placed any more, by any instance, until people say so. */
    private void halt(String why) {
        metrics.alarm();
        String reason = why.length() <= HALT_REASON_MAX ? why : why.substring(0, HALT_REASON_MAX);
        var _ = switches.put(KillScope.GLOBAL, "all", TradingState.HALTED, reason, millis.getAsLong())
                .compose(_ -> gate.refresh())
                .onFailure(cause -> LOG.error("event=halt_not_stored cause=\"{}\"", cause.getMessage()));
    }

    private void reconsider() {
        var _ = readLimits().onFailure(cause -> LOG.warn("event=limits_unread cause=\"{}\"", cause.getMessage()));
        venues.reconsider();
    }

    /** Refuses everything new from now on. */
    public Future<Void> stopIntake() {
        closing = true;
        days.values().forEach(TradingDay::stopIntake);
        venues.close();
        return Future.succeededFuture();
    }

    /** Completes when what is under way is answered, everything is durable and released; then leaves the venue. */
    public Future<Void> flush() {
        venues.stop();
        var _ = vertx.cancelTimer(timer);
        return Future.join(days.values().stream()
                        .map(day -> day.flush().compose(_ -> partitions.release(day.lease())))
                        .toList())
                .compose(_ -> partitions.leave(instance))
                .transform(_ -> venues.leave());
    }

    private final class DayListener implements TradingDay.Listener {
        @Override
        public void reconsider() {
            venues.reconsider();
        }

        @Override
        public void readSoon() {
            venues.readSoon();
        }

        @Override
        public void lost(TradingDay day) {
            TradingFloor.this.lost(day);
        }
    }
}
