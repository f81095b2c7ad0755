package tradelab.trading.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of lives under faults. A failure prints the line that replays it:
 *
 * <pre>mvn -pl trading-service test -Dtest=SimulationTest#replaysTheSeedThatIsAskedFor -Dsimulation.seed=42</pre>
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 2_000);
    private static final int DEEP_SEEDS = 100_000;
    private static final int SEEDS_PER_BUG_MAX = 200;

    @Test
    void noSeedBreaksALaw() {
        live(SEEDS);
    }

    @Test
    @Tag("deep")
    void noSeedOfVeryManyBreaksALaw() {
        live(DEEP_SEEDS);
    }

    private static void live(int seeds) {
        long steps = 0;
        long faults = 0;
        long acknowledged = 0;
        List<String> broken = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Simulation.Outcome outcome = Simulation.run(seed, null);
            steps += outcome.steps();
            faults += outcome.faults();
            acknowledged += outcome.acknowledged();
            if (outcome.broken() != null) {
                broken.add(replay(seed, null) + "\n" + outcome.broken());
            }
        }
        System.out.printf(
                "simulation: %,d seeds, %,d steps, %,d faults, %,d orders acknowledged, %d seeds broke a law%n",
                seeds, steps, faults, acknowledged, broken.size());
        assertThat(broken.stream().limit(3)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsThePlantedBug(Bug bug) {
        for (long seed = 1; seed <= SEEDS_PER_BUG_MAX; seed++) {
            Simulation.Outcome outcome = Simulation.run(seed, bug);
            if (outcome.broken() != null) {
                System.out.printf(
                        "simulation: %s found by seed %d: %s%n",
                        bug, seed, outcome.broken().lines().findFirst().orElse(""));
                return;
            }
        }
        throw new AssertionError(bug + ": not found in " + SEEDS_PER_BUG_MAX + " seeds");
    }

    @Test
    void theSameSeedIsTheSameLife() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Simulation.run(seed, null)).isEqualTo(Simulation.run(seed, null));
        }
    }

    @Test
    void replaysTheSeedThatIsAskedFor() {
        long seed = Long.getLong("simulation.seed", 1);
        String bug = System.getProperty("simulation.bug");
        List<String> lines = Simulation.trace(seed, bug == null ? null : Bug.valueOf(bug));
        if (System.getProperty("simulation.seed") != null) {
            lines.forEach(System.out::println);
        }
        assertThat(lines.getLast().contains("broken=null")).isEqualTo(bug == null);
    }

    private static String replay(long seed, @Nullable Bug bug) {
        return "mvn -pl trading-service test -Dtest=SimulationTest#replaysTheSeedThatIsAskedFor -Dsimulation.seed="
                + seed + (bug == null ? "" : " -Dsimulation.bug=" + bug);
    }
}
