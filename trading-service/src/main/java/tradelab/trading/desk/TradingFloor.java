package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import tradelab.trading.journal.OrderStore;
import tradelab.trading.kill.KillScope;
import tradelab.trading.kill.KillStore;
import tradelab.trading.kill.TradingState;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Terms;
import tradelab.trading.partition.Accounts;
import tradelab.trading.partition.DatabaseClock;
import tradelab.trading.partition.PartitionStore;
import tradelab.trading.risk.LimitStore;
import tradelab.trading.risk.RiskGate;
import tradelab.trading.risk.RiskLimits;
import tradelab.trading.venue.LastGate;
import tradelab.trading.venue.OpenVenue;

/**
 * What the partitions of this instance share: the venues, their pace, the gates; and the way to the desk of an account.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class TradingFloor implements Owned {
    private static final Logger LOG = LoggerFactory.getLogger(TradingFloor.class);
    private static final int HALT_REASON_MAX = 200;
    private static final long NO_LEASE_NANOS = 1;
    private static final int BATCH_SHIFT = 12;
    private static final int BATCH_VENUE_SHIFT = 57;

    private final Vertx vertx;
    private final Pool pool;
    private final FloorPlan plan;
    private final String instance;
    private final OrderStore store;
    private final PartitionStore partitions;
    private final DeskMetrics metrics;
    private final VenueDesks venues;
    private final Balances balances;
    private final KillStore switches;
    private final KillGate gate;
    private final RiskGate risk;
    private final LimitStore limits;
    private final LongSupplier millis;
    private final Ownership ownership;

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
        List<VenueDesk> desks = new ArrayList<>(venues.size());
        for (OpenVenue open : venues) {
            desks.add(new VenueDesk(
                    open,
                    plan,
                    this,
                    this::steps,
                    new LastGate(risk::isMakerOnly),
                    metrics,
                    this::halt,
                    // rises from run to run, and leaves a thousand batches of each venue for each millisecond
                    (millis.getAsLong() << BATCH_SHIFT) + ((long) desks.size() << BATCH_VENUE_SHIFT),
                    timing));
        }
        this.venues = new VenueDesks(desks, risk);
        this.balances = new Balances(this.venues.venues(), plan.desk().answerMax(), millis);
        DayListener listener = new DayListener();
        Strangers strangers = new Strangers(store::known, metrics, Strangers.REMEMBERED_MAX);
        this.ownership = new Ownership(
                vertx,
                context.instance(),
                plan,
                partitions,
                store,
                this.venues,
                gate,
                (lease, lastCid) -> new TradingDay(
                        vertx,
                        pool,
                        lease,
                        lastCid,
                        plan,
                        this.venues,
                        gate,
                        risk,
                        metrics,
                        strangers,
                        listener,
                        millis));
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
                .compose(_ -> floor.ownership.settle())
                .compose(_ -> floor.venues.read())
                .map(_ -> {
                    floor.run(context);
                    return floor;
                });
    }

    private void run(ServiceContext context) {
        var _ = MarketDataApi.QUOTES.subscribe(vertx.eventBus(), risk.quotes()::put);
        venues.follow(this, millis);
        ownership.follow();
        context.readiness(
                "venue",
                () -> venues.failure().isEmpty() || days().isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, venues.failure())));
        context.readiness(
                "order-log",
                () -> days().stream().allMatch(day -> day.commits().state() == GroupCommit.State.RUNNING)
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
        metrics.gauge(
                "trading.partitions.owned",
                "Partitions of this instance",
                this,
                floor -> floor.days().size());
        context.sample(this::sample);
    }

    private void sample(Map<String, Double> values) {
        metrics.sample(values);
        values.put(SampleKeys.ORDERS_OPEN, (double) open());
        values.put(SampleKeys.ORDERS_IN_DOUBT, (double) count(OrderStatus.IN_DOUBT));
        values.put(SampleKeys.ORDERS_QUEUED, (double) count(OrderStatus.QUEUED));
    }

    @Override
    public @Nullable OrderCore core(Order order) {
        TradingDay day = ownership.day(order);
        return day == null ? null : day.core();
    }

    @Override
    public long untilNanos(Order order) {
        TradingDay day = ownership.day(order);
        return day == null ? System.nanoTime() - NO_LEASE_NANOS : day.lease().untilNanos();
    }

    @Override
    public boolean mayPlace(Order order) {
        TradingDay day = ownership.day(order);
        return day != null && day.mayPlace(order);
    }

    @Override
    public boolean mayAmend(Order order, Terms terms) {
        TradingDay day = ownership.day(order);
        return day != null && day.mayAmend(order, terms);
    }

    /** Effects of one call belong to whatever partitions its orders do. */
    private Future<Void> steps(List<Effect> effects) {
        int telling =
                days().stream().mapToInt(TradingDay::partition).findFirst().orElse(0);
        return EffectRunner.byPartition(effects, telling, partition -> {
            TradingDay day = ownership.day(partition);
            return day == null ? null : day.steps();
        });
    }

    /** Returns the desk of {@code account}, or null if another instance has it. */
    public @Nullable OrderDesk desk(String account) {
        TradingDay day = ownership.day(partition(account));
        return day == null || day.isClosing() ? null : day.desk();
    }

    /** As {@link Ownership#owner}. */
    public @Nullable String owner(String account) {
        return ownership.owner(account);
    }

    /** As {@link Ownership#moved}. */
    public Future<Void> moved(String account, String former, Future<?> call) {
        return ownership.moved(account, former, call);
    }

    /** As {@link Ownership#others}. */
    public Optional<Set<String>> others() {
        return ownership.others();
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

    /** As {@link VenueDesks#codes}. */
    public Set<String> venueCodes() {
        return venues.codes();
    }

    /** Returns the limits that the settings set for everybody. */
    public RiskLimits limitsOfSettings() {
        return risk.always();
    }

    /** Reads the limits anew; completes when this instance keeps to them. */
    public Future<Void> limitsChanged() {
        return gate.refresh().compose(_ -> readLimits());
    }

    /** Reads the kill switch anew; completes when this instance keeps to it. */
    public Future<Void> killSwitchChanged() {
        return gate.refresh();
    }

    List<TradingDay> days() {
        return ownership.days();
    }

    private int open() {
        return days().stream().mapToInt(day -> day.core().open().size()).sum();
    }

    private int count(OrderStatus status) {
        return days().stream().mapToInt(day -> day.core().count(status)).sum();
    }

    /** Returns what the venues say that we have there. */
    public Balances balances() {
        return balances;
    }

    RiskGate risk() {
        return risk;
    }

    /** Something here does what nobody asked for: nothing is placed any more, by any instance, until people say so. */
    private void halt(String why) {
        metrics.alarm();
        String reason = why.length() <= HALT_REASON_MAX ? why : why.substring(0, HALT_REASON_MAX);
        var _ = switches.put(KillScope.GLOBAL, "all", TradingState.HALTED, reason, false, millis.getAsLong())
                .compose(_ -> gate.refresh())
                .onFailure(cause -> LOG.error("event=halt_not_stored cause=\"{}\"", cause.getMessage()));
    }

    private void reconsider() {
        var _ = readLimits().onFailure(cause -> LOG.warn("event=limits_unread cause=\"{}\"", cause.getMessage()));
        days().forEach(TradingDay::sweep);
        venues.reconsider();
    }

    /** Refuses everything new from now on. */
    public Future<Void> stopIntake() {
        ownership.stopIntake();
        venues.close();
        return Future.succeededFuture();
    }

    /** Completes when what is under way is answered, everything is durable and released; then leaves the venue. */
    public Future<Void> flush() {
        venues.stop();
        return ownership.leave().transform(_ -> venues.leave());
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
            ownership.lost(day);
        }
    }
}
