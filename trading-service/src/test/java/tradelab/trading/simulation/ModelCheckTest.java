package tradelab.trading.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every order of events in small worlds, with the core that runs in production. */
class ModelCheckTest {
    private static final int STATES_MAX = 200_000;
    private static final int DEEP_STATES_MAX = Integer.getInteger("model.states", 20_000_000);

    static List<Setup> smallWorlds() {
        return List.of(
                Setup.small(2, 1, 1, 0, 0, null),
                Setup.small(1, 2, 2, 1, 1, null),
                Setup.small(1, 1, 1, 0, 0, null).with(1, 0, 1));
    }

    @ParameterizedTest
    @MethodSource("smallWorlds")
    void nothingThatCanHappenInASmallWorldBreaksALaw(Setup setup) {
        assertThat(explore(setup, STATES_MAX)).as("all states seen").isTrue();
    }

    static List<Setup> largerWorlds() {
        return List.of(
                Setup.small(3, 0, 0, 0, 0, null),
                Setup.small(2, 2, 2, 1, 1, null),
                Setup.small(1, 2, 2, 1, 1, null).with(0, 1, 0),
                Setup.small(3, 1, 1, 1, 1, null),
                Setup.small(3, 2, 2, 1, 1, null));
    }

    @ParameterizedTest
    @MethodSource("largerWorlds")
    @Tag("deep")
    void nothingThatCanHappenInALargerWorldBreaksALaw(Setup setup) {
        assertThat(explore(setup, DEEP_STATES_MAX)).as("all states seen").isTrue();
    }

    /** Worlds with something of each that the reduction leaves out. */
    static List<Setup> reducedWorlds() {
        return List.of(
                Setup.small(2, 1, 0, 0, 0, null),
                Setup.small(1, 1, 1, 1, 0, null),
                Setup.small(1, 0, 0, 1, 1, null),
                Setup.small(2, 1, 1, 0, 0, null).reduced(),
                Setup.small(1, 1, 1, 0, 1, null).reduced(),
                Setup.small(1, 0, 1, 0, 1, null).with(0, 1, 0).reduced());
    }

    @ParameterizedTest
    @MethodSource("reducedWorlds")
    void worldsThatTheReductionTakesForOneHaveOneFuture(Setup setup) {
        int classes = ModelCheck.classes(setup);
        assertThat(ModelCheck.explore(setup.withoutPauses(), STATES_MAX).states())
                .isEqualTo(classes);
        assertThat(ModelCheck.exhaust(setup.withoutPauses(), STATES_MAX).states())
                .isEqualTo(classes);
    }

    /** Worlds with something of each that a reduced world leaves out. */
    static List<Setup> wholeWorlds() {
        return List.of(
                Setup.small(2, 1, 1, 0, 0, null),
                Setup.small(1, 2, 2, 0, 0, null),
                Setup.small(1, 0, 1, 0, 1, null),
                Setup.small(1, 1, 0, 0, 1, null));
    }

    static List<Setup> largerWholeWorlds() {
        return List.of(
                Setup.small(1, 2, 2, 0, 1, null),
                Setup.small(1, 1, 1, 0, 1, null).with(0, 1, 0),
                Setup.small(2, 0, 0, 0, 1, null));
    }

    @ParameterizedTest
    @MethodSource("wholeWorlds")
    void aReducedWorldDoesAllToTheLogAndTheVenueThatTheWholeOneDoes(Setup setup) {
        areEqualInEffect(setup);
    }

    @ParameterizedTest
    @MethodSource("largerWholeWorlds")
    @Tag("deep")
    void aLargerReducedWorldDoesAllToTheLogAndTheVenueThatTheWholeOneDoes(Setup setup) {
        areEqualInEffect(setup);
    }

    private static void areEqualInEffect(Setup setup) {
        Setup reduced = setup.reduced();
        assertThat(reduced).isNotEqualTo(setup);
        Set<Long> effects = ModelCheck.shared(setup);
        System.out.printf(
                "model check: %s: %,d states of log and venue, reduced or not%n", setup.most(), effects.size());
        assertThat(ModelCheck.shared(reduced)).isEqualTo(effects);
    }

    private static boolean explore(Setup setup, int statesMax) {
        long began = System.nanoTime();
        ModelCheck.Result result = ModelCheck.exhaust(setup.reduced(), statesMax);
        System.out.printf(
                "model check: %d orders, %d crashes, %d lost answers, %d pauses, %d take-overs, %d stops, %d"
                        + " executions: %,d states, %,d transitions, depth %d, %s, %.1f s%n",
                setup.orders(),
                setup.most().crashes(),
                setup.most().lostAnswers(),
                setup.most().pauses(),
                setup.most().takeovers(),
                setup.most().stops(),
                setup.most().executions(),
                result.states(),
                result.transitions(),
                result.depth(),
                result.exhausted() ? "exhausted" : "bounded",
                (System.nanoTime() - began) / 1e9);
        assertThat(result.broken()).as(result.trace().toString()).isNull();
        return result.exhausted();
    }

    /** The smallest worlds in which these can show; the other bugs need a day, a pace, or an end that is waited for. */
    static List<Setup> buggyWorlds() {
        return List.of(
                Setup.small(1, 0, 0, 0, 0, Bug.ACKNOWLEDGES_BEFORE_COMMIT),
                Setup.small(1, 0, 0, 0, 0, Bug.SENDS_BEFORE_INTENT_IS_DURABLE),
                Setup.small(1, 0, 1, 0, 0, Bug.RETRIES_BLINDLY),
                Setup.small(1, 0, 1, 0, 0, Bug.TAKES_A_LOST_ANSWER_FOR_A_REFUSAL),
                Setup.small(1, 1, 0, 0, 0, Bug.CONCLUDES_TOO_SOON),
                Setup.small(1, 1, 0, 0, 0, Bug.RESENDS_AT_RESTART),
                Setup.small(1, 1, 0, 0, 0, Bug.DROPS_WHAT_WAS_IN_FLIGHT),
                Setup.small(1, 0, 0, 0, 0, Bug.DOES_NOT_REREAD_THE_STOP).with(1, 0, 0),
                Setup.small(1, 0, 0, 0, 1, Bug.DOES_NOT_FENCE).with(0, 0, 1),
                Setup.small(1, 0, 0, 0, 1, Bug.SENDS_OLD_INTENTS));
    }

    @ParameterizedTest
    @MethodSource("buggyWorlds")
    void findsThePlantedBugWithItsShortestStory(Setup setup) {
        ModelCheck.Result result = ModelCheck.explore(setup.reduced(), STATES_MAX);
        System.out.printf(
                "model check: %s found after %,d states in %d steps: %s%n    %s%n",
                setup.bug(),
                result.states(),
                result.depth(),
                result.broken(),
                String.join(
                        "\n    ", result.trace().stream().map(Step::toString).toList()));
        assertThat(result.broken()).isNotNull();
        assertThat(ModelCheck.explore(setup, STATES_MAX).broken())
                .as("found in the whole world as well")
                .isEqualTo(result.broken());
    }
}
