package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.trading.journal.Lease;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Order;
import tradelab.trading.partition.Accounts;
import tradelab.trading.partition.PartitionRow;
import tradelab.trading.partition.PartitionStore;
import tradelab.trading.partition.Shares;

/**
 * Which partitions are ours: takes them over when their owners die, hands some over when others come, and knows who has the
 * others.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class Ownership {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
    private static final int TICKS_PER_LEASE = 4;

    /** Whatever was called before is out of every window. */
    private static final long UNUSED_MILLIS = 120_000;

    /** Makes the day of a partition that has just become ours. */
    interface Opening {
        TradingDay open(Lease lease, long lastCid);
    }

    private final Vertx vertx;
    private final String instance;
    private final FloorPlan plan;
    private final PartitionStore partitions;
    private final OrderStore store;
    private final VenueDesks venues;
    private final KillGate gate;
    private final Opening opening;

    private final Map<Integer, TradingDay> days = new HashMap<>();
    private final Map<Integer, TradingDay> loading = new HashMap<>();
    private final Moves moves = new Moves();
    private List<PartitionRow> rows = List.of();
    private boolean ticking;
    private boolean closing;
    private int pacedFor;
    private long timer = -1;

    Ownership(
            Vertx vertx,
            String instance,
            FloorPlan plan,
            PartitionStore partitions,
            OrderStore store,
            VenueDesks venues,
            KillGate gate,
            Opening opening) {
        this.vertx = vertx;
        this.instance = instance;
        this.plan = plan;
        this.partitions = partitions;
        this.store = store;
        this.venues = venues;
        this.gate = gate;
        this.opening = opening;
        this.pacedFor = plan.partitions();
    }

    /** Completes when every partition has an owner, and ours are open. */
    Future<Void> settle() {
        return settle(System.nanoTime());
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

    /** Looks at the partitions again and again from now on. */
    void follow() {
        timer = vertx.setPeriodic(tickMillis(), _ -> {
            var _ = tick();
        });
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
                TradingDay day = opening.open(taken.get(), lastCid);
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
                    day.sweep();
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

    /** Somebody else owns the partition of {@code day}. */
    void lost(TradingDay day) {
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
        int owned = days.size() + loading.size();
        if (owned != pacedFor) {
            pacedFor = owned;
            venues.pace(owned, spentNanos);
        }
    }

    /** Returns the day that has {@code order}, open or still loading; null if it is not ours. */
    @Nullable
    TradingDay day(Order order) {
        int partition = ClientIds.partition(order.cid());
        TradingDay day = days.getOrDefault(partition, loading.get(partition));
        return day != null && day.has(order) ? day : null;
    }

    /** Returns the instance that owns {@code account}, as far as we know; null if it is nobody, or ourselves. */
    @Nullable
    String owner(String account) {
        PartitionRow row = PartitionStore.find(rows, Accounts.partition(account, plan.partitions()));
        return row == null || row.free() || row.owner().isEmpty() || row.owner().equals(instance) ? null : row.owner();
    }

    /**
     * Completes when {@code account} has another owner than {@code former}: {@code call}, which waits for that one, may never
     * be answered. Fails when it is.
     */
    Future<Void> moved(String account, String former, Future<?> call) {
        return moves.away(account, former, call);
    }

    private boolean takes(String account) {
        TradingDay day = days.get(Accounts.partition(account, plan.partitions()));
        return day != null && !day.isClosing();
    }

    private boolean hasOther(String account, String former) {
        String owner = owner(account);
        return takes(account) || owner != null && !owner.equals(former);
    }

    /**
     * Returns every other instance that owns a partition, as far as we know.
     *
     * @return nothing while a partition is nobody's, or ours and not open yet
     */
    Optional<Set<String>> others() {
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

    /** Returns the days that take orders, or did until their partition began to leave. */
    List<TradingDay> days() {
        return List.copyOf(days.values());
    }

    @Nullable
    TradingDay day(int partition) {
        return days.get(partition);
    }

    /** Refuses everything new, and takes nothing over any more. */
    void stopIntake() {
        closing = true;
        days.values().forEach(TradingDay::stopIntake);
    }

    /** Completes when everything is durable and every partition is free for others. */
    Future<Void> leave() {
        var _ = vertx.cancelTimer(timer);
        return Future.join(days.values().stream()
                        .map(day -> day.flush().compose(_ -> partitions.release(day.lease())))
                        .toList())
                .compose(_ -> partitions.leave(instance));
    }
}
