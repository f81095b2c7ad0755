package tradelab.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScalePropertyTest {
    private static List<Scale> scales(double min, double max) {
        return List.of(Scale.linear(max, 240, 14), Scale.exact(max, 62, 628), Scale.log(min, max, 240, 14));
    }

    @Property
    void everyValueHasAPlaceOnEveryAxis(@ForAll double min, @ForAll double max, @ForAll double value) {
        for (Scale scale : scales(min, max)) {
            double low = Math.min(scale.from(), scale.to());
            double high = Math.max(scale.from(), scale.to());
            assertThat(scale.at(value)).isBetween(low, high);
            assertThat(scale.at(Double.NaN)).isEqualTo(scale.from());
        }
    }

    @Property
    void keepsTheOrderOfValues(
            @ForAll @DoubleRange(max = 1e9) double max,
            @ForAll @DoubleRange(max = 1e9) double one,
            @ForAll @DoubleRange(max = 1e9) double other) {
        for (Scale scale : scales(max / 50, max)) {
            double direction = scale.to() - scale.from();
            double distance = (scale.at(Math.max(one, other)) - scale.at(Math.min(one, other))) * direction;
            assertThat(distance).isGreaterThanOrEqualTo(0);
        }
    }

    @Property
    void holdsItsLargestValueAndItsTicks(
            @ForAll @DoubleRange(max = 1e12) double max, @ForAll @DoubleRange(max = 1e9) double min) {
        for (Scale scale : scales(min, max)) {
            assertThat(scale.high()).isGreaterThanOrEqualTo(max < 1e-9 ? 0 : max * (1 - 1e-8));
            assertThat(new ArrayList<>(scale.ticks())).isSorted().hasSizeBetween(1, 45);
            assertThat(scale.ticks()).allMatch(tick -> tick >= scale.low() && tick <= scale.high() * (1 + 1e-9));
        }
    }

    @Test
    void choosesRoundNumbers() {
        assertThat(Scale.linear(873, 0, 1).ticks()).containsExactly(0.0, 200.0, 400.0, 600.0, 800.0, 1000.0);
        assertThat(Scale.log(0.3, 42, 0, 1).ticks()).containsExactly(0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0);
    }

    @Test
    void namesPercentilesByTheirNines() {
        assertThat(PercentileChart.percentile(0)).isEqualTo("min");
        assertThat(PercentileChart.percentile(Math.log10(2))).isEqualTo("p50");
        assertThat(PercentileChart.percentile(1)).isEqualTo("p90");
        assertThat(PercentileChart.percentile(2)).isEqualTo("p99");
        assertThat(PercentileChart.percentile(4)).isEqualTo("p99.99");
    }
}
