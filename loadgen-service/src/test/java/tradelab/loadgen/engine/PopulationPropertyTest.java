package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import tradelab.loadgen.engine.Population.Step;

class PopulationPropertyTest {
    private static final int USERS = 40;

    /** A line through these numbers of users, each pair so many nanoseconds apart. */
    private static Population through(List<Integer> users, long nanos) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i < users.size(); i++) {
            steps.add(new Step((i - 1) * nanos, i * nanos, users.get(i - 1), users.get(i)));
        }
        return new Population(steps, 0, false);
    }

    /** As many as the line has reached on its way up, and those that it has not left on its way down. */
    @Property
    void usersComeAndGoAlongTheLine(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(max = USERS) Integer> users,
            @ForAll @LongRange(min = 1, max = 10_000) long nanos,
            @ForAll @LongRange(max = 60_000) long anyTime) {
        long at = anyTime % ((users.size() - 1) * nanos);
        int step = (int) (at / nanos);
        long from = users.get(step);
        long to = users.get(step + 1);
        long risen = (to - from) * (at - step * nanos);
        long expected = from + (to >= from ? Math.floorDiv(risen, nanos) : Math.ceilDiv(risen, nanos));

        Population population = through(users, nanos);
        long active = 0;
        for (int user = 0; user < USERS; user++) {
            active += population.activeFrom(user, at) == at ? 1 : 0;
        }
        assertThat(active).isEqualTo(expected);
    }

    @Property
    void whoIsNotThereComesAtTheFirstMomentThatHeMay(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(max = USERS) Integer> users,
            @ForAll @LongRange(min = 1, max = 10_000) long nanos,
            @ForAll @LongRange(max = 60_000) long at,
            @ForAll @IntRange(max = USERS) int user) {
        Population population = through(users, nanos);
        long comes = population.activeFrom(user, at);
        if (comes != Population.NEVER) {
            assertThat(comes).isBetween(at, (users.size() - 1) * nanos);
            assertThat(population.activeFrom(user, comes)).isEqualTo(comes);
            if (comes > at) {
                assertThat(population.activeFrom(user, comes - 1)).isEqualTo(comes);
            }
        } else {
            for (long later = at; later < (users.size() - 1) * nanos; later += Math.max(1, nanos / 7)) {
                assertThat(population.activeFrom(user, later)).isEqualTo(Population.NEVER);
            }
        }
    }

    @Property
    void sharesAddUpToAllIterations(
            @ForAll @LongRange(max = 10_000) long iterations, @ForAll @IntRange(min = 1, max = 64) int stripes) {
        Population population = new Population(List.of(), iterations, false);
        long sum = 0;
        for (int stripe = 0; stripe < stripes; stripe++) {
            sum += population.share(stripe, stripes);
        }
        assertThat(sum).isEqualTo(iterations);
    }
}
