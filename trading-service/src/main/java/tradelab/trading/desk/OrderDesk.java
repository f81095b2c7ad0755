package tradelab.trading.desk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.AmendOrder;
import tradelab.contracts.trading.AmendOutcome;
import tradelab.contracts.trading.CancelOrders;
import tradelab.contracts.trading.CancelOutcome;
import tradelab.contracts.trading.CancelledOrders;
import tradelab.contracts.trading.NotAcceptedException;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome;
import tradelab.trading.journal.Delay;
import tradelab.trading.journal.GroupCommit;
import tradelab.trading.journal.NameLookup;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.journal.StoredOrder;
import tradelab.trading.kill.KillSwitch;
import tradelab.trading.order.Admission;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.risk.RiskGate;

/**
 * Where orders and cancellations come in. Nothing is answered before it is durable.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class OrderDesk {
    private static final String CLOSED = "this instance takes no orders; ask again";

    private final Vertx vertx;
    private final OrderCore core;
    private final GroupCommit commits;
    private final OrderStore store;
    private final EffectRunner steps;
    private final VenueDesks dispatcher;
    private final RiskGate risk;
    private final DeskMetrics metrics;
    private final DeskSettings settings;
    private final LongSupplier millis;
    private final KillGate gate;
    private final AmendDesk amends;
    private final Reductions reductions;
    private final NameLookup names;
    private final Turns turns = new Turns();
    private final CancelDesk cancels;

    /** Orders whose acceptance is not durable yet, and the order that will have their name. */
    private final Map<Order, Promise<Order>> pending = new IdentityHashMap<>();

    private boolean closed;

    OrderDesk(
            Vertx vertx,
            OrderCore core,
            GroupCommit commits,
            OrderStore store,
            EffectRunner steps,
            VenueDesks dispatcher,
            RiskGate risk,
            DeskMetrics metrics,
            DeskSettings settings,
            KillGate gate,
            Delay later,
            LongSupplier millis) {
        this.vertx = vertx;
        this.core = core;
        this.commits = commits;
        this.store = store;
        this.steps = steps;
        this.dispatcher = dispatcher;
        this.risk = risk;
        this.metrics = metrics;
        this.settings = settings;
        this.gate = gate;
        this.millis = millis;
        this.cancels = new CancelDesk(
                core, commits, steps, metrics, later, settings.answerMax().toMillis(), millis);
        this.names = new NameLookup(
                refs -> store.find(refs).timeout(settings.answerMax().toMillis(), TimeUnit.MILLISECONDS));
        this.reductions =
                new Reductions(store, risk.books(), gate, settings.answerMax().toMillis());
        this.amends = new AmendDesk(
                core,
                commits,
                store,
                reductions,
                turns,
                steps,
                gate,
                risk,
                metrics,
                settings.answerMax().toMillis(),
                millis);
    }

    /** From now on nothing new is accepted. */
    void close() {
        closed = true;
        cancels.close();
    }

    /**
     * Accepts an order, once, however often it comes.
     *
     * @return fails with CONFLICT if its name is taken by another body; with {@link NotAcceptedException} if it was never
     *     accepted; with OVERLOADED or UNAVAILABLE if this attempt was not, and nobody can say now whether an earlier one
     *     was; with TIMEOUT if nobody can say anything
     */
    public Future<SubmitOutcome> submit(SubmitOrder request) {
        return decide(request, false)
                .onFailure(cause -> metrics.failed(ServiceException.of(cause).kind()));
    }

    private boolean takesNothing() {
        return closed || commits.state() == GroupCommit.State.HALTED;
    }

    private Future<SubmitOutcome> decide(SubmitOrder request, boolean itsTurn) {
        if (takesNothing()) {
            return unavailable(CLOSED);
        }
        Order known = core.find(request.ref());
        if (known != null) {
            return known(known, request);
        }
        ServiceException busy = busy(request);
        if (busy != null) {
            return turnAway(request, busy);
        }
        if (!itsTurn && turns.isTaken(request)) {
            return turns.await(request, () -> decide(request, true));
        }
        KillSwitch thrown = gate.states().against(request);
        return thrown == null && !request.mustReduce() ? passRisk(request, false) : gated(request);
    }

    private Future<SubmitOutcome> known(Order known, SubmitOrder request) {
        Promise<Order> winner = pending.get(known);
        return winner == null ? repeated(known, request) : winner.future().compose(order -> repeated(order, request));
    }

    /**
     * Refuses, unless the order was accepted before what memory knows: then the answer is that of before. Only those who are
     * refused wait for the database; what is accepted learns of an older order when it is stored.
     */
    private Future<SubmitOutcome> unlessStored(SubmitOrder request, Supplier<Future<SubmitOutcome>> refusal) {
        return names.find(request.ref()).compose(stored -> {
            if (stored.isPresent()) {
                return repeated(stored.get().order(), request);
            }
            Order known = core.find(request.ref()); // it may have come in meanwhile
            if (known != null) {
                return known(known, request);
            }
            // an owner after us may have taken it
            return takesNothing() ? unavailable(CLOSED) : refusal.get();
        });
    }

    /** Without the database nobody can say what was accepted before. */
    private Future<SubmitOutcome> turnAway(SubmitOrder request, ServiceException busy) {
        return commits.state() == GroupCommit.State.RETRYING
                ? Future.failedFuture(busy)
                : unlessStored(
                        request,
                        () -> Future.failedFuture(new NotAcceptedException(
                                busy.kind(), busy.getMessage() + "; the order was not accepted")));
    }

    private Future<SubmitOutcome> refuse(SubmitOrder request, SubmitOutcome.Refused refused) {
        return unlessStored(request, () -> {
            metrics.refused();
            return Future.succeededFuture(refused);
        });
    }

    /** Returns why nothing new can be taken in now, or null. What waits is bounded by time: by how long it would wait. */
    private @Nullable ServiceException busy(SubmitOrder request) {
        ServiceException behind = commits.refusal();
        behind = behind == null ? turns.refusal(request) : behind;
        if (behind != null) {
            return behind;
        }
        return dispatcher.waitMillis(request.instrument())
                        > settings.queueWaitMax().toMillis()
                ? new ServiceException(
                        FailureKind.OVERLOADED, dispatcher.waiting(request.instrument()) + " orders wait for the venue")
                : null;
    }

    private Future<SubmitOutcome> passRisk(SubmitOrder request, boolean reduces) {
        if (!dispatcher.has(request.instrument())) {
            return refuse(
                    request,
                    new SubmitOutcome.Refused(
                            SubmitOutcome.Reason.UNKNOWN_INSTRUMENT,
                            "VENUE: instrument: expected one of a venue that is switched on, got "
                                    + request.instrument()));
        }
        SubmitOutcome.Refused refusal = risk.refusal(request, millis.getAsLong(), System.nanoTime());
        return refusal == null ? admit(request, reduces) : refuse(request, refusal);
    }

    /** Whoever must reduce, and everybody while only reductions are allowed, is held against the position. */
    private Future<SubmitOutcome> gated(SubmitOrder request) {
        return turns.hold(
                request,
                reductions.refusal(request),
                refused -> refused.isPresent() ? refuse(request, refused.get()) : passRisk(request, true));
    }

    private Future<SubmitOutcome> admit(SubmitOrder request, boolean reduces) {
        return switch (core.submit(request, millis.getAsLong())) {
            case Admission.New(Order order) -> {
                if (reduces) {
                    order.foundReducing();
                }
                yield insert(order);
            }
            case Admission.Known(Order order) -> repeated(order, request);
            case Admission.Taken(Order order) -> repeated(order, request);
        };
    }

    private Future<SubmitOutcome> insert(Order order) {
        Promise<Order> winner = Promise.promise();
        pending.put(order, winner);
        risk.books().count(order);
        commits.insert(order, new GroupCommit.Inserted() {
            @Override
            public void stored(long sequence) {
                inserted(order, sequence, winner);
            }

            @Override
            public void failed(ServiceException cause) {
                if (cause.kind() != FailureKind.TIMEOUT) {
                    pending.remove(order);
                    drop(order);
                }
                boolean _ = winner.tryFail(cause);
            }
        });
        return winner.future()
                .compose(stored -> stored == order
                        ? Future.succeededFuture(accepted(order, false))
                        : repeated(stored, order.request()));
    }

    private void inserted(Order order, long sequence, Promise<Order> winner) {
        pending.remove(order);
        if (sequence > 0) {
            List<Effect> effects = core.accepted(order, sequence);
            boolean _ = winner.tryComplete(order);
            var _ = steps.apply(effects);
            return;
        }
        drop(order);
        store.find(order.request().ref())
                .map(stored -> Require.present("the older order of this name", stored.orElse(null)))
                .onSuccess(stored -> winner.tryComplete(stored.order()))
                .onFailure(cause -> winner.tryFail(new ServiceException(FailureKind.UNAVAILABLE, cause)));
    }

    private void drop(Order order) {
        core.dropped(order);
        risk.books().forget(order);
    }

    private Future<SubmitOutcome> repeated(Order stored, SubmitOrder request) {
        if (!stored.isFor(request)) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.CONFLICT,
                    "clientOrderId: " + request.clientOrderId() + " of account " + request.account()
                            + " names another order, " + stored.orderId()));
        }
        metrics.duplicate();
        return Future.succeededFuture(accepted(stored, true));
    }

    private static SubmitOutcome accepted(Order order, boolean duplicate) {
        SubmitOrder request = order.request();
        return new SubmitOutcome.Accepted(
                order.orderId(), request.account(), request.clientOrderId(), order.acceptedSequence(), duplicate);
    }

    /** Callers wait no longer for orders whose commit has an unknown outcome. The orders are followed all the same. */
    void stalled() {
        var _ = vertx.setTimer(settings.answerMax().toMillis(), _ -> {
            if (commits.state() == GroupCommit.State.RETRYING) {
                for (Promise<Order> winner : List.copyOf(pending.values())) {
                    boolean _ = winner.tryFail(new ServiceException(
                            FailureKind.TIMEOUT, "the database did not say whether it has the order; ask again"));
                }
            }
        });
    }

    /** Asks for a cancellation. Fails with NOT_FOUND for an order that was never accepted. */
    public Future<CancelOutcome> cancel(OrderRef ref) {
        if (closed) {
            return notRequested("this instance takes no cancellations; it was not requested");
        }
        Order order = core.find(ref);
        if (order == null) {
            return store.require(ref)
                    .compose(found -> isNamed(found, ref)
                            ? Future.succeededFuture(new CancelOutcome(false, found.view()))
                            : cancel(found.request().ref()));
        }
        Promise<Order> winner = pending.get(order);
        if (winner != null) {
            return winner.future().compose(_ -> cancel(ref));
        }
        return cancels.cancel(order);
    }

    /** Asks for other terms. Fails with NOT_FOUND for an order that was never accepted. */
    public Future<AmendOutcome> amend(AmendOrder request) {
        if (closed) {
            return notRequested("this instance takes no amendments; nothing was changed");
        }
        Order order = core.find(request.ref());
        if (order == null && ClientIds.cid(request.clientOrderId()) > 0) {
            return store.require(request.ref())
                    .compose(found -> isNamed(found, request.ref())
                            ? amends.amend(request, null)
                            : amend(new AmendOrder(
                                    request.account(),
                                    found.view().clientOrderId(),
                                    request.price(),
                                    request.amount())));
        }
        Promise<Order> winner = order == null ? null : pending.get(order);
        return winner == null ? amends.amend(request, order) : winner.future().compose(_ -> amend(request));
    }

    /** Asks for the cancellation of every durable open order of {@code scope} here. Completes when all is durable. */
    Future<CancelledOrders> cancelAll(CancelOrders scope) {
        if (closed) {
            return unavailable("this instance takes no cancellations; not all were requested");
        }
        return cancels.cancelAll(scope);
    }

    /** Returns the order as the database has it. Fails with NOT_FOUND for an order that was never accepted. */
    public Future<OrderView> get(OrderRef ref) {
        Order order = core.find(ref);
        OrderView view = order == null ? null : order.durableView();
        return view != null ? Future.succeededFuture(view) : store.require(ref).map(StoredOrder::view);
    }

    /** Returns whether it is its client's name that found the order, not its order id. */
    private static boolean isNamed(StoredOrder found, OrderRef ref) {
        return found.view().clientOrderId().equals(ref.clientOrderId());
    }

    private static <T> Future<T> notRequested(String why) {
        return Future.failedFuture(new NotRequestedException(FailureKind.UNAVAILABLE, why));
    }

    private static <T> Future<T> unavailable(String why) {
        return Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, why));
    }
}
