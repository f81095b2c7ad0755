package tradelab.marketdata.candle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;

class TradeHistoryPropertyTest {
    private static final long MIDNIGHT = 1_542_067_200_000L; // 2018-11-13, a Tuesday

    @Property
    void candlesAreThoseOfTheDefinitionWhateverComesTwiceOrOutOfOrder(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 200) int count, @ForAll Timeframe frame) {
        List<Trade> truth = trades(random, count, MIDNIGHT, 8 * 3_600_000L);
        TradeHistory history = new TradeHistory(1_000, 10_000);
        var _ = history.latest(List.of(), MIDNIGHT - 1);
        history.fill(history.hole().orElseThrow(), List.of());
        for (Trade trade : shuffledWithin(truth, TradeHistory.LATE_MILLIS_MAX, random)) {
            assertThat(history.executed(trade, 0)).isEqualTo(TradeHistory.Taken.TAKEN);
            if (random.nextInt(3) == 0) {
                assertThat(history.executed(trade, 0)).isEqualTo(TradeHistory.Taken.KNOWN);
            }
        }
        long now = truth.getLast().venueEpochMillis();

        assertThat(history.candles(frame, Long.MAX_VALUE, 10_000, false, now).stream()
                        .map(TradeHistoryPropertyTest::called)
                        .toList())
                .isEqualTo(NaiveCandles.of(truth, frame, now));
    }

    @Property
    void afterGapsAndRefillsTheCandlesAreThoseOfAllTradesAndUntilThenSayThatTheyAreNot(
            @ForAll Random random, @ForAll @IntRange(min = 2, max = 150) int count, @ForAll Timeframe frame) {
        List<Trade> truth = trades(random, count, MIDNIGHT, 3_600_000L);
        TradeHistory history = new TradeHistory(1_000, 10_000);
        int at = 1 + random.nextInt(Math.min(20, count));
        var _ = history.latest(truth.subList(Math.max(0, at - 5), at), 0);
        while (at < count) {
            int run = Math.min(count, at + 1 + random.nextInt(20));
            switch (random.nextInt(3)) {
                case 0 -> { // nothing is lost
                    for (; at < run; at++) {
                        var _ = history.executed(truth.get(at), 0);
                    }
                }
                case 1 -> { // lost on the way, noticed by the next number
                    at = run;
                    history.interrupted();
                }
                default -> { // a new connection, whose first trades may or may not bridge the gap
                    history.interrupted();
                    at = run;
                    var _ = history.latest(truth.subList(Math.max(0, at - random.nextInt(1, 25)), at), 0);
                }
            }
        }
        var _ = history.latest(truth.subList(count - 1, count), 0);
        long now = truth.getLast().venueEpochMillis();
        List<Candle> naive = NaiveCandles.of(truth, frame, now);
        for (Candle candle : history.candles(frame, Long.MAX_VALUE, 10_000, false, now)) {
            if (candle.complete()) {
                assertThat(naive).contains(candle);
            }
        }

        for (int i = 0; i <= Holes.HOLES_MAX && history.hole().isPresent(); i++) {
            Holes.Hole hole = history.hole().get();
            history.fill(
                    hole,
                    truth.stream()
                            .filter(trade -> hole.holds(trade.venueEpochMillis()))
                            .toList());
        }
        long begins = history.begins().orElseThrow();
        List<Trade> since = truth.stream()
                .filter(trade -> trade.venueEpochMillis() >= begins)
                .toList();
        assertThat(history.candles(frame, Long.MAX_VALUE, 10_000, false, now).stream()
                        .map(TradeHistoryPropertyTest::called)
                        .toList())
                .isEqualTo(NaiveCandles.of(since, frame, now));
    }

    @Property
    void whatTheVenueTellsOfTheTimeBeforeAndOurTradesMakeOneCandle(
            @ForAll Random random, @ForAll @IntRange(min = 2, max = 200) int count, @ForAll Timeframe frame) {
        List<Trade> truth = trades(random, count, MIDNIGHT - 40 * 86_400_000L, 41 * 86_400_000L);
        int at = 1 + random.nextInt(count - 1);
        TradeHistory history = new TradeHistory(1_000, 20_000);
        var _ = history.latest(truth.subList(at - 1, at), 0);
        Holes.Hole hole = history.hole().orElseThrow();
        history.fill(
                hole,
                truth.stream()
                        .filter(trade -> hole.holds(trade.venueEpochMillis()))
                        .toList());
        long until = history.begins().orElseThrow();
        long from = frame.start(truth.getFirst().venueEpochMillis());
        long current = frame.start(until);
        long day = Math.max(current, Timeframe.D1.start(until));
        List<VenueCandle> parts = new ArrayList<>(venue(truth, Timeframe.H1, current, day));
        parts.addAll(venue(truth, Timeframe.M1, day, until));
        history.seed(frame, from, venue(truth, frame, from, current), parts);
        history.seed(frame, from, venue(truth, frame, from, current), parts);
        for (int i = at; i < count; i++) {
            var _ = history.executed(truth.get(i), 0);
        }
        long now = truth.getLast().venueEpochMillis();

        assertThat(history.candles(frame, Long.MAX_VALUE, 20_000, false, now))
                .allMatch(Candle::complete)
                .extracting(TradeHistoryPropertyTest::prices)
                .isEqualTo(NaiveCandles.of(truth, frame, now).stream()
                        .map(TradeHistoryPropertyTest::prices)
                        .toList());
    }

    private static List<VenueCandle> venue(List<Trade> truth, Timeframe frame, long from, long until) {
        return NaiveCandles.of(truth, frame, Long.MAX_VALUE).stream()
                .filter(candle -> candle.startEpochMillis() >= from && frame.end(candle.startEpochMillis()) <= until)
                .map(candle -> new VenueCandle(
                        candle.startEpochMillis(),
                        candle.open().units(),
                        candle.high().units(),
                        candle.low().units(),
                        candle.close().units(),
                        candle.volume().units()))
                .toList();
    }

    @Example
    void aTradeOnABoundaryOpensTheNextCandleInEveryFrame() {
        for (Timeframe frame : Timeframe.values()) {
            long boundary = frame.end(frame.start(MIDNIGHT));
            TradeHistory history = new TradeHistory(10, 10);
            var _ = history.executed(trade(1, boundary - 1, 100, 1), 0);
            var _ = history.executed(trade(2, boundary, 200, 1), 0);

            assertThat(history.candles(frame, Long.MAX_VALUE, 10, false, boundary))
                    .extracting(
                            Candle::startEpochMillis, candle -> candle.open().units(), Candle::closed)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(frame.start(boundary - 1), 100L, true),
                            org.assertj.core.groups.Tuple.tuple(boundary, 200L, false));
        }
    }

    @Example
    void framesWithoutATradeHaveNoCandleOrAFlatOneIfAskedFor() {
        TradeHistory history = new TradeHistory(10, 10);
        var _ = history.executed(trade(1, MIDNIGHT, 100, 1), 0);
        var _ = history.executed(trade(2, MIDNIGHT + 180_000, 200, 1), 0);
        long now = MIDNIGHT + 240_000;

        assertThat(history.candles(Timeframe.M1, Long.MAX_VALUE, 10, false, now))
                .hasSize(2);
        assertThat(history.candles(Timeframe.M1, Long.MAX_VALUE, 10, true, now))
                .extracting(
                        candle -> candle.close().units() + "/" + candle.volume().units())
                .containsExactly("100/1", "100/0", "100/0", "200/1", "200/0");
    }

    @Example
    void aTradeThatIsTooLateIsRefusedAndItsCandleSaysSo() {
        TradeHistory history = new TradeHistory(10, 10);
        var _ = history.executed(trade(1, MIDNIGHT - 600_000, 100, 1), 0);
        var _ = history.executed(trade(2, MIDNIGHT, 100, 1), 0);
        var _ = history.executed(trade(3, MIDNIGHT + 120_000, 100, 1), 0);

        assertThat(history.executed(trade(4, MIDNIGHT + 1, 90, 1), 0)).isEqualTo(TradeHistory.Taken.LATE);

        assertThat(history.candles(Timeframe.M1, Long.MAX_VALUE, 2, false, MIDNIGHT + 120_000))
                .extracting(Candle::complete)
                .containsExactly(false, true);
    }

    @Example
    void aTradeThatAFillBroughtBeforeTheStreamDidCountsOnce() {
        TradeHistory history = new TradeHistory(10, 10);
        var _ = history.latest(List.of(trade(1, MIDNIGHT, 100, 1)), 0);
        history.fill(history.hole().orElseThrow(), List.of(trade(1, MIDNIGHT, 100, 1), trade(2, MIDNIGHT, 200, 1)));

        assertThat(history.executed(trade(2, MIDNIGHT, 200, 1), 0)).isEqualTo(TradeHistory.Taken.KNOWN);

        assertThat(history.candles(Timeframe.M1, Long.MAX_VALUE, 10, false, MIDNIGHT))
                .extracting(candle -> candle.volume().units())
                .containsExactly(2L);
    }

    @Example
    void whatIsKeptIsBounded() {
        TradeHistory history = new TradeHistory(5, 3);
        for (int i = 0; i < 1_000; i++) {
            var _ = history.executed(trade(i, MIDNIGHT + i * 60_000L, 100, 1), 0);
            history.interrupted();
        }

        assertThat(history.trades(100)).hasSize(5);
        assertThat(history.candles(Timeframe.M1, Long.MAX_VALUE, 100, false, MIDNIGHT))
                .hasSize(3);
        int holes = 0;
        while (history.hole().isPresent()) {
            history.fill(history.hole().get(), List.of());
            holes++;
        }
        assertThat(holes).isLessThanOrEqualTo(Holes.HOLES_MAX);
    }

    /** The same candle, said to be complete. */
    private static Candle called(Candle candle) {
        return new Candle(
                candle.startEpochMillis(),
                candle.open(),
                candle.high(),
                candle.low(),
                candle.close(),
                candle.volume(),
                candle.vwap(),
                candle.trades(),
                candle.closed(),
                true);
    }

    private static String prices(Candle candle) {
        return candle.startEpochMillis() + " " + candle.open() + " " + candle.high() + " " + candle.low() + " "
                + candle.close() + " " + candle.volume() + " " + candle.closed();
    }

    private static List<Trade> trades(Random random, int count, long from, long spanMillis) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long millis = from + (long) (random.nextDouble() * spanMillis);
            times.add(
                    switch (random.nextInt(8)) {
                        case 0, 1 -> Timeframe.M5.start(millis);
                        case 2 -> times.isEmpty() ? millis : times.getLast();
                        default -> millis;
                    });
        }
        Collections.sort(times);
        List<Trade> trades = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trades.add(trade(
                    1_000 + i, times.get(i), 1 + random.nextInt(1_000_000_000), 1 + random.nextInt(1_000_000_000)));
        }
        return trades;
    }

    private static Trade trade(long id, long millis, long price, long amount) {
        return new Trade(
                id, millis, new Price(price), new Amount(amount), id % 2 == 0 ? Trade.Taker.BUY : Trade.Taker.SELL);
    }

    /** No trade comes more than {@code millis} after one that happened later. */
    private static List<Trade> shuffledWithin(List<Trade> trades, long millis, Random random) {
        record Arrival(Trade trade, long at) {}
        return trades.stream()
                .map(trade -> new Arrival(trade, trade.venueEpochMillis() + (long) (random.nextDouble() * millis)))
                .sorted(Comparator.comparingLong(Arrival::at))
                .map(Arrival::trade)
                .toList();
    }
}
