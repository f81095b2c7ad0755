package tradelab.trading.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.Admission;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Orders;
import tradelab.trading.order.VenueReport;
import tradelab.trading.pace.Pace;
import tradelab.trading.pace.Timing;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;
import tradelab.trading.venue.VenueRecords;

class DispatcherTest {
    private static final Duration INTENT_AGE = Duration.ofNanos(1_000);

    private final OrderCore core = new OrderCore(0, 100, 60_000);
    private final ArrayDeque<Promise<Void>> commits = new ArrayDeque<>();
    private final List<List<Operation>> calls = new ArrayList<>();
    private final List<Long> notAfter = new ArrayList<>();
    private final ArrayDeque<Promise<List<OperationResult>>> answers = new ArrayDeque<>();
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private long nanos;
    private long leaseEnd = 10_000;
    private boolean stopped;
    private final Dispatcher dispatcher = new Dispatcher(
            new Owner(),
            new Exchange(),
            Pace.perMinute(6_000, 0),
            new Dispatcher.Limits(75, Duration.ZERO, INTENT_AGE),
            effects -> {
                Promise<Void> commit = Promise.promise();
                boolean claims = effects.stream().anyMatch(Effect.Store.class::isInstance);
                if (claims) {
                    commits.addLast(commit);
                }
                return claims ? commit.future() : Future.succeededFuture();
            },
            new DispatchListener() {
                @Override
                public void called(int operations, String outcome, long took) {}

                @Override
                public void doubtful() {}
            },
            1,
            new Clock());

    private final class Owner implements Owned {
        @Override
        public @Nullable OrderCore core(Order order) {
            return core;
        }

        @Override
        public long untilNanos(Order order) {
            return leaseEnd;
        }

        @Override
        public boolean mayPlace(Order order) {
            return !stopped;
        }
    }

    private final class Exchange implements Venue {
        @Override
        public void follow(VenueEvents events) {}

        @Override
        public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
            calls.add(operations);
            notAfter.add(notAfterNanos);
            Promise<List<OperationResult>> answer = Promise.promise();
            answers.addLast(answer);
            return answer.future();
        }

        @Override
        public Future<VenueRecords> records(long sinceMillis) {
            return Future.failedFuture("not asked for");
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    private final class Clock implements Timing {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long epochMillis() {
            return Orders.NOW;
        }

        @Override
        public void after(long millis, Runnable action) {
            timers.addLast(action);
        }
    }

    private Order queued(int number) {
        if (!(core.submit(Orders.limit("a", number), Orders.NOW) instanceof Admission.New(Order order))) {
            throw new AssertionError("known already");
        }
        var _ = core.accepted(order, number);
        dispatcher.add(order);
        return order;
    }

    private void commit() {
        Objects.requireNonNull(commits.pollFirst()).complete();
    }

    @Test
    void sendsNothingBeforeTheClaimIsDurable() {
        Order order = queued(1);
        assertThat(order.status()).isEqualTo(OrderStatus.SENDING);
        assertThat(calls).isEmpty();
        commit();
        assertThat(calls).containsExactly(List.of(new Operation.Place(order)));
        assertThat(notAfter).containsExactly(INTENT_AGE.toNanos());
    }

    @Test
    void letsNoByteLeaveAfterTheLease() {
        leaseEnd = 600;
        var _ = queued(1);
        commit();
        assertThat(notAfter).containsExactly(600L);
    }

    @Test
    void sendsNothingWhenTheLeaseHasEndedWhileTheClaimWasCommitted() {
        Order order = queued(1);
        nanos = leaseEnd; // stopped here, and woken
        commit();
        assertThat(calls).isEmpty();
        assertThat(order.isUnsent()).isTrue();
    }

    @Test
    void sendsNothingThatWasStoppedWhileTheClaimWasCommitted() {
        Order order = queued(1);
        stopped = true;
        commit();
        assertThat(calls).isEmpty();
        assertThat(order.isUnsent()).isTrue();
    }

    @Test
    void endsWhatALimitStopsWhileTheClaimWasCommitted() {
        Order order = queued(1);
        core.gate(_ -> "the account may only make");
        commit();
        assertThat(calls).isEmpty();
        dispatcher.add(order); // as the effects ask for
        assertThat(order.status()).isEqualTo(OrderStatus.CANCELED);
        commit();
        assertThat(calls).isEmpty();
    }

    @Test
    void sendsNothingOfAClaimThatFailed() {
        var _ = queued(1);
        Objects.requireNonNull(commits.pollFirst()).fail("not the owner any more");
        assertThat(calls).isEmpty();
    }

    @Test
    void preparesTheNextBatchWhileOneIsOnItsWayAndWaitsAfterOneThatWasNotAnswered() {
        var _ = queued(1);
        commit();
        Order second = queued(2);
        commit();
        assertThat(calls).hasSize(1);
        Objects.requireNonNull(answers.pollFirst()).complete(List.of(new OperationResult.Unanswered("reset")));
        assertThat(calls).as("a pause first").hasSize(1);
        nanos = Duration.ofMillis(50).toNanos();
        leaseEnd = nanos * 2;
        Objects.requireNonNull(timers.pollFirst()).run();
        assertThat(calls).hasSize(2).last().isEqualTo(List.of(new Operation.Place(second)));
    }

    @Test
    void callsNobodyWhoAsksToBeLeftAloneUntilThatIsTakenBack() {
        dispatcher.hold(1_000);
        dispatcher.hold(10);
        assertThat(dispatcher.heldNanos()).as("the longer of both").isEqualTo(1_000);
        var _ = queued(1);
        assertThat(commits).as("not even claimed").isEmpty();
        dispatcher.hold(0);
        assertThat(dispatcher.heldNanos()).isZero();
        commit();
        assertThat(calls).hasSize(1);
        dispatcher.hold(1_000);
        var _ = queued(2);
        nanos = 1_000;
        dispatcher.reconsider();
        commit();
        Objects.requireNonNull(answers.pollFirst()).complete(List.of(new OperationResult.NotExecuted("429")));
        assertThat(calls).as("a pause after what was not executed").hasSize(1);
    }

    @Test
    void goesOnInAnotherTurnPastMoreThanItLooksAtInOne() {
        stopped = true;
        Order first = queued(0);
        for (int i = 1; i < VenueQueue.LOOKS_MAX + 10; i++) {
            var _ = queued(i);
        }
        stopped = false;
        for (Order order : List.copyOf(core.open())) {
            var _ = core.cancel(order, Orders.NOW);
        }
        assertThat(first.status()).isEqualTo(OrderStatus.CANCELED);
        stopped = true;
        Order live = queued(VenueQueue.LOOKS_MAX + 10);
        stopped = false;
        timers.clear();
        dispatcher.reconsider();
        assertThat(commits).isEmpty();
        Objects.requireNonNull(timers.pollFirst()).run();
        commit();
        assertThat(calls).containsExactly(List.of(new Operation.Place(live)));
    }

    @Test
    void aCallThatIsMadeAgainTakesATurnLikeAnyOther() {
        dispatcher.pace(30, nanos - Duration.ofMinutes(2).toNanos()); // three at once
        assertThat(dispatcher.tryAgain()).as("nothing is on the wire").isFalse();
        var _ = queued(1);
        commit();
        assertThat(calls).hasSize(1);
        int again = 0;
        while (dispatcher.tryAgain()) {
            again++;
        }
        assertThat(again).isEqualTo(2);
        Objects.requireNonNull(answers.pollFirst()).complete(List.of(new OperationResult.Refused("test")));
        commit(); // the refusal
        leaseEnd = Long.MAX_VALUE;
        var _ = queued(2);
        assertThat(commits).as("its turn is used up").isEmpty();
        nanos += Duration.ofMinutes(1).toNanos();
        dispatcher.reconsider();
        commit();
        assertThat(calls).hasSize(2);
    }

    @Test
    void aCancellationDoesNotWaitForTheTurnOfNewOrders() {
        Order resting = queued(1);
        commit();
        Objects.requireNonNull(answers.pollFirst())
                .complete(List.of(new OperationResult.Taken(new VenueReport(
                        resting.cid(), "v1", "tBTCUSD", resting.signedAmount(), VenueReport.State.OPEN, 0, 0, null))));
        dispatcher.pace(90, nanos); // a burst is spent: new orders wait two turns, urgent calls one
        timers.clear();
        var _ = queued(2);
        assertThat(timers).as("for the new order").hasSize(1);
        var _ = core.cancel(resting, Orders.NOW);
        dispatcher.addCancel(resting);
        assertThat(timers).as("an earlier one for the cancellation").hasSize(2);
    }
}
