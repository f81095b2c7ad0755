package tradelab.trading.venue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BreakerPropertyTest {
    private static final long OPEN = 1_000;

    @Property
    void noCallGoesWithinTheTimeAfterFailuresInARow(
            @ForAll @IntRange(min = 1, max = 5) int failuresMax,
            // how much time passes; negative: a call that goes fails
            @ForAll @Size(max = 200) List<@IntRange(min = -600, max = 600) Integer> steps) {
        Breaker breaker = new Breaker(failuresMax, OPEN);
        long now = 0;
        int inARow = 0;
        long lastFailure = 0;
        for (int step : steps) {
            now += Math.abs(step);
            boolean shut = inARow >= failuresMax && now - lastFailure < OPEN;
            boolean goes = breaker.tryCall(now);
            assertThat(goes).isEqualTo(!shut);
            if (goes && step < 0) {
                breaker.failed(now);
                inARow++;
                lastFailure = now;
            } else if (goes) {
                breaker.succeeded();
                inARow = 0;
            }
        }
    }

    @Test
    void afterTheTimeOneCallAloneGoesToSee() {
        Breaker breaker = new Breaker(1, OPEN);
        breaker.failed(0);
        assertThat(breaker.tryCall(OPEN - 1)).isFalse();
        assertThat(breaker.tryCall(OPEN)).isTrue();
        assertThat(breaker.tryCall(2 * OPEN)).isFalse();
        assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
        breaker.failed(2 * OPEN);
        assertThat(breaker.tryCall(3 * OPEN - 1)).isFalse();
        assertThat(breaker.tryCall(3 * OPEN)).isTrue();
        breaker.succeeded();
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }
}
