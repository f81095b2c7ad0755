package tradelab.venue.taiwan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tradelab.venue.taiwan.exchange.Crowd;
import tradelab.venue.taiwan.exchange.TaiwanExchange;
import tradelab.venue.taiwan.exchange.TaiwanLedger;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.universe.GeneratedUniverse;

/** Securities of one industry move together, and semiconductors carry the market. */
class SectorsTest {
    private static final int STEPS = 2_000;
    private static final int SECONDS_A_STEP = 3;

    private final List<SecurityMarket> markets = new TaiwanExchange(
                    GeneratedUniverse.make(1), LocalDateTime.of(2026, 1, 5, 9, 0), 1, Crowd.NOBODY, new TaiwanLedger(1))
            .markets();

    @Test
    void tradeSemiconductorsAtTheirShareOfTheTurnover() {
        SplittableRandom random = new SplittableRandom(7);
        Popularity popularity = new Popularity(markets, random);
        int draws = 200_000;
        long semiconductors = IntStream.range(0, draws)
                .filter(_ -> markets.get(popularity.draw(random)).security().isSemiconductor())
                .count();
        assertThat(semiconductors / (double) draws).isCloseTo(Popularity.SEMICONDUCTOR_SHARE, within(0.01));
    }

    @Test
    void moveSecuritiesOfAnIndustryTogetherAndTheMarketWithSemiconductors() {
        List<Integer> chips = ofIndustry(GeneratedUniverse.SEMICONDUCTORS);
        String other = markets.stream()
                .map(market -> market.security().industry())
                .filter(industry -> !industry.isEmpty() && !industry.equals(GeneratedUniverse.SEMICONDUCTORS))
                .findFirst()
                .orElseThrow();
        List<Integer> others = ofIndustry(other);
        FairValues values = new FairValues(markets, new SplittableRandom(3), Regime.OPEN, 1);
        double[][] chip = new double[2][STEPS];
        double[][] neighbour = new double[2][STEPS];
        double[] market = new double[STEPS];
        double[] sector = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            double[] before = logs(values);
            for (int i = 0; i < SECONDS_A_STEP; i++) {
                values.step();
            }
            double[] after = logs(values);
            for (int i = 0; i < 2; i++) {
                chip[i][step] = after[chips.get(i)] - before[chips.get(i)];
                neighbour[i][step] = after[others.get(i)] - before[others.get(i)];
            }
            sector[step] = mean(chips, before, after);
            market[step] = mean(IntStream.range(0, markets.size()).boxed().toList(), before, after);
        }
        double within = correlation(neighbour[0], neighbour[1]);
        double across = correlation(chip[0], neighbour[0]);
        System.out.printf(
                "sectors: within an industry %.2f, semiconductors %.2f, across %.2f, semiconductors with the market"
                        + " %.2f%n",
                within, correlation(chip[0], chip[1]), across, correlation(sector, market));
        assertThat(within).isCloseTo(0.5, within(0.1));
        assertThat(correlation(chip[0], chip[1])).isGreaterThan(within);
        assertThat(across).isBetween(0.2, within - 0.05);
        assertThat(correlation(sector, market)).isGreaterThan(0.75);
    }

    @Test
    void bringWhatAnOpeningWouldHaveBroughtAtOnceWhenTheDayTurns() {
        FairValues values = new FairValues(markets, new SplittableRandom(3), Regime.CALM, 1);
        double[] before = logs(values);
        values.enter(Regime.LIMIT_DOWN);
        double[] after = logs(values);
        assertThat(mean(IntStream.range(0, markets.size()).boxed().toList(), before, after))
                .isCloseTo(-0.1, within(0.01));
    }

    @Test
    void swingAsManyTimesAsWideAsTheKnobSays() {
        double once = deviation(1);
        assertThat(deviation(4)).isCloseTo(4 * once, within(once / 2));
        assertThat(deviation(0)).isZero();
    }

    /** Of the sum of all logarithms, from second to second. */
    private double deviation(double volatility) {
        FairValues values = new FairValues(markets, new SplittableRandom(3), Regime.CALM, 1);
        values.volatility(volatility);
        double squares = 0;
        for (int step = 0; step < STEPS; step++) {
            double[] before = logs(values);
            values.step();
            double moved =
                    Arrays.stream(logs(values)).sum() - Arrays.stream(before).sum();
            squares += moved * moved;
        }
        return Math.sqrt(squares / STEPS);
    }

    private List<Integer> ofIndustry(String industry) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < markets.size(); i++) {
            if (markets.get(i).security().industry().equals(industry)) {
                found.add(i);
            }
        }
        return found;
    }

    private double[] logs(FairValues values) {
        return IntStream.range(0, markets.size())
                .mapToDouble(i -> Math.log(values.price(i)))
                .toArray();
    }

    private static double mean(List<Integer> indexes, double[] before, double[] after) {
        return indexes.stream().mapToDouble(i -> after[i] - before[i]).average().orElseThrow();
    }

    private static double correlation(double[] a, double[] b) {
        double products = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            products += a[i] * b[i];
            squaresA += a[i] * a[i];
            squaresB += b[i] * b[i];
        }
        return products / Math.sqrt(squaresA * squaresB);
    }
}
