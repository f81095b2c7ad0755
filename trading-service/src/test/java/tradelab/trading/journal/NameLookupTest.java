package tradelab.trading.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderRef;

class NameLookupTest {
    private final List<List<OrderRef>> queries = new ArrayList<>();
    private final List<Promise<Map<OrderRef, StoredOrder>>> answers = new ArrayList<>();
    private final NameLookup names = new NameLookup(refs -> {
        queries.add(refs);
        Promise<Map<OrderRef, StoredOrder>> answer = Promise.promise();
        answers.add(answer);
        return answer.future();
    });

    private static OrderRef name(int number) {
        return new OrderRef("a", "c" + number);
    }

    private static FailureKind kind(Future<?> failed) {
        return ServiceException.of(failed.cause()).kind();
    }

    @Test
    void asksForWhatCameMeanwhileAllAtOnce() {
        Future<Optional<StoredOrder>> first = names.find(name(0));
        List<Future<Optional<StoredOrder>>> others = new ArrayList<>();
        for (int i = 1; i <= NameLookup.QUERY_MAX + 1; i++) {
            others.add(names.find(name(i)));
        }
        assertThat(queries).containsExactly(List.of(name(0)));
        answers.getFirst().complete(Map.of());
        assertThat(first.result()).isEmpty();
        assertThat(queries)
                .hasSize(2)
                .last()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(NameLookup.QUERY_MAX);
        answers.get(1).complete(Map.of());
        assertThat(queries).last().isEqualTo(List.of(name(NameLookup.QUERY_MAX + 1)));
        answers.get(2).complete(Map.of());
        assertThat(others).allMatch(Future::succeeded);
    }

    @Test
    void tellsThoseBeyondItsRoomToAskAgainAndHasRoomAgainLater() {
        for (int i = 0; i <= NameLookup.WAITING_MAX; i++) {
            assertThat(names.find(name(i)).isComplete()).isFalse();
        }
        assertThat(kind(names.find(name(-1)))).isEqualTo(FailureKind.OVERLOADED);
        answers.getFirst().complete(Map.of());
        assertThat(names.find(name(-1)).isComplete()).isFalse();
    }

    @Test
    void saysToAllWhoWaitThatTheDatabaseDoesNotAnswerAndAsksAnew() {
        Future<?> first = names.find(name(0));
        Future<?> second = names.find(name(1));
        answers.getFirst().fail("gone");
        assertThat(kind(first)).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(kind(second)).isEqualTo(FailureKind.UNAVAILABLE);
        Future<Optional<StoredOrder>> third = names.find(name(2));
        answers.get(1).complete(Map.of());
        assertThat(third.result()).isEmpty();
    }
}
