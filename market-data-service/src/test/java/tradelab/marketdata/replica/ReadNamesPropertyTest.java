package tradelab.marketdata.replica;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.TradesRequest;

class ReadNamesPropertyTest {
    private static final Instrument LONG = Instrument.parse("BITFINEX:tBTCF0:USTF0");

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
