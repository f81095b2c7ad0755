package tradelab.trading.venue.bitfinex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.trading.venue.bitfinex.ReadBudget.Kind;

class ReadBudgetPropertyTest {
    private static final long WINDOW = 60_000_000_000L;

    @Property
    void noWindowHoldsMoreReadsOfAKindThanAllowedAndKindsTakeNothingFromEachOther(
            @ForAll @IntRange(min = 2, max = 300) int perMinute, @ForAll long seed) {
        Random random = new Random(seed);
        long now = random.nextLong();
        ReadBudget budget = new ReadBudget(now);
        budget.pace(perMinute, now - 2 * WINDOW, now);
        Map<Kind, List<Long>> taken = new EnumMap<>(Kind.class);
        for (int i = 0; i < 4 * perMinute; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            now += random.nextInt(3) == 0 ? random.nextLong(WINDOW / perMinute * 2) : budget.nanosUntil(kind, now);
            List<Long> own = taken.computeIfAbsent(kind, _ -> new ArrayList<>());
            boolean took = budget.tryTake(kind, now);
            if (own.isEmpty()) {
                assertThat(took)
                        .as("the first of its kind, whatever the others took")
                        .isTrue();
            }
            if (took) {
                own.add(now);
                assertThat(budget.used(now)).isGreaterThan(0);
            }
        }
        taken.values().forEach(own -> {
            for (int i = perMinute; i < own.size(); i++) {
                assertThat(own.get(i) - own.get(i - perMinute)).isGreaterThanOrEqualTo(WINDOW);
            }
        });
    }

    @Property
    void aFormerOwnersReadsCountAsTakenUntilTheyAreTooOldToCount(
            @ForAll @IntRange(min = 2, max = 300) int perMinute, @ForAll long now) {
        ReadBudget budget = new ReadBudget(now);
        budget.pace(perMinute, now, now);
        for (Kind kind : Kind.values()) {
            assertThat(budget.used(now)).isEqualTo(1.0);
            assertThat(budget.tryTake(kind, now)).isFalse();
            assertThat(budget.tryTake(kind, now + WINDOW)).isTrue();
        }
    }
}
