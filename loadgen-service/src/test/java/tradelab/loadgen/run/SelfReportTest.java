package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.engine.LatencyCounts;
import tradelab.loadgen.engine.LoopHealth.Crowding;
import tradelab.loadgen.engine.LoopHealth.Report;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.honesty.Disturbance;

/** The rule that says when connections are too few: all busy, and the target as quick as ever. */
class SelfReportTest {
    private static final long MILLI = 1_000_000;

    private static SelfReport judge(LoopStats stats, long crowded, long roomy, boolean openModel) {
        LatencyCounts room = new LatencyCounts();
        for (long i = 0; i < roomy; i++) {
            room.record(10 * MILLI);
        }
        Report health = new Report(List.of(), new Crowding(crowded, room), 2 * MILLI, 0);
        return SelfReport.of(health, List.of(), 0, 0.5, stats, openModel);
    }

    /** A thousand requests that waited, were served and answered in equal times. */
    private static LoopStats stats(long waitMillis, long serviceMillis) {
        LoopStats stats = LoopStats.sumOf(1);
        stats.waiting().recordValueWithCount(waitMillis * MILLI, 1_000);
        stats.service().recordValueWithCount(serviceMillis * MILLI, 1_000);
        stats.response().recordValueWithCount((waitMillis + serviceMillis) * MILLI, 1_000);
        return stats;
    }

    @Test
    void blamesThePoolWhenRequestsWaitForConnectionsOfAQuickTarget() {
        assertThat(judge(stats(50, 10), 900, 100, true).faults())
                .singleElement()
                .asString()
                .startsWith("too few connections: 90 % of the requests found none to spare and waited up to 50.");
    }

    @Test
    void doesNotBlameThePoolWhenTheTargetBecameSlow() {
        assertThat(judge(stats(50, 40), 900, 100, true).faults()).isEmpty();
    }

    @Test
    void doesNotBlameThePoolForWaitsNobodyNotices() {
        assertThat(judge(stats(1, 10), 900, 100, true).faults()).isEmpty();
        assertThat(judge(stats(50, 1_000), 900, 100, true).faults()).isEmpty();
    }

    @Test
    void doesNotBlameThePoolWhenMostFoundRoom() {
        assertThat(judge(stats(50, 10), 200, 800, true).faults()).isEmpty();
    }

    @Test
    void doesNotBlameThePoolInTheClosedModel() {
        assertThat(judge(stats(50, 10), 900, 100, false).faults()).isEmpty();
    }

    @Test
    void comparesWithTheQuickestAnswerWhenNobodyEverFoundRoom() {
        assertThat(judge(stats(50, 10), 1_000, 0, true).faults()).hasSize(1);
    }

    @Test
    void tellsHowLongItCouldNotWorkSinceTheFirstArrival() {
        long begin = 100 * MILLI;
        SelfReport report = SelfReport.of(
                Report.NONE,
                List.of(
                        new Disturbance(Disturbance.Kind.STARVED, 0, 50 * MILLI, 20 * MILLI),
                        new Disturbance(Disturbance.Kind.STARVED, 90 * MILLI, 110 * MILLI, 10 * MILLI),
                        new Disturbance(Disturbance.Kind.COLLECTED, 200 * MILLI, 230 * MILLI, 25 * MILLI)),
                begin,
                0.5,
                stats(0, 10),
                true);

        assertThat(report.lostSeconds()).isEqualTo(0.030);
    }

    @Test
    void tellsWhatItKeptBusyAndWhatOfThatWasWaiting() {
        SelfReport report = judge(stats(0, 10), 0, 1_000, true);

        assertThat(report.processors()).isEqualTo(0.5);
        assertThat(report.awakeSeconds()).isEqualTo(0.002);
    }
}
