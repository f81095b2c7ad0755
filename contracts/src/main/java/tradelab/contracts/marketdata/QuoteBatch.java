package tradelab.contracts.marketdata;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.Wire;
import tradelab.contracts.marketdata.Quote.Validity;

/**
 * Quotes that changed since the last batch, conflated: at most one a batch for each instrument.
 *
 * <p>Layout, big-endian: {@code u8 version = 1, u16 count}, then for each quote {@code u8 length + ASCII instrument,
 * i64 bid, i64 bidAmount, i64 ask, i64 askAmount, i64 last, i64 venueEpochMillis, i64 receiveEpochMillis,
 * i64 sequence, u8 validity}. Prices and amounts are scaled by 10^8; an absent price is 0. Validity is 0 LIVE,
 * 1 SUSPECT, 2 DETACHED.
 *
 * @param quotes at most {@link #QUOTES_MAX}
 */
public record QuoteBatch(List<Quote> quotes) {
    public static final int QUOTES_MAX = 1_000;

    public static final Wire<QuoteBatch> WIRE = new Wire<>(QuoteBatch::encode, QuoteBatch::decode);

    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 65;
    private static final Validity[] VALIDITIES = Validity.values();

    public QuoteBatch {
        quotes = List.copyOf(quotes);
        var _unused = Require.range("quotes", quotes.size(), 0, QUOTES_MAX);
    }

    private static Buffer encode(QuoteBatch batch) {
        List<Quote> quotes = batch.quotes;
        BatchWriter out = new BatchWriter(VERSION, quotes.size());
        for (Quote quote : quotes) {
            out.name(quote.instrument());
            int at = out.room(FIXED_BYTES);
            out.i64(at, units(quote.bid()));
            out.i64(at + 8, quote.bidAmount().units());
            out.i64(at + 16, units(quote.ask()));
            out.i64(at + 24, quote.askAmount().units());
            out.i64(at + 32, units(quote.last()));
            out.i64(at + 40, quote.venueEpochMillis());
            out.i64(at + 48, quote.receiveEpochMillis());
            out.i64(at + 56, quote.sequence());
            out.u8(at + 64, quote.validity().ordinal());
        }
        return out.toBuffer();
    }

    private static QuoteBatch decode(Buffer buffer) {
        return BatchReader.read(buffer, "quotes", VERSION, QUOTES_MAX, QuoteBatch::batch);
    }

    private static QuoteBatch batch(BatchReader in) {
        List<Quote> quotes = new ArrayList<>(in.count());
        for (int i = 0; i < in.count(); i++) {
            quotes.add(quote(in, in.instrument(), in.take(FIXED_BYTES)));
        }
        return new QuoteBatch(quotes);
    }

    private static Quote quote(BatchReader in, Instrument instrument, int at) {
        int validity = (int) Require.range("validity", in.u8(at + 64), 0, VALIDITIES.length - 1);
        return new Quote(
                instrument,
                price(in.i64(at)),
                new Amount(in.i64(at + 8)),
                price(in.i64(at + 16)),
                new Amount(in.i64(at + 24)),
                price(in.i64(at + 32)),
                in.i64(at + 40),
                in.i64(at + 48),
                in.i64(at + 56),
                VALIDITIES[validity]);
    }

    private static long units(@Nullable Price price) {
        return price == null ? 0 : price.units();
    }

    private static @Nullable Price price(long units) {
        return units == 0 ? null : new Price(units);
    }
}
