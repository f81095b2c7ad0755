package tradelab.trading.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
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
import tradelab.contracts.trading.SubmitOrders;
import tradelab.contracts.trading.SubmitOutcome;
import tradelab.contracts.trading.SubmitResults;
import tradelab.contracts.trading.TradingApi;
import tradelab.trading.desk.NotRequestedException;
import tradelab.trading.desk.OrderDesk;
import tradelab.trading.desk.TradingFloor;

/**
 * Takes requests to the owner of their account: to a desk of this instance, or over the bus to the instance that has it,
 * with what is left of the sender's time.
 */
public final class OrderIntake {
    private final EventBus bus;
    private final TradingFloor floor;
    private final LongSupplier millis;

    public OrderIntake(Vertx vertx, TradingFloor floor, LongSupplier millis) {
        this.bus = vertx.eventBus();
        this.floor = floor;
        this.millis = millis;
    }

    Future<SubmitOutcome> submit(SubmitOrder order, long deadlineMillis) {
        OrderDesk desk = floor.desk(order.account());
        if (desk != null) {
            return desk.submit(order);
        }
        String owner = floor.owner(order.account());
        return owner == null
                ? Future.failedFuture(ownerless(order.account()))
                : unlessMoved(
                        order.account(),
                        owner,
                        forward(owner, List.of(order), deadlineMillis)
                                .compose(results -> outcome(results.results().getFirst())),
                        () -> submit(order, deadlineMillis));
    }

    /**
     * Waits for {@code call} to another instance, but not for one that has lost the account meanwhile: it may hang, and what
     * it did not commit it cannot commit any more. The same request, made again, has one effect and one answer.
     */
    private <T> Future<T> unlessMoved(String account, String owner, Future<T> call, Supplier<Future<T>> again) {
        Promise<T> answer = Promise.promise();
        Future<Void> moved = floor.moved(account, owner, call);
        var _ = moved.onSuccess(_ -> again.get().onComplete(answer::tryComplete, answer::tryFail));
        var _ = call.onComplete(answer::tryComplete, cause -> {
            if (!moved.succeeded()) {
                boolean _ = answer.tryFail(cause);
            }
        });
        return answer.future();
    }

    private static Future<SubmitOutcome> outcome(SubmitResults.Item item) {
        if (item.outcome() != null) {
            return Future.succeededFuture(item.outcome());
        }
        FailureKind kind = FailureKind.ofCode(item.status());
        String message = String.valueOf(item.message());
        return Future.failedFuture(
                Boolean.FALSE.equals(item.accepted())
                        ? new NotAcceptedException(kind, message)
                        : new ServiceException(kind, message));
    }

    /** Each order has its own answer; the future never fails. */
    Future<SubmitResults> submitAll(SubmitOrders request, long deadlineMillis) {
        List<SubmitOrder> orders = request.orders();
        Answers answers = new Answers(orders.size());
        Map<String, List<Integer>> elsewhere = new TreeMap<>();
        for (int i = 0; i < orders.size(); i++) {
            SubmitOrder order = orders.get(i);
            OrderDesk desk = floor.desk(order.account());
            String owner = desk == null ? floor.owner(order.account()) : null;
            if (desk != null) {
                answers.await(i, desk.submit(order));
            } else if (owner == null) {
                answers.put(i, SubmitResults.Item.of(ownerless(order.account())));
            } else {
                elsewhere.computeIfAbsent(owner, _ -> new ArrayList<>()).add(i);
            }
        }
        elsewhere.forEach((owner, places) -> forwardAll(
                        owner, places.stream().map(orders::get).toList(), deadlineMillis)
                .onSuccess(results -> {
                    for (int i = 0; i < places.size(); i++) {
                        answers.put(places.get(i), results.results().get(i));
                    }
                })
                .onFailure(cause -> places.forEach(place -> answers.put(place, SubmitResults.Item.of(cause)))));
        return answers.all.future();
    }

    private Future<SubmitResults> forwardAll(String owner, List<SubmitOrder> orders, long deadlineMillis) {
        return unlessMoved(
                orders.getFirst().account(),
                owner,
                forward(owner, orders, deadlineMillis),
                () -> submitAll(new SubmitOrders(orders), deadlineMillis));
    }

    Future<CancelOutcome> cancel(OrderRef ref, long deadlineMillis) {
        OrderDesk desk = floor.desk(ref.account());
        if (desk != null) {
            return desk.cancel(ref);
        }
        String owner = floor.owner(ref.account());
        return owner == null
                ? Future.failedFuture(unasked(ref.account()))
                : unlessMoved(
                        ref.account(),
                        owner,
                        TradingApi.cancelOrderAt(owner).call(bus, ref, left(deadlineMillis)),
                        () -> cancel(ref, deadlineMillis));
    }

    Future<AmendOutcome> amend(AmendOrder request, long deadlineMillis) {
        OrderDesk desk = floor.desk(request.account());
        if (desk != null) {
            return desk.amend(request);
        }
        String owner = floor.owner(request.account());
        return owner == null
                ? Future.failedFuture(unasked(request.account()))
                : unlessMoved(
                        request.account(),
                        owner,
                        TradingApi.amendOrderAt(owner).call(bus, request, left(deadlineMillis)),
                        () -> amend(request, deadlineMillis));
    }

    /** Asks every owner. A failure says that not all cancellations were asked for; asking again completes it. */
    Future<CancelledOrders> cancelAll(CancelOrders scope, long deadlineMillis) {
        Set<String> others = floor.others().orElse(null);
        if (others == null) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.UNAVAILABLE, "a partition changes its owner; not all cancellations were requested"));
        }
        List<Future<CancelledOrders>> parts = new ArrayList<>(others.size() + 1);
        parts.add(floor.cancelAll(scope));
        for (String other : others) {
            parts.add(TradingApi.cancelOrdersAt(other).call(bus, scope, left(deadlineMillis)));
        }
        return Future.join(parts)
                .map(_ -> new CancelledOrders(parts.stream()
                        .mapToInt(part -> part.result().requested())
                        .sum()));
    }

    /** Any instance may answer: what is not in its memory is in the database. */
    Future<OrderView> get(OrderRef ref) {
        OrderDesk desk = floor.desk(ref.account());
        return desk != null ? desk.get(ref) : floor.store().get(ref);
    }

    /** Answers other instances, for accounts that they believe to be ours; forwards no further. */
    Future<SubmitResults> submitHere(SubmitOrders request) {
        Answers answers = new Answers(request.orders().size());
        for (int i = 0; i < request.orders().size(); i++) {
            SubmitOrder order = request.orders().get(i);
            OrderDesk desk = floor.desk(order.account());
            if (desk != null) {
                answers.await(i, desk.submit(order));
            } else {
                answers.put(i, SubmitResults.Item.of(ownerless(order.account())));
            }
        }
        return answers.all.future();
    }

    Future<CancelOutcome> cancelHere(OrderRef ref) {
        OrderDesk desk = floor.desk(ref.account());
        return desk == null ? Future.failedFuture(unasked(ref.account())) : desk.cancel(ref);
    }

    Future<AmendOutcome> amendHere(AmendOrder request) {
        OrderDesk desk = floor.desk(request.account());
        return desk == null ? Future.failedFuture(unasked(request.account())) : desk.amend(request);
    }

    Future<CancelledOrders> cancelAllHere(CancelOrders scope) {
        return floor.cancelAll(scope);
    }

    private Future<SubmitResults> forward(String owner, List<SubmitOrder> orders, long deadlineMillis) {
        return TradingApi.submitOrdersAt(owner).call(bus, new SubmitOrders(orders), left(deadlineMillis));
    }

    private Duration left(long deadlineMillis) {
        return Duration.ofMillis(Math.max(1, deadlineMillis - millis.getAsLong()));
    }

    /** Of a cancellation or an amendment. */
    private NotRequestedException unasked(String account) {
        return new NotRequestedException(
                FailureKind.UNAVAILABLE, String.valueOf(ownerless(account).getMessage()));
    }

    private ServiceException ownerless(String account) {
        return new ServiceException(
                FailureKind.UNAVAILABLE, "partition " + floor.partition(account) + " changes its owner; ask again");
    }

    /** Completes when every place has its answer. */
    private static final class Answers {
        private final SubmitResults.@Nullable Item[] items;
        private final Promise<SubmitResults> all = Promise.promise();
        private int open;

        Answers(int count) {
            items = new SubmitResults.Item[count];
            open = count;
        }

        void await(int place, Future<SubmitOutcome> outcome) {
            outcome.onComplete(
                    done -> put(place, SubmitResults.Item.of(done)), cause -> put(place, SubmitResults.Item.of(cause)));
        }

        @SuppressWarnings("NullAway") // every place is filled when none is open
        void put(int place, SubmitResults.Item item) {
            items[place] = item;
            if (--open == 0) {
                all.complete(new SubmitResults(Arrays.asList(items)));
            }
        }
    }
}
