package tradelab.trading.desk;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.trading.batch.Steps;
import tradelab.trading.journal.GroupCommit;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;

/** Carries out effects: what is to be stored first, the rest when that is durable. */
final class EffectRunner implements Steps {
    private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);

    /** Effects of a mass cancellation, up to two of an order, that become durable together. */
    private static final int CANCEL_PART = 250;

    private final GroupCommit commits;
    private final Strangers strangers;
    private final DeskMetrics metrics;
    private final VenueDesks dispatcher;

    EffectRunner(GroupCommit commits, Strangers strangers, DeskMetrics metrics, VenueDesks dispatcher) {
        this.commits = commits;
        this.strangers = strangers;
        this.metrics = metrics;
        this.dispatcher = dispatcher;
    }

    @Override
    public Future<Void> apply(List<Effect> effects) {
        return apply(effects, false);
    }

    /**
     * Carries out cancellations, before what else waits for a commit. Many come in parts, each its own commit, so that
     * nobody waits for all of them; only the first part goes before the rest, which leaves room for others' cancellations.
     *
     * @param first whether it does, or an earlier part did
     */
    Future<Void> cancel(List<Effect> effects, boolean first) {
        List<Future<Void>> parts = new ArrayList<>(effects.size() / CANCEL_PART + 1);
        int from = 0;
        while (effects.size() - from > CANCEL_PART) {
            int to = from + CANCEL_PART;
            while (to < effects.size() && !(effects.get(to) instanceof Effect.Store)) {
                to++;
            }
            parts.add(apply(effects.subList(from, to), first && from == 0));
            from = to;
        }
        parts.add(apply(effects.subList(from, effects.size()), first && from == 0));
        return parts.size() == 1 ? parts.getFirst() : Future.join(parts).mapEmpty();
    }

    private Future<Void> apply(List<Effect> effects, boolean first) {
        List<OrderChange> changes = new ArrayList<>(effects.size());
        List<VenueFill> fills = new ArrayList<>(0);
        List<Effect> later = new ArrayList<>(0);
        List<VenueReport> unknown = new ArrayList<>(0);
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Store(OrderChange change) -> changes.add(change);
                case Effect.StoreFill(VenueFill fill) -> fills.add(fill);
                case Effect.QueueNew _, Effect.QueueCancel _, Effect.QueueAmend _ -> later.add(effect);
                case Effect.Unknown(VenueReport report) -> unknown.add(report);
                case Effect.Alarm(String event, String detail) -> {
                    metrics.alarm();
                    LOG.error("event={} detail=\"{}\"", event, detail);
                }
            }
        }
        strangers.look(unknown);
        if (changes.isEmpty() && fills.isEmpty()) {
            later.forEach(this::queue);
            return Future.succeededFuture();
        }
        Future<Void> durable = first ? commits.storeFirst(changes, fills) : commits.store(changes, fills);
        return durable.onSuccess(_ -> later.forEach(this::queue));
    }

    /**
     * Gives each effect to the steps of its order's partition; those of a partition that is gone fail.
     *
     * @param telling a partition of ours, which tells what is nobody's
     */
    static Future<Void> byPartition(List<Effect> effects, int telling, IntFunction<@Nullable Steps> partitions) {
        Map<Integer, List<Effect>> parts = new TreeMap<>();
        for (Effect effect : effects) {
            parts.computeIfAbsent(partition(effect, telling), _ -> new ArrayList<>())
                    .add(effect);
        }
        List<Future<Void>> done = new ArrayList<>(parts.size());
        parts.forEach((partition, part) -> {
            Steps steps = partitions.apply(partition);
            done.add(
                    steps == null
                            ? Future.failedFuture(new ServiceException(
                                    FailureKind.UNAVAILABLE, "partition " + partition + " is gone"))
                            : steps.apply(part));
        });
        return Future.join(done).mapEmpty();
    }

    private static int partition(Effect effect, int telling) {
        return switch (effect) {
            case Effect.Store(OrderChange change) ->
                ClientIds.partition(change.order().cid());
            case Effect.StoreFill(VenueFill fill) -> ClientIds.partition(fill.cid());
            case Effect.QueueNew(Order order) -> ClientIds.partition(order.cid());
            case Effect.QueueCancel(Order order) -> ClientIds.partition(order.cid());
            case Effect.QueueAmend(Order order) -> ClientIds.partition(order.cid());
            case Effect.Unknown _, Effect.Alarm _ -> telling;
        };
    }

    private void queue(Effect effect) {
        switch (effect) {
            case Effect.QueueNew(var order) -> dispatcher.add(order);
            case Effect.QueueCancel(var order) -> dispatcher.addCancel(order);
            case Effect.QueueAmend(var order) -> dispatcher.addAmend(order);
            case Effect.Store _, Effect.StoreFill _, Effect.Unknown _, Effect.Alarm _ ->
                throw new IllegalStateException("not to be queued: " + effect);
        }
    }
}
