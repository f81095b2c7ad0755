package tradelab.loadgen.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import tradelab.loadgen.fault.FaultStep;
import tradelab.loadgen.schedule.Stage;

class ChaosPropertyTest {

    @Property
    void everyFaultLivesWithinTheWindowThatIsNamedAfterIt(
            @ForAll @LongRange(min = 11_000_000, max = 86_400_000_000_000L) long nanos) {
        List<Stage> stages = Chaos.stages(nanos);
        List<FaultStep> faults = Chaos.faults(nanos);

        assertThat(stages).hasSize(2 * faults.size() + 1);
        assertThat(stages.getLast().fromNanos()).isLessThan(nanos);
        for (int i = 0; i < faults.size(); i++) {
            FaultStep step = faults.get(i);
            FaultStep.Way way = (FaultStep.Way) step.harm();
            Stage window = stages.get(2 * i + 1);
            assertThat(way.isOwn()).isTrue();
            assertThat(window.name())
                    .isEqualTo(way.fault()
                            .kind()
                            .name()
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', '-'));
            assertThat(step.at().toNanos()).isEqualTo(window.fromNanos());
            assertThat(step.at().plus(way.fault().timeToLive()).toNanos())
                    .isLessThanOrEqualTo(stages.get(2 * i + 2).fromNanos());
        }
    }

    @Property
    void windowsAreWholeSecondsWhereThereIsTimeForThem(
            @ForAll @LongRange(min = 12_000_000_000L, max = 86_400_000_000_000L) long nanos) {
        assertThat(Chaos.stages(nanos))
                .allSatisfy(
                        stage -> assertThat(stage.fromNanos() % 1_000_000_000L).isZero());
    }
}
