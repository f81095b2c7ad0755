package tradelab.venue.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.venue.replay.Recording;

/** Holds what is generated, and the recording where it lies beside the repository, against the stated fit. */
class RecordedFitTest {
    private static final Path REAL = Path.of("../../shared/data/bitfinex/ws_raw_tBTCUSD_2018-11-12.txt.gz");
    private static final Path DOCUMENTATION = Path.of("../docs/bitfinex-venue.md");
    private static final long TICK = 10_000_000;
    private static final double MARKET_SECONDS = 8_000;
    private static final long SEED = 3;

    /** So many that chance moves no figure's mean by more than a quarter of what its bound leaves. */
    private static final int FRESH_SEEDS = 4;

    @Test
    void theGeneratedMarketLooksLikeTheRecordedOne() throws IOException {
        RecordedStatistics generated = generated(SEED);
        RecordedStatistics recorded = Files.exists(REAL) ? recorded() : null;
        System.out.println(FitTable.text(recorded, generated));
        for (FitTable.Figure figure : FitTable.FIGURES) {
            figure.check(recorded, generated);
        }
    }

    @Test
    void theFitHoldsOnSeedsThatNobodyHasSeen() {
        long[] seeds = new SplittableRandom().longs(FRESH_SEEDS).toArray();
        double[] sums = new double[FitTable.FIGURES.size()];
        for (long seed : seeds) {
            RecordedStatistics statistics = generated(seed);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += FitTable.FIGURES.get(i).measure().applyAsDouble(statistics);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            FitTable.FIGURES.get(i).check("mean of seeds " + Arrays.toString(seeds), sums[i] / FRESH_SEEDS);
        }
    }

    @Test
    void theFiguresStandInTheDocumentation() throws IOException {
        assertThat(Files.readString(DOCUMENTATION)).contains(FitTable.markdown());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 49, 1_000, 20_000})
    void actsAtTheRateAskedFor(double perSecond) {
        var market = new GeneratedMarket(GeneratedMarket.BTC, 7, perSecond, 0);
        long before = market.actions();
        double seconds = Math.max(10, 5_000 / perSecond);
        market.run(seconds);
        assertThat((market.actions() - before) / seconds).isCloseTo(perSecond, withinPercentage(10));
    }

    @Test
    void theVolatilityIsTheRecordedOneTimesTheKnob() {
        assertThat(minuteDeviation(1)).isCloseTo(RecordedFit.MINUTE_DEVIATION, withinPercentage(15));
        assertThat(minuteDeviation(4)).isCloseTo(4 * RecordedFit.MINUTE_DEVIATION, withinPercentage(15));
        assertThat(minuteDeviation(0)).isZero();
    }

    @Test
    void marketsMoveTogether() {
        var prices = new FairPrices(List.of(GeneratedMarket.BTC, GeneratedMarket.ETH), 11, 1, 0);
        double products = 0;
        double squares = 0;
        double[] before = {prices.price(0), prices.price(1)};
        for (int minute = 1; minute < 5_000; minute++) {
            prices.advance(minute * 60_000_000_000L);
            double btc = Math.log(prices.price(0) / before[0]);
            double eth = Math.log(prices.price(1) / before[1]);
            products += btc * eth;
            squares += (btc * btc + eth * eth) / 2;
            before = new double[] {prices.price(0), prices.price(1)};
        }
        assertThat(products / squares).isBetween(0.5, 0.75); // 0.8 squared: both share the same part
    }

    private static double minuteDeviation(double volatility) {
        var prices = new FairPrices(List.of(GeneratedMarket.BTC), 5, volatility, 0);
        double squares = 0;
        int minutes = 20_000;
        double before = prices.price(0);
        for (int minute = 1; minute <= minutes; minute++) {
            prices.advance(minute * 60_000_000_000L);
            double change = Math.log(prices.price(0) / before);
            squares += change * change;
            before = prices.price(0);
        }
        return Math.sqrt(squares / minutes);
    }

    private static RecordedStatistics generated(long seed) {
        var market = new GeneratedMarket(GeneratedMarket.BTC, seed, RecordedFit.UPDATES_PER_SECOND, 1);
        market.run(300);
        var statistics = new RecordedStatistics(TICK);
        for (boolean bid : new boolean[] {true, false}) {
            market.desk
                    .side(bid)
                    .forEach((price, level) -> statistics.level(bid, price, level.count(), level.amount()));
        }
        market.desk.listen(new TestDesk.Listener() {
            @Override
            public void level(boolean bid, long price, TestDesk.Level level) {
                statistics.update(bid, price, level.count(), level.amount());
            }

            @Override
            public void traded(long amount, long price, long nowMillis) {
                statistics.trade(amount, nowMillis);
            }
        });
        market.run(MARKET_SECONDS);
        return statistics;
    }

    private static RecordedStatistics recorded() throws IOException {
        var statistics = new RecordedStatistics(TICK);
        Map<String, Boolean> books = new HashMap<>();
        Recording.forEachFrame(REAL, frame -> {
            if (frame.startsWith("{")) {
                if (frame.contains("\"channel\":\"book\"")) {
                    String id = frame.replaceAll(".*\"chanId\":(\\d+).*", "$1");
                    var _ = books.put("[" + id, true);
                }
            } else if (frame.contains("\"te\"")) {
                String[] parts = frame.split(",");
                statistics.trade(units(parts[4]), Long.parseLong(parts[3]));
            } else if (!frame.contains("\"") && books.containsKey(frame.substring(0, frame.indexOf(',')))) {
                book(statistics, frame);
            }
        });
        return statistics;
    }

    private static void book(RecordedStatistics statistics, String frame) {
        String rows = frame.substring(frame.indexOf(',') + 1, frame.length() - 1);
        boolean snapshot = rows.startsWith("[[");
        if (snapshot) {
            statistics.clear();
        }
        for (String row : rows.replace("]]", "]").replace("[[", "[").split("(?<=]),")) {
            String[] parts = row.substring(1, row.length() - 1).split(",");
            long price = units(parts[0]);
            long amount = units(parts[2]);
            int count = Integer.parseInt(parts[1]);
            if (snapshot) {
                statistics.level(amount > 0, price, count, amount);
            } else {
                statistics.update(amount > 0, price, count, amount);
            }
        }
    }

    private static long units(String text) {
        return new BigDecimal(text).movePointRight(8).longValueExact();
    }
}
