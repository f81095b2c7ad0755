package tradelab.trading.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long ASKED = Long.valueOf(Long.MAX_VALUE - 5); // the clock may wrap around while it runs
    private final Lease lease = new Lease(1, 7, Duration.ofNanos(10), ASKED);

    @Test
    void holdsFromBeforeTheDatabaseWasAskedForItsLength() {
        assertThat(lease.holds(ASKED + 9)).isTrue();
        assertThat(lease.holds(ASKED + 10)).isFalse();
    }

    @Test
    void isLengthenedButNeverShortenedByAnAnswer() {
        lease.extend(ASKED + 4);
        lease.extend(ASKED + 2);
        assertThat(lease.untilNanos()).isEqualTo(ASKED + 14);
    }

    @Test
    void isOverWhenItIsGivenUp() {
        lease.end(ASKED + 3);
        assertThat(lease.holds(ASKED + 3)).isFalse();
    }
}
