package tradelab.loadgen.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import tradelab.loadgen.engine.LoopHealth.Crowding;
import tradelab.loadgen.engine.LoopHealth.Report;
import tradelab.loadgen.engine.LoopStats;
import tradelab.loadgen.honesty.Disturbance;

/**
 * What the generator has to say about itself.
 *
 * @param lateness when it was late and why, the worst first
 * @param faults what else it did wrong: too few connections, a lost agent
 * @param processors that its process kept busy
 * @param awakeSeconds of its event loops, awake only to be in time; part of what it kept busy
 * @param lostSeconds in which it could not work: stopped, waiting for a processor, collecting garbage
 * @param changes that were made while it ran
 * @param harms that the test brought about itself
 * @param held requests that caps held back
 */
public record SelfReport(
        List<String> lateness,
        List<String> faults,
        double processors,
        double awakeSeconds,
        double lostSeconds,
        List<String> changes,
        List<String> harms,
        long held) {
    public static final SelfReport NONE = new SelfReport(List.of(), List.of(), 0, 0, 0, List.of(), List.of(), 0);

    /** How the fault of a pool that is too small begins. */
    static final String TOO_FEW_CONNECTIONS = "too few connections";
    /** So many of the requests may have waited for a cap before it counts. */
    private static final double HELD_SHARE = 0.01;

    /** A pool counts as too small if more than this share of the requests found no room to spare. */
    private static final double CROWDED_SHARE = 0.2;
    /** A target that takes this much longer than when there was room is the limit itself. */
    private static final double SLOWER = 2;
    /** How long it takes when there is room; the slower answers with room are those of a target that is filling up. */
    private static final double USUAL_PERCENTILE = 25;

    private static final double HALF = 0.5;
    private static final double WAIT_OF_RESPONSE = 0.1;
    private static final double WAIT_NANOS_MIN = 1e6;

    public SelfReport {
        lateness = List.copyOf(lateness);
        faults = List.copyOf(faults);
        changes = List.copyOf(changes);
        harms = List.copyOf(harms);
    }

    public SelfReport changed(List<String> newChanges) {
        return new SelfReport(lateness, faults, processors, awakeSeconds, lostSeconds, newChanges, harms, held);
    }

    /**
     * Returns what several processes say about themselves of one run, each beside its name.
     *
     * @param latenessMax so many say when they were late, the worst of each
     */
    public static SelfReport sum(Map<String, SelfReport> parts, int latenessMax) {
        List<String> lateness = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        double processors = 0;
        double awakeSeconds = 0;
        double lostSeconds = 0;
        long held = 0;
        for (Map.Entry<String, SelfReport> named : parts.entrySet()) {
            SelfReport part = named.getValue();
            String who = "agent " + named.getKey() + ": ";
            part.lateness.stream()
                    .limit(lateness.size() < latenessMax ? 1 : 0)
                    .forEach(line -> lateness.add(who + line));
            part.faults.forEach(line -> faults.add(who + line));
            processors += part.processors;
            awakeSeconds += part.awakeSeconds;
            lostSeconds = Math.max(lostSeconds, part.lostSeconds);
            held += part.held;
        }
        return new SelfReport(lateness, faults, processors, awakeSeconds, lostSeconds, List.of(), List.of(), held);
    }

    /** Returns the same with the faults that the test was to bring about; one that failed spoils the result. */
    public SelfReport harmed(List<String> done, List<String> failed) {
        List<String> all = new ArrayList<>(failed);
        all.addAll(faults);
        return new SelfReport(lateness, all, processors, awakeSeconds, lostSeconds, changes, done, held);
    }

    /**
     * Judges a run.
     *
     * @param openModel in the closed model all connections are busy by intention
     */
    public static SelfReport of(
            Report health,
            List<Disturbance> disturbances,
            long beginNanos,
            double processors,
            LoopStats stats,
            boolean openModel) {
        return new SelfReport(
                Lateness.explain(health.late(), disturbances, beginNanos),
                openModel ? whatItWaitedFor(health, stats) : List.of(),
                processors,
                health.awakeNanos() / 1e9,
                lostSeconds(disturbances, beginNanos),
                List.of(),
                List.of(),
                health.held());
    }

    private static List<String> whatItWaitedFor(Report health, LoopStats stats) {
        if (health.held() > HELD_SHARE * stats.offered()) {
            return List.of(health.heldBack());
        }
        double waitP99Nanos = stats.waiting().getValueAtPercentile(99);
        double responseP99Nanos = stats.response().getValueAtPercentile(99);
        return waitP99Nanos > Math.max(WAIT_NANOS_MIN, WAIT_OF_RESPONSE * responseP99Nanos)
                ? poolTooSmall(health.crowding(), stats.service(), waitP99Nanos)
                : List.of();
    }

    /** Returns how much of the time since the first arrival was lost. */
    private static double lostSeconds(List<Disturbance> disturbances, long beginNanos) {
        return disturbances.stream()
                        .mapToLong(lost -> lost.lostWithin(beginNanos, lost.toNanos()))
                        .sum()
                / 1e9;
    }

    /**
     * Arrivals that wait for a connection say nothing yet: a target that stalls makes them wait however many there are,
     * and so does one that is saturated. But connections that are all busy with answers as quick as ever are too few.
     */
    private static List<String> poolTooSmall(Crowding crowding, Histogram service, double waitP99Nanos) {
        long roomy = crowding.roomy().total();
        double share = (double) crowding.crowded() / Math.max(1, crowding.crowded() + roomy);
        double usual = roomy == 0
                ? service.getMinValue()
                : crowding.roomy().histogram().getValueAtPercentile(USUAL_PERCENTILE);
        return share > CROWDED_SHARE && quickShare(service, SLOWER * usual) > HALF
                ? List.of(String.format(
                        Locale.ROOT,
                        TOO_FEW_CONNECTIONS + ": %.0f %% of the requests found none to spare and waited up to %.1f ms"
                                + " (p99), while the target answered as quickly as ever",
                        share * 100,
                        waitP99Nanos / 1e6))
                : List.of();
    }

    /** Returns which part of the connections' busy time went into answers that took no longer than {@code nanos}. */
    private static double quickShare(Histogram service, double nanos) {
        double quick = 0;
        double all = 0;
        for (HistogramIterationValue value : service.recordedValues()) {
            double time = (double) value.getValueIteratedTo() * value.getCountAddedInThisIterationStep();
            all += time;
            quick += value.getValueIteratedTo() <= nanos ? time : 0;
        }
        return all == 0 ? 0 : quick / all;
    }
}
