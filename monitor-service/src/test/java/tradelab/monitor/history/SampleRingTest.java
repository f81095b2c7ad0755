package tradelab.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleRingTest {

    @Test
    void aKeyThatASampleLacksIsAGapAndNotAZero() {
        SampleRing ring = new SampleRing(5);
        var _ = ring.add(1, Map.of("a", 1.0));
        var _ = ring.add(2, Map.of("b", 2.0));
        var _ = ring.add(3, Map.of("a", 3.0));
        assertThat(ring.read("a", 0).values()).containsExactly(1.0, null, 3.0);
        assertThat(ring.read("b", 0).values()).containsExactly(null, 2.0, null);
        assertThat(ring.read("c", 0).values()).containsExactly(null, null, null);
    }

    @Test
    void aValueThatIsNoNumberIsAGap() {
        SampleRing ring = new SampleRing(5);
        var _ = ring.add(1, Map.of("a", Double.NaN, "b", Double.POSITIVE_INFINITY, "c", 7.0));
        assertThat(ring.read("a", 0).values()).containsExactly((Double) null);
        assertThat(ring.keys()).containsExactly("c");
    }

    @Test
    void aSlotThatIsUsedAgainForgetsItsOldValues() {
        SampleRing ring = new SampleRing(2);
        var _ = ring.add(1, Map.of("a", 1.0));
        var _ = ring.add(2, Map.of("a", 2.0));
        var _ = ring.add(3, Map.of());
        assertThat(ring.read("a", 0)).isEqualTo(Series.of(new long[] {2, 3}, new double[] {2.0, Double.NaN}));
    }

    @Test
    void aKeyLongerThanTheBoundIsNotKept() {
        SampleRing ring = new SampleRing(2);
        var _ = ring.add(1, Map.of("x".repeat(SampleRing.KEY_LENGTH_MAX + 1), 1.0));
        assertThat(ring.keys()).isEmpty();
    }

    @Test
    void valuesLeaveWithFourDigitsAfterThePoint() {
        SampleRing ring = new SampleRing(2);
        var _ = ring.add(1, Map.of("a", 0.123456789));
        assertThat(ring.read("a", 0).values()).containsExactly(0.1235);
    }

    @Test
    void refusesACapacityOfNothing() {
        assertThatThrownBy(() -> new SampleRing(0)).hasMessage("capacity: expected at least 1, got 0");
    }
}
