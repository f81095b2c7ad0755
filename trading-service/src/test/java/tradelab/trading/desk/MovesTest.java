package tradelab.trading.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class MovesTest {
    private final Moves moves = new Moves();
    private final Promise<String> call = Promise.promise();

    @Test
    void tellsWhoWaitsForAnInstanceThatTheAccountIsSomebodyElses() {
        Future<Void> moved = moves.away("a", "one", call.future());
        moves.look((_, _) -> false);
        assertThat(moved.isComplete()).isFalse();
        moves.look((account, former) -> account.equals("a") && former.equals("one"));
        assertThat(moved.succeeded()).isTrue();
        call.complete("too late");
        assertThat(moved.succeeded()).isTrue();
    }

    @Test
    void failsForWhoHasItsAnswer() {
        Future<Void> moved = moves.away("a", "one", call.future());
        call.fail("no");
        moves.look((_, _) -> true);
        assertThat(moved.failed()).isTrue();
    }
}
