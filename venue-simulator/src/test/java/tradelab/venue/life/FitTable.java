package tradelab.venue.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the generator must have in common with the recording, and how closely: the table of the documentation. */
final class FitTable {
    /** Of a figure that is measured again on the same recording. */
    private static final double SAME = 0.02;

    static final List<Figure> FIGURES = List.of(
            new Figure("spread of one tick, share of updates", 0.9675, 0.03, s -> s.oneTickShare()),
            new Figure("spread, 99th percentile, ticks", 10, 5, s -> s.spread(0.99)),
            new Figure("25th level from the best, median, ticks", 64, 10, s -> s.ticksToLevel(25)),
            new Figure("50th level", 132, 15, s -> s.ticksToLevel(50)),
            new Figure("90th level", 241, 15, s -> s.ticksToLevel(90)),
            new Figure("in the best 25 levels of a side, median, BTC", 54.1, 20, s -> s.depth(0.5)),
            new Figure("orders at the best price, mean", 11.9, 2.5, s -> s.ordersAtBest()),
            new Figure("updates that make a level, share", 0.317, 0.03, s -> s.madeShare()),
            new Figure("updates that delete a level, share", 0.317, 0.03, s -> s.deletedShare()),
            new Figure("cancels for each placement", 0.996, 0.02, s -> s.cancelRatio()),
            new Figure("distance of updates from the best, 25 %, ticks", 32, 10, s -> s.distance(0.25)),
            new Figure("50 %", 65, 15, s -> s.distance(0.5)),
            new Figure("75 %", 150, 20, s -> s.distance(0.75)),
            new Figure("amount placed, median, BTC", 0.31, 0.05, s -> s.madeAmount(0.5)),
            new Figure("amount traded, 25 %, BTC", 0.0263, 0.01, s -> s.tradeAmount(0.25)),
            new Figure("50 %", 0.0776, 0.02, s -> s.tradeAmount(0.5)),
            new Figure("90 %", 0.623, 0.25, s -> s.tradeAmount(0.9)),
            new Figure("trades for each update", 0.0043, 0.001, s -> s.tradeShare()),
            new Figure("trades within 50 ms of the one before, share", 0.382, 0.1, s -> s.tradesWithin(50)),
            new Figure("time between trades, 50 %, ms", 357, 450, s -> s.tradeGapMillis(0.5)),
            new Figure("75 %", 4_272, 1_300, s -> s.tradeGapMillis(0.75)),
            new Figure("90 %", 13_970, 3_500, s -> s.tradeGapMillis(0.9)),
            new Figure("updates between trades, 75 %", 220, 60, s -> s.tradeGapUpdates(0.75)),
            new Figure("90 %", 693, 170, s -> s.tradeGapUpdates(0.9)));

    private FitTable() {}

    /**
     * A figure.
     *
     * @param recorded as measured on the recording
     * @param bound how far from it the generated one may be
     */
    record Figure(String name, double recorded, double bound, ToDoubleFunction<RecordedStatistics> measure) {
        void check(@Nullable RecordedStatistics recording, RecordedStatistics generated) {
            if (recording != null) {
                assertThat(measure.applyAsDouble(recording))
                        .as("recorded: %s", name)
                        .isCloseTo(recorded, within(SAME * recorded));
            }
            check("generated", measure.applyAsDouble(generated));
        }

        /** @param market which market it was measured on, for whom it may concern */
        void check(String market, double generated) {
            assertThat(generated).as("%s: %s", market, name).isCloseTo(recorded, within(bound));
        }
    }

    /** Returns what was measured, a figure a line. */
    static String text(@Nullable RecordedStatistics recorded, RecordedStatistics generated) {
        StringBuilder text = new StringBuilder(
                "%-50s %10s %10s %10s %10s%n".formatted("figure", "stated", "bound", "recorded", "generated"));
        for (Figure each : FIGURES) {
            text.append("%-50s %10s %10s %10s %10s%n"
                    .formatted(
                            each.name(),
                            number(each.recorded()),
                            number(each.bound()),
                            recorded == null ? "absent" : number(each.measure().applyAsDouble(recorded)),
                            number(each.measure().applyAsDouble(generated))));
        }
        return text.toString();
    }

    /** Returns the lines that the documentation must have. */
    static String markdown() {
        StringBuilder lines = new StringBuilder();
        for (Figure each : FIGURES) {
            lines.append("| %s | %s | ± %s |\n".formatted(each.name(), number(each.recorded()), number(each.bound())));
        }
        return lines.toString();
    }

    private static String number(double value) {
        String text = value >= 100 ? "%.0f".formatted(value) : "%.4f".formatted(value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
