package tradelab.contracts.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;

class BookAndCandleBatchPropertyTest {
    @Property
    void booksComeBackAsTheyWere(@ForAll("books") BookBatch batch) {
        assertThat(BookBatch.WIRE.decode().apply(BookBatch.WIRE.encode().apply(batch)))
                .isEqualTo(batch);
    }

    @Property
    void candlesComeBackAsTheyWere(@ForAll("candles") CandleBatch batch) {
        assertThat(CandleBatch.WIRE.decode().apply(CandleBatch.WIRE.encode().apply(batch)))
                .isEqualTo(batch);
    }

    @Property
    void cutBatchesAreRefused(
            @ForAll("books") BookBatch books,
            @ForAll("candles") CandleBatch candles,
            @ForAll @IntRange(min = 1, max = 30) int cut) {
        if (!books.changes().isEmpty()) {
            Buffer whole = BookBatch.WIRE.encode().apply(books);
            assertThatThrownBy(() -> BookBatch.WIRE.decode().apply(whole.slice(0, whole.length() - cut)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        if (!candles.candles().isEmpty()) {
            Buffer whole = CandleBatch.WIRE.encode().apply(candles);
            assertThatThrownBy(() -> CandleBatch.WIRE.decode().apply(whole.slice(0, whole.length() - cut)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Arbitrary<Instrument> instruments() {
        return Arbitraries.of("BITFINEX:tBTCUSD", "TWSE:2330", "X:a").map(Instrument::parse);
    }

    private static Arbitrary<Price> prices() {
        return Arbitraries.longs().greaterOrEqual(1).map(Price::new);
    }

    private static Arbitrary<Amount> amounts() {
        return Arbitraries.longs().greaterOrEqual(0).map(Amount::new);
    }

    @Provide
    Arbitrary<BookBatch> books() {
        Arbitrary<List<Book.Level>> levels = Combinators.combine(prices(), amounts(), Arbitraries.integers())
                .as(Book.Level::new)
                .list()
                .ofMaxSize(20);
        return Combinators.combine(
                        instruments(),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.integers(),
                        Arbitraries.of(Quote.Validity.class),
                        levels,
                        levels)
                .as(BookBatch.Change::new)
                .list()
                .ofMaxSize(10)
                .map(BookBatch::new);
    }

    @Provide
    Arbitrary<CandleBatch> candles() {
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        Arbitrary<Candle> candles = Combinators.combine(prices().list().ofSize(4), amounts(), prices().injectNull(0.3))
                .flatAs((four, volume, vwap) -> Combinators.combine(
                                Arbitraries.longs(),
                                Arbitraries.longs().greaterOrEqual(0).injectNull(0.3),
                                flags,
                                flags)
                        .as((start, trades, closed, complete) -> new Candle(
                                start,
                                four.get(0),
                                four.get(1),
                                four.get(2),
                                four.get(3),
                                volume,
                                vwap,
                                trades,
                                closed,
                                complete)));
        return Combinators.combine(instruments(), Arbitraries.of(Timeframe.class), candles)
                .as(CandleBatch.Tick::new)
                .list()
                .ofMaxSize(20)
                .map(CandleBatch::new);
    }
}
