package tradelab.contracts.marketdata;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.Wire;

/**
 * Trades taken in since the last batch, none left out, in the order in which they came.
 *
 * <p>Layout, big-endian: {@code u8 version = 1, u16 count}, then for each trade {@code u8 length + ASCII instrument,
 * i64 sequence, i64 id, i64 venueEpochMillis, i64 price, i64 amount}. Price and amount are scaled by 10^8; the amount is
 * below 0 if the taker sold.
 *
 * @param trades at most {@link #TRADES_MAX}
 */
public record TradeBatch(List<Tick> trades) {
    public static final int TRADES_MAX = 1_000;

    public static final Wire<TradeBatch> WIRE = new Wire<>(TradeBatch::encode, TradeBatch::decode);

    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 40;

    /**
     * One trade of one instrument.
     *
     * @param sequence counts the trades of this instrument since its feed started, from 1: a hole is a lost batch
     */
    public record Tick(Instrument instrument, long sequence, Trade trade) {
        public Tick {
            instrument = Require.present("instrument", instrument);
            trade = Require.present("trade", trade);
        }
    }

    public TradeBatch {
        trades = List.copyOf(trades);
        var _unused = Require.range("trades", trades.size(), 0, TRADES_MAX);
    }

    private static Buffer encode(TradeBatch batch) {
        Buffer buffer = Buffer.buffer(3 + batch.trades.size() * 64);
        buffer.appendUnsignedByte((short) VERSION).appendUnsignedShort(batch.trades.size());
        for (Tick tick : batch.trades) {
            byte[] name = tick.instrument().toString().getBytes(StandardCharsets.US_ASCII);
            long amount = tick.trade().amount().units();
            buffer.appendUnsignedByte((short) name.length)
                    .appendBytes(name)
                    .appendLong(tick.sequence())
                    .appendLong(tick.trade().id())
                    .appendLong(tick.trade().venueEpochMillis())
                    .appendLong(tick.trade().price().units())
                    .appendLong(tick.trade().taker() == Trade.Taker.BUY ? amount : -amount);
        }
        return buffer;
    }

    private static TradeBatch decode(Buffer buffer) {
        try {
            int version = buffer.getUnsignedByte(0);
            if (version != VERSION) {
                throw Require.refused("version", Integer.toString(VERSION), Integer.toString(version));
            }
            int count = buffer.getUnsignedShort(1);
            var _unused = Require.range("trades", count, 0, TRADES_MAX);
            List<Tick> ticks = new ArrayList<>(count);
            int at = 3;
            for (int i = 0; i < count; i++) {
                int length = buffer.getUnsignedByte(at);
                Instrument instrument = Instrument.parse(buffer.getString(at + 1, at + 1 + length, "US-ASCII"));
                at += 1 + length;
                ticks.add(tick(buffer, instrument, at));
                at += FIXED_BYTES;
            }
            return new TradeBatch(ticks);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("trades: expected a whole batch, got " + buffer.length() + " bytes", e);
        }
    }

    private static Tick tick(Buffer buffer, Instrument instrument, int at) {
        long amount = buffer.getLong(at + 32);
        Trade trade = new Trade(
                buffer.getLong(at + 8),
                buffer.getLong(at + 16),
                new Price(buffer.getLong(at + 24)),
                new Amount(Math.absExact(amount)),
                amount < 0 ? Trade.Taker.SELL : Trade.Taker.BUY);
        return new Tick(instrument, buffer.getLong(at), trade);
    }
}
