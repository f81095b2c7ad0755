package tradelab.venue.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    @Test
    void letsEachCallerHaveSoManyInASpan() {
        Pacer pacer = new Pacer(2, 1_000);
        for (String caller : new String[] {"a", "b"}) {
            assertThat(pacer.tryTake(caller, 500)).isTrue();
            assertThat(pacer.tryTake(caller, 600)).isTrue();
            assertThat(pacer.tryTake(caller, 1_499)).isFalse();
        }
        assertThat(pacer.tryTake("a", 1_500)).isTrue();
    }

    @Test
    void refusesNewCallersWhenItRemembersTooMany() {
        Pacer pacer = new Pacer(2, 1_000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(pacer.tryTake("caller " + i, 0)).isTrue();
        }
        assertThat(pacer.tryTake("one more", 0)).isFalse();
        assertThat(pacer.tryTake("caller 7", 0)).isTrue();
    }
}
