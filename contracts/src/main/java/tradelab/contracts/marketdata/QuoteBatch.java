package tradelab.contracts.marketdata;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
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
    private static final Validity[] VALIDITIES = Validity.values();

    public QuoteBatch {
        quotes = List.copyOf(quotes);
        var _unused = Require.range("quotes", quotes.size(), 0, QUOTES_MAX);
    }

    private static Buffer encode(QuoteBatch batch) {
        Buffer buffer = Buffer.buffer(3 + batch.quotes.size() * 88);
        buffer.appendUnsignedByte((short) VERSION).appendUnsignedShort(batch.quotes.size());
        for (Quote quote : batch.quotes) {
            byte[] name = quote.instrument().toString().getBytes(StandardCharsets.US_ASCII);
            buffer.appendUnsignedByte((short) name.length)
                    .appendBytes(name)
                    .appendLong(units(quote.bid()))
                    .appendLong(quote.bidAmount().units())
                    .appendLong(units(quote.ask()))
                    .appendLong(quote.askAmount().units())
                    .appendLong(units(quote.last()))
                    .appendLong(quote.venueEpochMillis())
                    .appendLong(quote.receiveEpochMillis())
                    .appendLong(quote.sequence())
                    .appendUnsignedByte((short) quote.validity().ordinal());
        }
        return buffer;
    }

    private static QuoteBatch decode(Buffer buffer) {
        try {
            int version = buffer.getUnsignedByte(0);
            if (version != VERSION) {
                throw Require.refused("version", Integer.toString(VERSION), Integer.toString(version));
            }
            int count = buffer.getUnsignedShort(1);
            var _unused = Require.range("quotes", count, 0, QUOTES_MAX);
            List<Quote> quotes = new ArrayList<>(count);
            int at = 3;
            for (int i = 0; i < count; i++) {
                int length = buffer.getUnsignedByte(at);
                String name = buffer.getString(at + 1, at + 1 + length, "US-ASCII");
                at += 1 + length;
                quotes.add(quote(buffer, Instrument.parse(name), at));
                at += 65;
            }
            return new QuoteBatch(quotes);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("quotes: expected a whole batch, got " + buffer.length() + " bytes", e);
        }
    }

    private static Quote quote(Buffer buffer, Instrument instrument, int at) {
        int validity = buffer.getUnsignedByte(at + 64);
        var _unused = Require.range("validity", validity, 0, VALIDITIES.length - 1);
        return new Quote(
                instrument,
                price(buffer.getLong(at)),
                new Amount(buffer.getLong(at + 8)),
                price(buffer.getLong(at + 16)),
                new Amount(buffer.getLong(at + 24)),
                price(buffer.getLong(at + 32)),
                buffer.getLong(at + 40),
                buffer.getLong(at + 48),
                buffer.getLong(at + 56),
                VALIDITIES[validity]);
    }

    private static long units(@Nullable Price price) {
        return price == null ? 0 : price.units();
    }

    private static @Nullable Price price(long units) {
        return units == 0 ? null : new Price(units);
    }
}
