package tradelab.trading.desk;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;
import tradelab.contracts.Require;
import tradelab.contracts.trading.CancelOrders;
import tradelab.contracts.trading.CancelOutcome;
import tradelab.contracts.trading.CancelledOrders;
import tradelab.contracts.trading.OrderView;
import tradelab.trading.journal.Delay;
import tradelab.trading.journal.GroupCommit;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;

/**
 * Where cancellations come in. Nothing is answered before it is durable.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class CancelDesk {
    private final OrderCore core;
    private final GroupCommit commits;
    private final EffectRunner steps;
    private final DeskMetrics metrics;
    private final MassCancels all;
    private final long answerMaxMillis;
    private final LongSupplier millis;

    CancelDesk(
            OrderCore core,
            GroupCommit commits,
            EffectRunner steps,
            DeskMetrics metrics,
            Delay later,
            long answerMaxMillis,
            LongSupplier millis) {
        this.core = core;
        this.commits = commits;
        this.steps = steps;
        this.metrics = metrics;
        this.all = new MassCancels(core, order -> core.cancel(order, millis.getAsLong()), steps::cancel, later);
        this.answerMaxMillis = answerMaxMillis;
        this.millis = millis;
    }

    /** From now on nothing more of a scope is asked for. */
    void close() {
        all.close();
    }

    /** Asks for the cancellation of an order that is durable. */
    Future<CancelOutcome> cancel(Order order) {
        if (order.status().isFinal()) {
            return durably(List.of(), false, order);
        }
        if (order.cancelRequested()) {
            metrics.coalesced();
        }
        boolean unsent = order.isUnsent() && !order.cancelRequested();
        List<Effect> effects = core.cancel(order, millis.getAsLong());
        if (unsent) {
            metrics.annihilated();
        }
        return durably(effects, true, order);
    }

    /** Asks for the cancellation of every durable open order of {@code scope}. Completes when all is durable. */
    Future<CancelledOrders> cancelAll(CancelOrders scope) {
        return all.cancel(
                        scope,
                        order -> scope.covers(
                                order.request().account(), order.request().instrument()))
                .map(CancelledOrders::new);
    }

    private Future<CancelOutcome> durably(List<Effect> effects, boolean requested, Order order) {
        OrderView view = order.durableView();
        boolean shown = view != null
                && (requested ? view.cancelRequested() : view.status().isFinal());
        Future<Void> durable = !effects.isEmpty()
                ? steps.cancel(effects, true)
                : shown ? Future.succeededFuture() : commits.store(List.of(), List.of());
        return StoreTimeout.after(answerMaxMillis, durable)
                .map(_ -> new CancelOutcome(requested, Require.present("order", order.durableView())));
    }
}
