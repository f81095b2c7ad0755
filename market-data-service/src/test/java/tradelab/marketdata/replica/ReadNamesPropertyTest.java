package tradelab.marketdata.replica;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.TradesRequest;
import tradelab.marketdata.cache.CacheType;

class ReadNamesPropertyTest {
    private static final Instrument LONG = Instrument.parse("BITFINEX:tBTCF0:USTF0");

    @Property
    void whatIsReadAheadIsWhatWasCounted(
            @ForAll @IntRange(min = 1, max = 500) int limit, @ForAll Timeframe frame, @ForAll boolean fill) {
        String book = ReadNames.of(new BookRequest(LONG, Math.min(limit, BookRequest.DEPTH_MAX)));
        String tape = ReadNames.of(new TradesRequest(LONG, Math.min(limit, TradesRequest.LIMIT_MAX)));
        String candles = ReadNames.of(new CandleRequest(LONG, frame, limit, null, fill));

        assertThat(ReadNames.ahead(LONG.toString()))
                .isEqualTo(new ReadNames.Ahead(CacheType.TICKER, LONG.toString(), LONG));
        assertThat(ReadNames.ahead(ReadNames.ahead(CacheType.BOOK, book)))
                .isEqualTo(new ReadNames.Ahead(CacheType.BOOK, book, LONG));
        assertThat(ReadNames.ahead(ReadNames.ahead(CacheType.TRADES, tape)))
                .isEqualTo(new ReadNames.Ahead(CacheType.TRADES, tape, LONG));
        assertThat(ReadNames.ahead(ReadNames.ahead(CacheType.CANDLES, candles)))
                .isEqualTo(new ReadNames.Ahead(CacheType.CANDLES, candles, LONG));
    }

    @Property
    void aTextThatMeansNothingIsRefusedAndNothingElseHappens(
            @ForAll("prefixes") String prefix, @ForAll @StringLength(max = 20) String rest) {
        try {
            assertThat(ReadNames.ahead(prefix + rest).name()).isNotEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("expected");
        }
    }

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.of(
                "", "book ", "trades ", "candles ", "reference ", "book V:a@", "trades V:a@1@", "candles V:a@1m@1@");
    }

    @Property
    void aNameAsksForAtLeastWhatWasWantedOfTheSameInstrument(
            @ForAll @IntRange(min = 1, max = BookRequest.DEPTH_MAX) int depth,
            @ForAll @IntRange(min = 1, max = TradesRequest.LIMIT_MAX) int trades,
            @ForAll @IntRange(min = 1, max = CandleRequest.LIMIT_MAX) int candles,
            @ForAll Timeframe frame,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long end,
            @ForAll boolean now,
            @ForAll boolean fill) {
        BookRequest book = ReadNames.book(ReadNames.of(new BookRequest(LONG, depth)));
        TradesRequest tape = ReadNames.trades(ReadNames.of(new TradesRequest(LONG, trades)));
        @Nullable Long until = now ? null : Long.valueOf(end);
        CandleRequest asked = ReadNames.candles(ReadNames.of(new CandleRequest(LONG, frame, candles, until, fill)));

        assertThat(book.instrument()).isEqualTo(LONG);
        assertThat(book.depth()).isBetween(depth, BookRequest.DEPTH_MAX);
        assertThat(tape.limit()).isBetween(trades, TradesRequest.LIMIT_MAX);
        assertThat(asked.limit()).isBetween(candles, CandleRequest.LIMIT_MAX);
        assertThat(asked).isEqualTo(new CandleRequest(LONG, frame, asked.limit(), until, fill));
    }
}
