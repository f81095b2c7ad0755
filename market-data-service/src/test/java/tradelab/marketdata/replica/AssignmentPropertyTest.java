package tradelab.marketdata.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.Instrument;

class AssignmentPropertyTest {
    private static final int INSTRUMENTS = 200;

    @Property
    void whoGoesGivesUpItsOwnAndNobodyElsesMoves(
            @ForAll @IntRange(min = 2, max = 12) int count,
            @ForAll @IntRange(min = 0, max = 11) int gone,
            @ForAll long seed) {
        List<String> replicas = replicas(count, seed);
        String leaver = replicas.get(gone % count);
        Assignment before = new Assignment(replicas);
        List<String> left = replicas.stream().filter(one -> !one.equals(leaver)).toList();
        Assignment after = new Assignment(left);

        for (Instrument instrument : instruments(seed)) {
            String owner = before.owner(instrument);
            assertThat(left).contains(after.owner(instrument));
            if (!leaver.equals(owner)) {
                assertThat(after.owner(instrument)).isEqualTo(owner);
            }
        }
    }

    @Property
    void whoComesTakesFromOthersAndNothingMovesBetweenThem(
            @ForAll @IntRange(min = 1, max = 12) int count, @ForAll long seed) {
        List<String> replicas = replicas(count, seed);
        String comer = replicas(1, seed + 1).getFirst();
        List<String> more = new ArrayList<>(replicas);
        more.add(comer);
        Assignment before = new Assignment(replicas);
        Assignment after = new Assignment(more);

        for (Instrument instrument : instruments(seed)) {
            assertThat(after.owner(instrument)).isIn(before.owner(instrument), comer);
        }
    }

    @Property
    void theOrderInWhichReplicasWereHeardDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 12) int count, @ForAll long seed) {
        List<String> replicas = replicas(count, seed);
        List<String> shuffled = new ArrayList<>(replicas);
        Collections.shuffle(shuffled, new Random(seed));
        shuffled.add(replicas.getFirst()); // and twice is once

        for (Instrument instrument : instruments(seed)) {
            assertThat(new Assignment(shuffled).owner(instrument))
                    .isEqualTo(new Assignment(replicas).owner(instrument));
        }
    }

    @Example
    void sharesAreAboutEqual() {
        List<String> replicas = replicas(5, 1);
        Assignment assignment = new Assignment(replicas);
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            shares.merge(
                    String.valueOf(assignment.owner(new Instrument("TWSE", Integer.toString(1_000 + i)))),
                    1,
                    Integer::sum);
        }

        assertThat(shares.values()).hasSize(5).allMatch(share -> share > 3_700 && share < 4_300);
    }

    @Example
    void nobodyOwnsAnythingWhereThereIsNobody() {
        assertThat(new Assignment(List.of()).owner(Instrument.parse("TWSE:2330")))
                .isNull();
    }

    static List<String> replicas(int count, long seed) {
        Random random = new Random(seed);
        List<String> replicas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replicas.add(new UUID(random.nextLong(), random.nextLong()).toString());
        }
        return replicas;
    }

    private static List<Instrument> instruments(long seed) {
        Random random = new Random(seed);
        List<Instrument> instruments = new ArrayList<>();
        for (int i = 0; i < INSTRUMENTS; i++) {
            instruments.add(new Instrument(i % 2 == 0 ? "BITFINEX" : "TWSE", "t" + random.nextInt(100_000)));
        }
        return instruments;
    }
}
