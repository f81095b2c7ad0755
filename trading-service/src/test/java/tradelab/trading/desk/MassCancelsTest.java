package tradelab.trading.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.Admission;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.Orders;

class MassCancelsTest {
    private static final long NOW = Orders.NOW;
    private static final int ORDERS = 10 * MassCancels.LOOKS;

    private final OrderCore core = new OrderCore(0, 100, 60_000);
    private final List<Order> orders = new ArrayList<>();
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private final ArrayDeque<Promise<Void>> commits = new ArrayDeque<>();
    private final List<Integer> parts = new ArrayList<>();
    private final List<Boolean> firsts = new ArrayList<>();
    private boolean slow;
    private int looks;
    private final MassCancels cancels = new MassCancels(
            core, order -> core.cancel(order, NOW), this::carryOut, (_, action) -> timers.addLast(action));

    private Future<Void> carryOut(List<Effect> effects, boolean first) {
        if (effects.isEmpty()) {
            return Future.succeededFuture();
        }
        parts.add(effects.size());
        firsts.add(first);
        Promise<Void> commit = Promise.promise();
        if (slow) {
            commits.addLast(commit);
        } else {
            commit.complete();
        }
        return commit.future();
    }

    private void submit(int from, int to) {
        for (int i = from; i < to; i++) {
            if (core.submit(Orders.limit(i % 100 == 0 ? "few" : "many", i), NOW)
                    instanceof Admission.New(Order order)) {
                var _ = core.accepted(order, i + 1L);
                orders.add(order);
            }
        }
    }

    private Predicate<Order> of(String account) {
        return order -> {
            looks++;
            return order.request().account().equals(account);
        };
    }

    /** Runs what is due now. Returns how many orders that looked at. */
    private int turn() {
        int before = looks;
        List<Runnable> due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
        return looks - before;
    }

    private void run(Future<?> wish) {
        for (int turns = 0; !wish.isComplete(); turns++) {
            assertThat(turns).isLessThan(1_000);
            assertThat(turn()).isLessThanOrEqualTo(MassCancels.LOOKS);
        }
    }

    @Test
    void looksAtABoundedNumberOfOrdersATurnAndCancelsABoundedNumber() {
        submit(0, ORDERS);
        Future<Integer> few = cancels.cancel("few", of("few"));
        assertThat(looks).isEqualTo(MassCancels.LOOKS);
        run(few);
        assertThat(few.result()).isEqualTo((ORDERS + 99) / 100);
        Future<Integer> many = cancels.cancel("many", of("many"));
        run(many);
        assertThat(many.result()).isEqualTo(ORDERS - (ORDERS + 99) / 100);
        assertThat(parts).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(MassCancels.EFFECTS + 2));
        assertThat(orders).allMatch(order -> order.status() == OrderStatus.CANCELED);
        assertThat(core.open()).isEmpty();
    }

    @Test
    void meetsEveryOrderThatWasOpenAndDurableWhateverComesAndGoesMeanwhile() {
        submit(0, ORDERS);
        Future<Integer> wish = cancels.cancel("many", of("many"));
        submit(ORDERS, ORDERS + 10);
        for (int i = ORDERS / 2; i < ORDERS; i += 2) {
            var _ = core.cancel(orders.get(i), NOW);
        }
        run(wish);
        assertThat(orders.subList(0, ORDERS))
                .allMatch(order -> order.request().account().equals("few") || order.status() == OrderStatus.CANCELED);
        assertThat(orders.subList(ORDERS, ORDERS + 10)).allMatch(order -> order.status() == OrderStatus.QUEUED);
    }

    @Test
    void whoComesMeanwhileSharesTheNextWalkAndEqualWishesAreOne() {
        submit(0, ORDERS);
        Future<Integer> first = cancels.cancel("few", of("few"));
        Future<Integer> second = cancels.cancel("many", of("many"));
        Future<Integer> same = cancels.cancel("many", of("many"));
        Future<Integer> other = cancels.cancel("few", of("few"));
        assertThat(looks).isEqualTo(MassCancels.LOOKS);
        run(second);
        assertThat(List.of(first, second, same, other)).allMatch(Future::succeeded);
        assertThat(same).isSameAs(second);
        assertThat(other.result()).as("they were cancelled before").isZero();
        assertThat(looks).as("the second walk asks for two").isLessThanOrEqualTo(3 * ORDERS);
    }

    @Test
    void makesEachPartDurableBeforeTheNextAndOnlyTheFirstGoesBeforeOthers() {
        slow = true;
        submit(0, ORDERS);
        Future<Integer> wish = cancels.cancel("many", of("many"));
        while (!wish.isComplete()) {
            assertThat(commits).hasSize(1);
            assertThat(timers).isEmpty();
            commits.removeFirst().complete();
            for (int i = 0; i < 20 && commits.isEmpty() && !wish.isComplete(); i++) {
                var _ = turn();
            }
        }
        assertThat(firsts.getFirst()).isTrue();
        assertThat(firsts.subList(1, firsts.size())).isNotEmpty().containsOnly(false);
    }

    @Test
    void saysThatNotAllWasRequestedWhenThePartitionGoesOrAPartCannotBeStored() {
        slow = true;
        submit(0, ORDERS);
        Future<Integer> wish = cancels.cancel("many", of("many"));
        Future<Integer> next = cancels.cancel("few", of("few"));
        commits.removeFirst().fail(new ServiceException(FailureKind.UNAVAILABLE, "not the owner any more"));
        assertThat(wish.failed()).isTrue();
        assertThat(next.isComplete()).as("has a walk of its own").isFalse();
        cancels.close();
        assertThat(ServiceException.of(next.cause()).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(cancels.cancel("few", of("few")).failed()).isTrue();
        int before = looks;
        while (!commits.isEmpty()) {
            commits.removeFirst().complete();
        }
        assertThat(turn()).isZero();
        assertThat(looks).isEqualTo(before);
    }

    @Test
    void goesOnAfterAWishThatBreaks() {
        submit(0, 10);
        Future<Integer> broken = cancels.cancel("broken", _ -> {
            throw new IllegalStateException("a scope that breaks");
        });
        assertThat(broken.failed()).isTrue();
        assertThat(cancels.cancel("many", of("many")).result()).isEqualTo(9);
    }

    @Test
    void refusesMoreWishesThanAWalkMayHave() {
        submit(0, ORDERS);
        var _ = cancels.cancel("many", of("many"));
        for (int i = 0; i < MassCancels.WISHES_MAX; i++) {
            assertThat(cancels.cancel(i, _ -> false).isComplete()).isFalse();
        }
        Future<Integer> refused = cancels.cancel("one more", _ -> false);
        assertThat(ServiceException.of(refused.cause()).kind()).isEqualTo(FailureKind.OVERLOADED);
    }
}
