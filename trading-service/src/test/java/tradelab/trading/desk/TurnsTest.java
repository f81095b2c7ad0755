package tradelab.trading.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Orders;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<String> decided = new ArrayList<>();

    private Future<String> decide(String name) {
        decided.add(name);
        return Future.succeededFuture(name);
    }

    private Future<String> comes(SubmitOrder order, String name) {
        return turns.isTaken(order) ? turns.await(order, () -> decide(name)) : decide(name);
    }

    private Future<String> looks(SubmitOrder order, String name, Promise<Long> look) {
        return turns.await(order, () -> turns.hold(order, look.future(), _ -> decide(name)));
    }

    @Test
    void whatComesLaterIsDecidedLaterAndOthersDoNotWait() {
        SubmitOrder order = Orders.limit("a", 1);
        Promise<Long> look = Promise.promise();
        Future<String> first = looks(order, "reduction", look);
        Future<String> second = comes(order, "plain");
        assertThat(comes(Orders.limit("b", 2), "other account").result()).isEqualTo("other account");
        assertThat(decided).containsExactly("other account");
        look.complete(1L);
        assertThat(decided).containsExactly("other account", "reduction", "plain");
        assertThat(first.result()).isEqualTo("reduction");
        assertThat(second.result()).isEqualTo("plain");
        assertThat(turns.isTaken(order)).isFalse();
    }

    @Test
    void aLookThatWaitedHoldsTheTurnAgain() {
        SubmitOrder order = Orders.limit("a", 1);
        Promise<Long> first = Promise.promise();
        Promise<Long> second = Promise.promise();
        var _ = looks(order, "first", first);
        var _ = comes(order, "between");
        var _ = looks(order, "second", second);
        var _ = comes(order, "last");
        second.complete(2L);
        assertThat(decided).isEmpty();
        first.complete(1L);
        assertThat(decided).containsExactly("first", "between", "second", "last");
    }

    @Test
    void aLookThatFailsFailsItsOwnAlone() {
        SubmitOrder order = Orders.limit("a", 1);
        Promise<Long> look = Promise.promise();
        Future<String> first = looks(order, "first", look);
        Future<String> second = comes(order, "second");
        look.fail(new ServiceException(FailureKind.UNAVAILABLE, "no"));
        assertThat(first.failed()).isTrue();
        assertThat(second.result()).isEqualTo("second");
        Promise<Long> again = Promise.promise();
        var _ = turns.hold(order, again.future(), _ -> {
            throw new IllegalStateException("a decision that breaks");
        });
        Future<String> broken = turns.await(order, () -> {
            throw new IllegalStateException("another");
        });
        Future<String> third = comes(order, "third");
        again.complete(1L);
        assertThat(broken.failed()).isTrue();
        assertThat(third.result()).isEqualTo("third");
        assertThat(turns.isTaken(order)).isFalse();
    }

    @Test
    void takesSoManyInAndHasThemAllDecidedWithoutADeepStack() {
        SubmitOrder order = Orders.limit("a", 1);
        Promise<Long> look = Promise.promise();
        var _ = looks(order, "first", look);
        for (int i = 0; i < Turns.WAITING_MAX; i++) {
            assertThat(turns.refusal(order)).isNull();
            var _ = looks(order, "next", look);
        }
        ServiceException full = turns.refusal(order);
        assertThat(full).isNotNull();
        assertThat(turns.refusal(Orders.limit("b", 2))).isNull();
        look.complete(1L);
        assertThat(decided).hasSize(Turns.WAITING_MAX + 1);
        assertThat(turns.isTaken(order)).isFalse();
    }
}
