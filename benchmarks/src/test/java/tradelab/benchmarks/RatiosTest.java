package tradelab.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {
    @Test
    void takesTheMiddleOfAnOddNumber() {
        assertThat(Ratios.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(Ratios.median(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(3.0);
    }

    @Test
    void refusesTheMedianOfNothing() {
        assertThatThrownBy(() -> Ratios.median(List.of())).hasMessage("values: expected at least one, got none");
    }

    @Test
    void dividesNeighboursAndNotSums() {
        assertThat(Ratios.ofPairs(List.of(1.0, 30.0), List.of(2.0, 10.0))).containsExactly(0.5, 3.0);
    }

    @Test
    void refusesWhatAreNotPairs() {
        assertThatThrownBy(() -> Ratios.ofPairs(List.of(1.0), List.of())).hasMessage("peers: expected 1 values, got 0");
        assertThatThrownBy(() -> Ratios.ofPairs(List.of(1.0), List.of(0.0)))
                .hasMessage("peers: expected above 0, got 0.0");
    }

    @Test
    void countsWorkByProcessorTime() {
        Measure measure = new Measure(600, 0, 3, 1.5, 1, 2);
        assertThat(measure.perSecond()).isEqualTo(200);
        assertThat(measure.perCpuSecond()).isEqualTo(400);
    }
}
