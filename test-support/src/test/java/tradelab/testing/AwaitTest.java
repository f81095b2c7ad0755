package tradelab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration NOTHING = Duration.ofMillis(1);

    @Test
    void looksAgainUntilItSeesWhatIsWanted() {
        AtomicInteger looks = new AtomicInteger();

        assertThat(Await.until("three looks", looks::incrementAndGet, seen -> seen == 3))
                .isEqualTo(3);
        Await.until("two more looks", () -> looks.incrementAndGet() == 5);
        assertThat(looks).hasValue(5);
    }

    @Test
    void saysWhatItWaitedForAndWhatItSawLast() {
        assertThatThrownBy(() -> Await.until(() -> "2 agents, not 1", NOTHING, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited PT0.001S for 2 agents, not 1, last seen: false");
        assertThatThrownBy(() -> Await.await(Promise.promise().future(), NOTHING))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("no answer in PT0.001S: Future{");
    }

    @Test
    void throwsWhatWasThrownAsItIs() {
        IOException broken = new IOException("broken");

        assertThatThrownBy(() -> Await.await(Future.failedFuture(broken))).isSameAs(broken);
        assertThatThrownBy(() -> Await.await(CompletableFuture.failedFuture(broken)))
                .isSameAs(broken);
        assertThatThrownBy(() -> Await.until("never", () -> {
                    throw broken;
                }))
                .isSameAs(broken);
        assertThat(Await.failure(Future.failedFuture(broken))).isSameAs(broken);
        assertThatThrownBy(() -> Await.failure(Future.succeededFuture(1))).hasMessage("expected a failure, got 1");
    }
}
