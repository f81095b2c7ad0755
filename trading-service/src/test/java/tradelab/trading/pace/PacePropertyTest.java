package tradelab.trading.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.trading.partition.Shares;

class PacePropertyTest {
    /** What is used up rises with each call, never passes 1, and is gone after a pause. */
    @Property
    void saysHowMuchIsUsed(@ForAll @IntRange(min = 20, max = 6_000) int calls, @ForAll @IntRange(max = 50) int asked) {
        Pace pace = Pace.perMinute(calls, 0);
        double before = pace.used(0);
        assertThat(before).isZero();
        for (int i = 0; i < asked; i++) {
            boolean taken = pace.tryTake(true, 0);
            assertThat(pace.used(0)).isBetween(before, 1.0);
            assertThat(pace.used(0) > before).isEqualTo(taken);
            before = pace.used(0);
        }
        assertThat(pace.nanosUntil(true, 0) > 0).isEqualTo(before == 1.0);
        assertThat(pace.used(120_000_000_000L)).isZero();
    }

    private static final long WINDOW = 60_000_000_000L;

    @Property
    void neverExceedsTheRateInAnyWindow(@ForAll @IntRange(min = 2, max = 300) int callsMax, @ForAll long seed) {
        Random random = new Random(seed);
        long now = random.nextLong();
        Pace pace = Pace.perMinute(callsMax, now);
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 4 * callsMax; i++) {
            now += random.nextInt(4) == 0 ? random.nextLong(WINDOW / callsMax * 3) : pace.nanosUntil(true, now);
            if (pace.tryTake(random.nextBoolean(), now)) {
                taken.add(now);
            }
        }
        for (int i = callsMax; i < taken.size(); i++) {
            assertThat(taken.get(i) - taken.get(i - callsMax)).isGreaterThanOrEqualTo(WINDOW);
        }
    }

    @Property
    void neverExceedsTheRateOverTwoOwnersWhoeverTakesOver(
            @ForAll @IntRange(min = 40, max = 300) int callsMax, @ForAll long seed) {
        Random random = new Random(seed);
        long now = random.nextLong();
        int[] owned = {4, 0};
        Pace[] paces = {Pace.perMinute(callsMax, now), Pace.perMinute(2, now)};
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 6 * callsMax; i++) {
            int owner = random.nextInt(2);
            if (owned[owner] > 0) {
                now += random.nextInt(8) == 0
                        ? random.nextLong(WINDOW / callsMax * 3)
                        : paces[owner].nanosUntil(true, now);
                if (paces[owner].tryTake(true, now)) {
                    taken.add(now);
                }
            }
            if (random.nextInt(callsMax / 4) == 0) {
                int moved = owned[owner] == 0 ? 0 : random.nextBoolean() ? 1 : owned[owner];
                owned[owner] -= moved;
                owned[1 - owner] += moved;
                paces[owner] = paces[owner].changed(Shares.calls(callsMax, owned[owner], 4), now - 2 * WINDOW, now);
                paces[1 - owner] = paces[1 - owner].changed(Shares.calls(callsMax, owned[1 - owner], 4), now, now);
            }
        }
        for (int i = callsMax; i < taken.size(); i++) {
            assertThat(taken.get(i) - taken.get(i - callsMax)).isGreaterThanOrEqualTo(WINDOW);
        }
    }

    @Property
    void leavesUrgentCallsTheirShareOfABurst(@ForAll @IntRange(min = 2, max = 100) int burst) {
        int reserved = burst / 5;
        Pace pace = new Pace(burst * 10, WINDOW, burst, reserved, 0);
        int ordinary = 0;
        while (pace.tryTake(false, 0)) {
            ordinary++;
        }
        int urgent = 0;
        while (pace.tryTake(true, 0)) {
            urgent++;
        }
        assertThat(ordinary).isEqualTo(burst - reserved);
        assertThat(urgent).isEqualTo(reserved);
    }

    @Property
    void saysExactlyWhenTheNextCallIsDue(@ForAll long seed) {
        Random random = new Random(seed);
        Pace pace = Pace.perMinute(90, 0);
        long now = 0;
        for (int i = 0; i < 50; i++) {
            boolean urgent = random.nextBoolean();
            long wait = pace.nanosUntil(urgent, now);
            if (wait > 0) {
                assertThat(pace.tryTake(urgent, now + wait - 1)).isFalse();
            }
            now += wait;
            assertThat(pace.tryTake(urgent, now)).isTrue();
        }
    }
}
