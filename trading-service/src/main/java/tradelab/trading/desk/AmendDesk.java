package tradelab.trading.desk;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.AmendOrder;
import tradelab.contracts.trading.AmendOutcome;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Refused;
import tradelab.trading.batch.Steps;
import tradelab.trading.journal.GroupCommit;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.kill.KillSwitch;
import tradelab.trading.order.Amendment;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Terms;
import tradelab.trading.risk.RiskGate;

/**
 * Takes amendments in. What an order becomes is held against the same limits as a new order.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class AmendDesk {
    private final OrderCore core;
    private final GroupCommit commits;
    private final OrderStore store;
    private final Reductions reductions;
    private final Turns turns;
    private final Steps steps;
    private final KillGate gate;
    private final RiskGate risk;
    private final DeskMetrics metrics;
    private final long answerMillis;
    private final LongSupplier millis;

    AmendDesk(
            OrderCore core,
            GroupCommit commits,
            OrderStore store,
            Reductions reductions,
            Turns turns,
            Steps steps,
            KillGate gate,
            RiskGate risk,
            DeskMetrics metrics,
            long answerMillis,
            LongSupplier millis) {
        this.core = core;
        this.commits = commits;
        this.store = store;
        this.reductions = reductions;
        this.turns = turns;
        this.steps = steps;
        this.gate = gate;
        this.risk = risk;
        this.metrics = metrics;
        this.answerMillis = answerMillis;
        this.millis = millis;
    }

    /**
     * Amends an order whose acceptance is durable.
     *
     * @param order null if memory does not have it: then it is final, or not ours
     */
    Future<AmendOutcome> amend(AmendOrder request, @Nullable Order order) {
        if (order == null) {
            return store.require(request.ref()).map(found -> refused("the order is final", found.view()));
        }
        if (commits.isBehind()) {
            return Future.failedFuture(
                    new NotRequestedException(FailureKind.OVERLOADED, "the database is behind; nothing was changed"));
        }
        ServiceException full = turns.refusal(order.request());
        if (full != null) {
            return Future.failedFuture(
                    new NotRequestedException(full.kind(), full.getMessage() + "; nothing was changed"));
        }
        return turns.await(order.request(), () -> inTurn(request, order));
    }

    private Future<AmendOutcome> inTurn(AmendOrder request, Order order) {
        return order.reduces() && more(order, wanted(request, order)) > 0
                ? turns.hold(order.request(), reductions.left(order.request()), left -> decide(request, order, left))
                : decide(request, order, Long.MAX_VALUE);
    }

    private static Terms wanted(AmendOrder request, Order order) {
        Price price = request.price();
        Amount amount = request.amount();
        return new Terms(
                price == null ? order.terms().price() : price.units(),
                amount == null ? order.terms().amount() : amount.units());
    }

    /** Returns by how much what is open would grow. */
    private static long more(Order order, Terms wanted) {
        return wanted.amount() - order.durableFilled() - order.countedAmount();
    }

    /** @param left how much more may be open */
    private Future<AmendOutcome> decide(AmendOrder request, Order order, long left) {
        Terms wanted = wanted(request, order);
        String refusal = wanted.equals(order.terms()) ? null : refusal(order, wanted, left);
        if (refusal != null) {
            metrics.refused();
            return Future.succeededFuture(refused(refusal, view(order)));
        }
        boolean queued = order.isAmendQueued();
        return switch (core.amend(order, wanted, millis.getAsLong())) {
            case Amendment.Refused(String reason) -> Future.succeededFuture(refused(reason, view(order)));
            case Amendment.Taken(List<Effect> effects) -> {
                if (queued && !effects.isEmpty()) {
                    metrics.collapsed();
                }
                risk.books().count(order);
                yield durably(effects).map(_ -> new AmendOutcome(true, null, view(order)));
            }
        };
    }

    private @Nullable String refusal(Order order, Terms wanted, long left) {
        SubmitOrder request = order.request();
        KillSwitch thrown = gate.states().against(request);
        boolean smaller = wanted.price() == order.terms().price()
                && wanted.amount() < order.terms().amount();
        if (thrown != null && !smaller && !thrown.state().lets(order.reduces())) {
            return KillGate.words(thrown);
        }
        if (smaller || (wanted.price() == 0) != (request.price() == null)) {
            return null; // less of it harms nobody; a price where none may be is for the core to refuse
        }
        SubmitOrder amended = new SubmitOrder(
                request.account(),
                request.clientOrderId(),
                request.instrument(),
                request.side(),
                request.type(),
                wanted.price() == 0 ? null : new Price(wanted.price()),
                new Amount(wanted.amount()),
                request.postOnly(),
                request.reduceOnly());
        Refused refused = order.reduces() ? Reductions.refusal(more(order, wanted), left, amended.amount()) : null;
        if (refused == null) {
            refused = risk.amendment(order, amended, millis.getAsLong());
        }
        return refused == null ? null : refused.detail();
    }

    private Future<Void> durably(List<Effect> effects) {
        // with nothing to store, what an earlier request stored may still be on its way
        Future<Void> durable = effects.isEmpty() ? commits.store(List.of(), List.of()) : steps.apply(effects);
        return StoreTimeout.after(answerMillis, durable);
    }

    private static AmendOutcome refused(String why, OrderView view) {
        return new AmendOutcome(false, why, view);
    }

    private static OrderView view(Order order) {
        return Require.present("order", order.durableView());
    }
}
