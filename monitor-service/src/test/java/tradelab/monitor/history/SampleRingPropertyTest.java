package tradelab.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SampleRingPropertyTest {

    @Property
    void keepsTheNewestOfWhatCameInTheOrderOfTheirTimes(
            @ForAll @IntRange(min = 1, max = 12) int capacity,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 40) Integer> arrivals) {
        SampleRing ring = new SampleRing(capacity);
        TreeMap<Long, Double> model = new TreeMap<>();
        for (int i = 0; i < arrivals.size(); i++) {
            long time = arrivals.get(i);
            double value = i;
            Arrival expected = expected(model, capacity, time);
            assertThat(ring.add(time, Map.of("k", value))).isEqualTo(expected);
            if (expected == Arrival.RECORDED || expected == Arrival.LATE) {
                if (model.size() == capacity) {
                    model.pollFirstEntry();
                }
                model.put(time, value);
            }
            Series kept = ring.read("k", Long.MIN_VALUE);
            assertThat(kept.epochMillis()).isEqualTo(List.copyOf(model.keySet()));
            assertThat(kept.values()).isEqualTo(List.copyOf(model.values()));
        }
    }

    @Property
    void readsFromAnyMomentOn(
            @ForAll @IntRange(min = 1, max = 12) int capacity,
            @ForAll @IntRange(min = 0, max = 30) int samples,
            @ForAll @IntRange(min = -5, max = 40) int from) {
        SampleRing ring = new SampleRing(capacity);
        List<Long> expected = new ArrayList<>();
        for (long time = 0; time < samples; time++) {
            assertThat(ring.add(time, Map.of())).isEqualTo(Arrival.RECORDED);
            if (time >= from && time >= samples - capacity) {
                expected.add(time);
            }
        }
        assertThat(ring.read("k", from).epochMillis()).isEqualTo(expected);
    }

    @Property
    void staysBoundedWhateverKeysCome(@ForAll @Size(max = 300) List<@IntRange(min = 0, max = 1_000) Integer> keys) {
        SampleRing ring = new SampleRing(3);
        for (int i = 0; i < keys.size(); i++) {
            assertThat(ring.add(i, Map.of("key" + keys.get(i), 1.0))).isEqualTo(Arrival.RECORDED);
            assertThat(ring.size()).isLessThanOrEqualTo(3);
            assertThat(ring.keys()).hasSizeLessThanOrEqualTo(SampleRing.KEYS_MAX);
        }
    }

    private static Arrival expected(TreeMap<Long, Double> model, int capacity, long time) {
        if (model.containsKey(time)) {
            return Arrival.DUPLICATE;
        }
        if (model.isEmpty() || time > model.lastKey()) {
            return Arrival.RECORDED;
        }
        return model.size() == capacity && time < model.firstKey() ? Arrival.TOO_OLD : Arrival.LATE;
    }
}
