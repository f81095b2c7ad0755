package tradelab.venue.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MatchingEnginePropertyTest {
    private static final int COMMANDS = 300;

    @Property
    void givesTheSameEventsAsThePlainlyWrittenEngine(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int ticks,
            @ForAll @IntRange(min = 1, max = 100) int expectedOrders) {
        EventLog expected = new EventLog();
        EventLog actual = new EventLog();
        NaiveEngine naive = new NaiveEngine(100, expected);
        MatchingEngine engine = new MatchingEngine(100, expectedOrders, actual);
        play(seed, ticks, naive);
        play(seed, ticks, engine);
        assertThat(actual.events).isEqualTo(expected.events);
        for (long id = 1; id <= COMMANDS; id++) {
            assertThat(engine.resting(id)).isEqualTo(naive.resting(id));
        }
    }

    @Property
    void givesTheSameDigestForTheSameCommands(@ForAll long seed) {
        assertThat(digest(seed)).isEqualTo(digest(seed));
    }

    @Property
    void neverLeavesACrossedBookAndKeepsLevelsEqualToTheirOrders(@ForAll long seed) {
        MatchingEngine engine = new MatchingEngine(1_000, new EventDigest());
        play(seed, 20, engine);
        if (engine.levels(true) > 0 && engine.levels(false) > 0) {
            assertThat(engine.price(true, 0)).isLessThan(engine.price(false, 0));
        }
        for (boolean bids : new boolean[] {true, false}) {
            long[] shown = new long[3];
            engine.visit(bids, (id, price, remaining) -> {
                shown[0]++;
                shown[1] += Math.abs(remaining);
                return true;
            });
            long orders = 0;
            long amount = 0;
            for (int at = 0; at < engine.levels(bids); at++) {
                orders += engine.count(bids, at);
                amount += engine.amount(bids, at);
                assertThat(engine.amount(bids, at)).isPositive();
            }
            assertThat(orders).isEqualTo(shown[0]);
            assertThat(amount).isEqualTo(shown[1]);
        }
    }

    private static long digest(long seed) {
        EventDigest digest = new EventDigest();
        play(seed, 30, new MatchingEngine(1_000, digest));
        return digest.value();
    }

    private static void play(long seed, int ticks, Matcher matcher) {
        SplittableRandom random = new SplittableRandom(seed);
        OrderKind[] kinds = OrderKind.values();
        for (int now = 1; now <= COMMANDS; now++) {
            int dice = random.nextInt(10);
            long price = 1_000 + random.nextInt(ticks);
            long amount = 1 + random.nextInt(50);
            long other = 1 + random.nextInt(now);
            if (dice < 7) {
                OrderKind kind = dice < 4 ? OrderKind.LIMIT : kinds[random.nextInt(kinds.length)];
                long signed = random.nextBoolean() ? amount : -amount;
                matcher.submit(now, random.nextInt(3), kind, options(random), signed, price, now);
            } else if (dice < 8) {
                boolean _ = matcher.cancel(other, now);
            } else {
                OrderKind kind = random.nextBoolean() ? OrderKind.LIMIT : OrderKind.POST_ONLY;
                boolean _ = matcher.replace(other, kind, options(random), amount, price, now);
            }
        }
    }

    private static int options(SplittableRandom random) {
        return random.nextInt(3) == 0 ? random.nextInt(4) : OrderOptions.NONE;
    }
}
