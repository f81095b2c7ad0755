package tradelab.trading.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderView;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;
import tradelab.trading.order.Orders;

class GroupCommitTest {
    private static final int GROUP_MAX = 3;

    private final ArrayDeque<Promise<Committed>> answers = new ArrayDeque<>();
    private final List<CommitGroup> groups = new ArrayList<>();
    private final ArrayDeque<Runnable> delayed = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private long nanos;
    private final GroupCommit commits = new GroupCommit(
            group -> {
                groups.add(group);
                Promise<Committed> answer = Promise.promise();
                answers.addLast(answer);
                return answer.future();
            },
            new GroupCommit.Limits(GROUP_MAX, 100, 5),
            (_, action) -> delayed.addLast(action),
            () -> 1L,
            () -> nanos,
            new GroupCommit.Listener() {
                @Override
                public void committed(CommitGroup group, List<OrderView> views, long commitNanos) {
                    heard.add("committed " + group.number());
                }

                @Override
                public void state(GroupCommit.State state, String why) {
                    heard.add(state.name());
                }
            });

    private void insert(int number) {
        Order order = Orders.order(number);
        commits.insert(order, new GroupCommit.Inserted() {
            @Override
            public void stored(long sequence) {
                heard.add("c" + number + " stored " + sequence);
            }

            @Override
            public void failed(ServiceException cause) {
                heard.add("c" + number + " " + cause.kind());
            }
        });
    }

    private void answer(long firstSequence) {
        Objects.requireNonNull(answers.pollFirst()).complete(new Committed(firstSequence, null, 0));
    }

    private void lose() {
        Objects.requireNonNull(answers.pollFirst()).fail("connection lost");
    }

    @Test
    void sendsTheFirstAtOnceAndGathersWhatComesMeanwhile() {
        for (int i = 1; i <= 5; i++) {
            insert(i);
        }
        answer(1);
        answer(2);
        answer(5);
        assertThat(groups).extracting(CommitGroup::size).containsExactly(1, GROUP_MAX, 1);
        assertThat(heard)
                .containsExactly(
                        "c1 stored 1",
                        "committed 1",
                        "c2 stored 2",
                        "c3 stored 3",
                        "c4 stored 4",
                        "committed 2",
                        "c5 stored 5",
                        "committed 3");
    }

    @Test
    void sendsTheSameGroupAgainUntilItsOutcomeIsKnownAndRefusesTheOthers() {
        insert(1);
        insert(2);
        lose();
        assertThat(heard).containsExactly("RETRYING", "c2 UNAVAILABLE");
        assertThat(commits.refusal()).isNotNull();
        Objects.requireNonNull(delayed.pollFirst()).run();
        lose();
        Objects.requireNonNull(delayed.pollFirst()).run();
        answer(1);
        assertThat(groups).hasSize(3).containsOnly(groups.getFirst());
        assertThat(heard).endsWith("RUNNING", "c1 stored 1", "committed 1");
        assertThat(commits.refusal()).isNull();
    }

    @Test
    void endsForGoodWhenTheLogBelongsToAnother() {
        insert(1);
        insert(2);
        Future<Void> steps = commits.store(List.of(Orders.changed("a", 1)), List.of());
        Objects.requireNonNull(answers.pollFirst()).fail(new LogRefusedException("epoch", new IllegalStateException()));
        assertThat(heard).containsExactly("HALTED", "c1 TIMEOUT", "c2 UNAVAILABLE");
        assertThat(steps.failed()).isTrue();
        assertThat(commits.store(List.of(), List.of()).failed()).isTrue();
        assertThat(groups).hasSize(1);
    }

    @Test
    void refusesANewOrderThatWouldWaitTooLong() {
        insert(1);
        nanos = 60_000_000; // the first took 60 ms, so two groups before us are too many
        answer(1);
        insert(2);
        for (int i = 3; i <= 5; i++) {
            insert(i);
        }
        assertThat(Objects.requireNonNull(commits.refusal()).kind()).isEqualTo(FailureKind.OVERLOADED);
    }

    @Test
    void saysWhenMoreStepsWaitThanShouldBeAddedTo() {
        Future<Void> first = commits.store(List.of(Orders.changed("a", 1)), List.of());
        for (int i = 0; i < 6; i++) {
            var _ = commits.store(List.of(Orders.changed("a", 1)), List.of());
        }
        assertThat(commits.isBehind()).isTrue();
        answer(1);
        assertThat(first.succeeded()).isTrue();
        assertThat(commits.isBehind()).isFalse();
    }

    @Test
    void putsACancellationIntoTheNextGroupHoweverMuchWaits() {
        for (int i = 1; i <= 20; i++) {
            insert(i);
            var _ = commits.store(List.of(Orders.changed("a", 100 + i)), List.of());
        }
        OrderChange cancel = Orders.changed("a", 99);
        Future<Void> cancelled = commits.storeFirst(List.of(cancel), List.of());
        answer(1);
        assertThat(groups.getLast().inserts()).hasSize(GROUP_MAX);
        assertThat(groups.getLast().changes()).hasSize(GROUP_MAX).startsWith(cancel);
        answer(2);
        assertThat(cancelled.succeeded()).isTrue();
        assertThat(groups).hasSize(3);
    }

    @Test
    void commitsACancellationAfterTheEarlierStepsOfItsOrder() {
        for (int i = 1; i <= 2 * GROUP_MAX; i++) {
            var _ = commits.store(List.of(Orders.changed("a", i)), List.of());
        }
        OrderChange cancel = Orders.changed("a", 2 * GROUP_MAX);
        Future<Void> cancelled = commits.storeFirst(List.of(cancel), List.of());
        answer(1);
        assertThat(groups.getLast().changes()).doesNotContain(cancel);
        answer(2);
        assertThat(groups.getLast().changes()).hasSize(GROUP_MAX).endsWith(cancel);
        assertThat(cancelled.isComplete()).isFalse();
        answer(2 + GROUP_MAX);
        assertThat(cancelled.succeeded()).isTrue();
    }
}
