package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HotSetPropertyTest {
    @Property
    void keepsNoMoreThanItsBoundAndTheHottestFirst(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 1_000) Integer> counts,
            @ForAll @IntRange(min = 1, max = 20) int namesMax) {
        HotSet hot = new HotSet(namesMax, 1_000, 0);
        Map<String, Long> reads = new java.util.HashMap<>();
        for (int i = 0; i < counts.size(); i++) {
            reads.put("n" + i, (long) counts.get(i));
        }
        hot.add(reads, 0);

        List<String> hottest = hot.hottest();

        assertThat(hottest).hasSize(Math.min(namesMax, reads.size()));
        assertThat(hottest.stream().map(reads::get).toList()).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        long coldest = reads.getOrDefault(hottest.getLast(), 0L);
        assertThat(reads.values().stream().filter(count -> count > coldest).count())
                .isLessThan(namesMax);
    }

    @Example
    void yesterdaysFavouriteMakesRoom() {
        HotSet hot = new HotSet(2, 1_000, 0);
        hot.add(Map.of("old", 1_000L, "older", 900L), 0);

        hot.add(Map.of("new", 10L), 10_000);

        assertThat(hot.hottest()).containsExactly("new", "old");
    }
}
