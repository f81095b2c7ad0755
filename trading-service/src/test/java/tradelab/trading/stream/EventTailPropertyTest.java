package tradelab.trading.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.trading.OrderView;

class EventTailPropertyTest {
    @Property
    void keepsTheLatestChangesWithoutGapWhateverComesTwiceOrNotAtAll(
            @ForAll @IntRange(min = 1, max = 50) int sizeMax, @ForAll long seed) {
        Random random = new Random(seed);
        long begin = random.nextInt(100);
        EventTail tail = new EventTail(sizeMax, begin);
        for (int i = 0; i < 60; i++) {
            long from = Math.max(1, tail.last() - 5 + random.nextInt(10));
            boolean follows = from <= tail.last() + 1;
            long last = tail.last();
            List<OrderView> changes = Views.of(from, from + random.nextInt(8));
            assertThat(tail.add(changes)).isEqualTo(follows);
            assertThat(tail.last())
                    .isEqualTo(follows ? Math.max(last, changes.getLast().sequence()) : last);
            long after = Math.max(begin, tail.last() - random.nextInt(sizeMax + 1));
            if (tail.covers(after)) {
                int limit = 1 + random.nextInt(sizeMax);
                assertThat(tail.after(after, limit).stream().map(OrderView::sequence))
                        .containsExactlyElementsOf(sequences(after, Math.min(tail.last(), after + limit)));
            }
        }
    }

    @Property
    void readsThePositionsThatItWrites(@ForAll @IntRange(min = 1, max = 16) int partitions, @ForAll long seed) {
        Random random = new Random(seed);
        long[] now = random.longs(partitions, 0, Long.MAX_VALUE).toArray();
        Positions positions = Positions.parse("start", now);
        for (int i = 0; i < partitions; i++) {
            positions.move(i, random.nextLong(now[i] + 1));
        }
        assertThat(Positions.parse(positions.toString(), now)).hasToString(positions.toString());
    }

    private static List<Long> sequences(long after, long through) {
        List<Long> sequences = new ArrayList<>();
        for (long sequence = after + 1; sequence <= through; sequence++) {
            sequences.add(sequence);
        }
        return sequences;
    }
}
