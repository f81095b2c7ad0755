package tradelab.trading.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SharesPropertyTest {
    @Property
    void sharesOutEveryPartitionSoThatNobodyHasMoreThanHisPart(
            @ForAll @IntRange(min = 1, max = 16) int partitions,
            @ForAll @IntRange(min = 1, max = 6) int instances,
            @ForAll long seed) {
        Random random = new Random(seed);
        int[] owners = new int[partitions];
        for (int i = 0; i < partitions; i++) {
            owners[i] = random.nextInt(instances + 1) - 1; // -1: free
        }
        for (int round = 0; round < 2 * partitions + 2; round++) {
            int instance = round % instances;
            step(owners, instance, instances);
        }
        for (int round = 0; round < partitions * instances * 2; round++) {
            step(owners, random.nextInt(instances), instances);
            for (int i = 0; i < instances; i++) {
                step(owners, i, instances);
            }
        }
        int fair = Math.ceilDiv(partitions, instances);
        for (int i = 0; i < instances; i++) {
            assertThat(owned(owners, i)).hasSizeLessThanOrEqualTo(fair);
        }
        assertThat(owners).doesNotContain(-1);
    }

    private static void step(int[] owners, int instance, int instances) {
        List<PartitionRow> rows = new ArrayList<>();
        for (int i = 0; i < owners.length; i++) {
            rows.add(new PartitionRow(i, owners[i] < 0 ? "" : "i" + owners[i], 1, owners[i] < 0, 0, 0));
        }
        Shares shares = Shares.decide(rows, owned(owners, instance), instances);
        if (shares.handOver() >= 0) {
            owners[shares.handOver()] = -1;
        }
        shares.take().forEach(row -> owners[row.id()] = instance);
    }

    private static Set<Integer> owned(int[] owners, int instance) {
        Set<Integer> owned = new HashSet<>();
        for (int i = 0; i < owners.length; i++) {
            if (owners[i] == instance) {
                owned.add(i);
            }
        }
        return owned;
    }

    @Property
    void neverAllowsMoreCallsInAllThanThereAre(
            @ForAll @IntRange(min = 40, max = 100_000) int calls, @ForAll @IntRange(min = 0, max = 8) int owned) {
        int sum = Shares.calls(calls, owned, 8) + (owned == 8 ? 0 : Shares.calls(calls, 8 - owned, 8));
        assertThat(sum).isLessThanOrEqualTo(owned == 0 ? calls + 2 : calls);
    }

    @Property
    void followsTheDatabasesClockWithinTheTimeThatAnAnswerTakes(
            @ForAll @IntRange(min = -100_000_000, max = 100_000_000) int offset, @ForAll long seed) {
        Random random = new Random(seed);
        long[] own = {1_000_000_000};
        DatabaseClock clock = new DatabaseClock(() -> own[0]);
        for (int i = 0; i < 20; i++) {
            long asked = own[0];
            long there = random.nextInt(5_000);
            long back = random.nextInt(5_000);
            own[0] += there + back;
            clock.seen(asked + there + offset, asked, own[0]);
            assertThat(clock.micros() - own[0]).isBetween(offset - there - back, offset + there + back);
        }
    }
}
