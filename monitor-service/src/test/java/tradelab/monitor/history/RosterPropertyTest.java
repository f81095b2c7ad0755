package tradelab.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RosterPropertyTest {

    @Property
    void staysWithinItsBoundsAndInOrder(
            @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 8) Integer> instances,
            @ForAll @Size(min = 80, max = 80) List<@IntRange(min = 0, max = 2_000) Integer> pauses,
            @ForAll @Size(min = 80, max = 80) List<@IntRange(min = -4_000, max = 4_000) Integer> skews) {
        Roster roster = new Roster(Samples.LIMITS);
        long now = 10_000;
        for (int i = 0; i < instances.size(); i++) {
            now += pauses.get(i);
            var _ = roster.accept(
                    Samples.ready("venue-simulator", "i" + instances.get(i), now + skews.get(i), Map.of("k", 1.0)),
                    now);
            var _ = roster.sweep(now);
            assertThat(roster.size()).isLessThanOrEqualTo(Samples.LIMITS.instancesMax());
            for (KeySeries series : roster.history("venue-simulator", "k", 0)) {
                assertThat(series.epochMillis()).hasSizeLessThanOrEqualTo(Samples.LIMITS.samplesMax());
                assertThat(series.epochMillis()).isSorted().doesNotHaveDuplicates();
                assertThat(series.values()).hasSameSizeAs(series.epochMillis());
            }
        }
    }
}
