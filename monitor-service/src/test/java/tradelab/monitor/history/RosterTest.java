package tradelab.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.monitor.history.Samples.LIMITS;
import static tradelab.monitor.history.Samples.ready;
import static tradelab.monitor.history.Samples.waiting;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final Roster roster = new Roster(LIMITS);

    @Test
    void anInstanceIsLostAfterThreeSecondsOfSilence() {
        var _ = roster.accept(ready("trading-service", "a", 1_000, Map.of()), 1_000);
        assertThat(state(4_000)).isEqualTo(InstanceState.READY);
        assertThat(state(4_001)).isEqualTo(InstanceState.LOST);
    }

    @Test
    void aLostInstanceComesBackWithItsNextSample() {
        var _ = roster.accept(ready("trading-service", "a", 1_000, Map.of()), 1_000);
        assertThat(state(9_000)).isEqualTo(InstanceState.LOST);
        var _ = roster.accept(ready("trading-service", "a", 9_000, Map.of()), 9_001);
        assertThat(state(9_001)).isEqualTo(InstanceState.READY);
    }

    @Test
    void aLateOrDoubledSampleIsNoSignOfLife() {
        var _ = roster.accept(ready("trading-service", "a", 3_000, Map.of()), 3_000);
        assertThat(roster.accept(ready("trading-service", "a", 2_000, Map.of()), 6_000))
                .isEqualTo(Arrival.LATE);
        assertThat(roster.accept(ready("trading-service", "a", 3_000, Map.of()), 6_500))
                .isEqualTo(Arrival.DUPLICATE);
        assertThat(state(6_500)).isEqualTo(InstanceState.LOST);
    }

    @Test
    void whoFallsSilentAfterDrainingWasStopped() {
        var _ = roster.accept(waiting("trading-service", 1_000, "draining"), 1_000);
        assertThat(state(1_000)).isEqualTo(InstanceState.DRAINING);
        assertThat(state(9_000)).isEqualTo(InstanceState.STOPPED);
    }

    @Test
    void whoIsNotReadySaysWhatItWaitsFor() {
        var _ = roster.accept(waiting("trading-service", 1_000, "postgres: connection refused"), 1_000);
        InstanceView view = roster.instances(1_000).getFirst();
        assertThat(view.state()).isEqualTo(InstanceState.WAITING);
        assertThat(view.status()).isEqualTo("postgres: connection refused");
    }

    @Test
    void aSilentInstanceIsForgottenAfterTheSetting() {
        var _ = roster.accept(ready("trading-service", "a", 1_000, Map.of()), 1_000);
        assertThat(roster.sweep(61_000)).isZero();
        assertThat(roster.sweep(61_001)).isEqualTo(1);
        assertThat(roster.size()).isZero();
    }

    @Test
    void refusesASampleFromAClockThatIsFarOff() {
        assertThat(roster.accept(ready("trading-service", "a", 100_000, Map.of()), 1_000))
                .isEqualTo(Arrival.CLOCK_SKEWED);
        assertThat(roster.size()).isZero();
    }

    @Test
    void aFullRosterMakesRoomOnlyFromTheSilent() {
        for (String instance : new String[] {"a", "b", "c", "d"}) {
            var _ = roster.accept(ready("venue-simulator", instance, 1_000, Map.of()), 1_000);
        }
        assertThat(roster.accept(ready("venue-simulator", "e", 2_000, Map.of()), 2_000))
                .isEqualTo(Arrival.ROSTER_FULL);
        assertThat(roster.accept(ready("venue-simulator", "e", 6_000, Map.of()), 6_000))
                .isEqualTo(Arrival.RECORDED);
        assertThat(roster.size()).isEqualTo(4);
    }

    @Test
    void tellsTheHistoryOfAKeyByInstance() {
        var _ = roster.accept(ready("venue-simulator", "b", 1_000, Map.of("k", 1.0)), 1_000);
        var _ = roster.accept(ready("venue-simulator", "a", 2_000, Map.of("k", 2.0)), 2_000);
        var _ = roster.accept(ready("trading-service", "c", 2_000, Map.of("other", 2.0)), 2_000);
        assertThat(roster.history("venue-simulator", "k", 0))
                .extracting(KeySeries::instance)
                .containsExactly("a", "b");
        assertThat(roster.history("venue-simulator", "k", 1_500).getLast().values())
                .isEmpty();
        assertThat(roster.keys("trading-service")).containsExactly("other");
        assertThat(roster.knows("report-service")).isFalse();
        assertThat(roster.everything(0)).hasSize(3);
    }

    @Test
    void limitsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> new RosterLimits(1, 1, 3_000, 2_000, 1))
                .hasMessageStartingWith("removeAfterMillis: expected 3000 to");
    }

    private InstanceState state(long nowMillis) {
        return roster.instances(nowMillis).getFirst().state();
    }
}
