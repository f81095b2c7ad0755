package tradelab.marketdata.candle;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Candles;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;
import tradelab.contracts.marketdata.Trades;
import tradelab.contracts.marketdata.TradesRequest;
import tradelab.marketdata.feed.FeedStatus;
import tradelab.marketdata.feed.Feeds;
import tradelab.marketdata.feed.RunningFeed;
import tradelab.runtime.settings.ByteSize;

/** Whose trades make whose candles: each instrument's feed says what there is besides the trades that were seen. */
class HistoryVerticleTest {
    private static final Instrument ASKABLE = Instrument.parse("BITFINEX:tBTCUSD");
    private static final Instrument TAPE = Instrument.parse("TAPE:tBTCUSD");
    private static final long MINUTE = 60_000;
    private static final long NOON = 1_542_110_400_000L;
    private static final long WALL = NOON + 8 * 365 * 86_400_000L;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger venueCalls = new AtomicInteger();
    private final Semaphore taken = new Semaphore(0);

    @AfterEach
    void close() throws Exception {
        var _ = await(vertx.close());
    }

    @Test
    void onlyCandlesOfAFeedThatTellsItsPastAreCompletedFromItsVenue() throws Exception {
        HistoryVerticle history = started(new StubFeed(ASKABLE, true, null), new StubFeed(TAPE, false, null));
        history.executed(ASKABLE, trade(1, WALL, "100"));
        history.executed(TAPE, trade(1, WALL, "100"));
        awaitTaken(2);

        Candles ours = candles(history, TAPE, false);
        assertThat(venueCalls).as("calls for another venue's instrument").hasValue(0);
        assertThat(ours.candles()).hasSize(1).noneMatch(Candle::complete);

        assertThat(candles(history, ASKABLE, false).candles()).hasSizeGreaterThan(1);
        assertThat(venueCalls).hasPositiveValue();
    }

    @Test
    void atAVenueWithAClockOfItsOwnCandlesCloseAndSeriesAndSessionsEndByThatClock() throws Exception {
        AtomicLong clock = new AtomicLong();
        HistoryVerticle history = started(new StubFeed(TAPE, false, clock));
        int minutes = 62;
        for (int i = 0; i < minutes; i++) {
            history.executed(TAPE, trade(i, NOON + i * MINUTE, i % 2 == 0 ? "100" : "110"));
            clock.set(NOON + i * MINUTE);
        }
        awaitTaken(minutes);

        List<Candle> filled = candles(history, TAPE, true).candles();
        assertThat(filled)
                .extracting(Candle::startEpochMillis)
                .endsWith(NOON + (minutes - 2) * MINUTE, NOON + (minutes - 1) * MINUTE);
        assertThat(filled).extracting(Candle::closed).containsExactly(true, true, true, true, false);
        TradeMeans means = await(history.means(TAPE)).orElseThrow();
        assertThat(means.session()).isNotNull();
        assertThat(means.sessionVwap()).isEqualTo(Price.parse("105"));
        assertThat(means.sessionVolume()).isEqualTo(Amount.parse("124"));
        assertThat(means.rollingVolume()).isEqualTo(Amount.parse("120"));
        assertThat(means.realisedVolatility()).isPositive();

        clock.addAndGet(3 * MINUTE); // others traded: the market moves on
        assertThat(candles(history, TAPE, true).candles())
                .extracting(Candle::closed)
                .containsExactly(true, true, true, true, false);
        assertThat(candles(history, TAPE, false).candles()).allMatch(Candle::closed);
    }

    @Test
    void anInstrumentWithoutATradeYetIsKnownButNeverHeard() throws Exception {
        HistoryVerticle history = started(new StubFeed(ASKABLE, true, null), new StubFeed(TAPE, false, null));

        for (Instrument instrument : List.of(ASKABLE, TAPE)) {
            Trades trades =
                    await(history.trades(new TradesRequest(instrument, 5))).orElseThrow();
            assertThat(trades.trades()).isEmpty();
            assertThat(trades.live()).isFalse();
            assertThat(trades.receiveEpochMillis()).isZero();
            Candles candles = candles(history, instrument, true);
            assertThat(candles.candles()).isEmpty();
            assertThat(candles.live()).isFalse();
            assertThat(candles.receiveEpochMillis()).isZero();
            assertThat(await(history.means(instrument)).orElseThrow().sessionComplete())
                    .isFalse();
        }
        assertThat(await(history.trades(new TradesRequest(Instrument.parse("TAPE:tBTCUSX"), 5))))
                .isEmpty();
    }

    private Candles candles(HistoryVerticle history, Instrument instrument, boolean fill) throws Exception {
        return await(history.candles(new CandleRequest(instrument, Timeframe.M1, 5, null, fill)))
                .orElseThrow();
    }

    private HistoryVerticle started(RunningFeed... feeds) throws Exception {
        Feeds all = new Feeds(List.of(feeds));
        HistoryVerticle history =
                new HistoryVerticle(new Settings(), _ -> new CountingVenue(), () -> all, _ -> WALL, () -> WALL);
        history.listen(ticks -> taken.release(ticks.size()));
        String _ = await(vertx.deployVerticle(history));
        return history;
    }

    private void awaitTaken(int trades) throws InterruptedException {
        assertThat(taken.tryAcquire(trades, 60, TimeUnit.SECONDS)).isTrue();
    }

    private static Trade trade(long id, long millis, String price) {
        return new Trade(id, millis, Price.parse(price), Amount.parse("2"), Trade.Taker.BUY);
    }

    /** Tells a candle for every minute that it is asked for, and no trades. */
    private final class CountingVenue implements VenueHistory {
        @Override
        public Future<List<Trade>> trades(Instrument instrument, long fromMillis, long toMillis) {
            var _ = venueCalls.incrementAndGet();
            return Future.succeededFuture(List.of());
        }

        @Override
        public Future<List<VenueCandle>> candles(
                Instrument instrument, Timeframe frame, long fromMillis, long toMillis) {
            var _ = venueCalls.incrementAndGet();
            List<VenueCandle> candles = new ArrayList<>();
            for (long start = fromMillis; start <= toMillis; start = frame.end(start)) {
                candles.add(new VenueCandle(start, 7, 7, 7, 7, 7));
            }
            return Future.succeededFuture(candles);
        }
    }

    private record StubFeed(
            Instrument instrument,
            boolean tellsPast,
            @Nullable AtomicLong clock) implements RunningFeed {
        @Override
        public OptionalLong marketMillis() {
            return clock == null ? OptionalLong.empty() : OptionalLong.of(clock.get());
        }

        @Override
        public List<Instrument> instruments() {
            return List.of(instrument);
        }

        @Override
        public List<Instrument> universe() {
            return List.of(instrument);
        }

        @Override
        public void assign(Set<Instrument> wanted) {
            throw new UnsupportedOperationException("nobody shares");
        }

        @Override
        public boolean feeds(Instrument one) {
            return instrument.equals(one);
        }

        @Override
        public int live() {
            return 1;
        }

        @Override
        public Future<Optional<Book>> book(Instrument one, int depth) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<FeedStatus> status() {
            return Future.failedFuture("nobody asks");
        }
    }

    private static final class Settings implements HistorySettings {
        @Override
        public int tradesMax() {
            return 100;
        }

        @Override
        public int candlesMax() {
            return 100;
        }

        @Override
        public boolean backfill() {
            return true;
        }

        @Override
        public Optional<String> venueUrl() {
            return Optional.empty();
        }

        @Override
        public int venueCallsPerMinute() {
            return 60;
        }

        @Override
        public Duration venueTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public ByteSize venueAnswerMax() {
            return ByteSize.of("1MiB");
        }

        @Override
        public Duration readerWait() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(5);
        }
    }
}
