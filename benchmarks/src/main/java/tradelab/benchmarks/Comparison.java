package tradelab.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Ours and a peer in turns; prints each phase, the medians, and the medians of the ratios of neighbours. */
final class Comparison {
    private final String ours;
    private final String peer;
    private final List<Measure> oursMeasures = new ArrayList<>();
    private final List<Measure> peerMeasures = new ArrayList<>();

    Comparison(String ours, String peer) {
        this.ours = ours;
        this.peer = peer;
    }

    /** Adds one pair, and prints it. Who goes first alternates. */
    void pair(Supplier<Measure> oursPhase, Supplier<Measure> peerPhase) {
        boolean oursFirst = oursMeasures.size() % 2 == 0;
        if (oursFirst) {
            oursMeasures.add(print(ours, oursPhase.get()));
        }
        peerMeasures.add(print(peer, peerPhase.get()));
        if (!oursFirst) {
            oursMeasures.add(print(ours, oursPhase.get()));
        }
    }

    void summary() {
        System.out.printf(Locale.ROOT, "%n%-34s %14s %14s %8s%n", "median of pairs", ours, peer, "ratio");
        line("per second", Measure::perSecond);
        line("per CPU-second", Measure::perCpuSecond);
        line("p50 ms", Measure::p50Millis);
        line("p99 ms", Measure::p99Millis);
        System.out.println();
    }

    private void line(String what, ToDoubleFunction<Measure> value) {
        List<Double> own = values(oursMeasures, value);
        List<Double> others = values(peerMeasures, value);
        List<Double> ratios = Ratios.ofPairs(own, others);
        System.out.printf(
                Locale.ROOT,
                "%-34s %14.2f %14.2f %8.3f  (of each pair: %s)%n",
                what,
                Ratios.median(own),
                Ratios.median(others),
                Ratios.median(ratios),
                String.join(
                        " ",
                        ratios.stream()
                                .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                                .toList()));
    }

    private static List<Double> values(List<Measure> measures, ToDoubleFunction<Measure> value) {
        return measures.stream().map(value::applyAsDouble).toList();
    }

    private static Measure print(String name, Measure measure) {
        System.out.printf(
                Locale.ROOT,
                "%-22s %9.0f/s  %9.0f per CPU-second  CPU %5.2f s of %4.1f s  p50 %7.3f ms  p99 %7.3f ms  errors %d%n",
                name,
                measure.perSecond(),
                measure.perCpuSecond(),
                measure.cpuSeconds(),
                measure.seconds(),
                measure.p50Millis(),
                measure.p99Millis(),
                measure.errors());
        return measure;
    }
}
