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

/**
 * Candles that have changed since the last batch, as they are now; a closed one comes once more when it is closed.
 *
 * <p>Layout, big-endian: {@code u8 version = 1, u16 count}, then for each candle {@code u8 length + ASCII instrument,
 * u8 length + ASCII timeframe, i64 startEpochMillis, i64 open, i64 high, i64 low, i64 close, i64 volume, i64 vwap,
 * i64 trades, u8 flags}. Prices and the volume are scaled by 10^8; an absent mean is 0, an absent number of trades -1.
 * Flags: 1 closed, 2 complete.
 *
 * @param candles at most {@link #CANDLES_MAX}
 */
public record CandleBatch(List<Tick> candles) {
    public static final int CANDLES_MAX = 1_000;

    public static final Wire<CandleBatch> WIRE = new Wire<>(CandleBatch::encode, CandleBatch::decode);

    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 65;
    private static final int CLOSED = 1;
    private static final int COMPLETE = 2;

    /** One candle of one instrument. */
    public record Tick(Instrument instrument, Timeframe timeframe, Candle candle) {
        public Tick {
            instrument = Require.present("instrument", instrument);
            timeframe = Require.present("timeframe", timeframe);
            candle = Require.present("candle", candle);
        }
    }

    public CandleBatch {
        candles = List.copyOf(candles);
        var _unused = Require.range("candles", candles.size(), 0, CANDLES_MAX);
    }

    private static Buffer encode(CandleBatch batch) {
        Buffer buffer = Buffer.buffer(3 + batch.candles.size() * 96);
        buffer.appendUnsignedByte((short) VERSION).appendUnsignedShort(batch.candles.size());
        for (Tick tick : batch.candles) {
            Candle candle = tick.candle();
            Price vwap = candle.vwap();
            Long trades = candle.trades();
            append(buffer, tick.instrument().toString());
            append(buffer, tick.timeframe().toString());
            buffer.appendLong(candle.startEpochMillis())
                    .appendLong(candle.open().units())
                    .appendLong(candle.high().units())
                    .appendLong(candle.low().units())
                    .appendLong(candle.close().units())
                    .appendLong(candle.volume().units())
                    .appendLong(vwap == null ? 0 : vwap.units())
                    .appendLong(trades == null ? -1 : trades)
                    .appendUnsignedByte((short) ((candle.closed() ? CLOSED : 0) | (candle.complete() ? COMPLETE : 0)));
        }
        return buffer;
    }

    private static void append(Buffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        buffer.appendUnsignedByte((short) bytes.length).appendBytes(bytes);
    }

    private static CandleBatch decode(Buffer buffer) {
        try {
            int version = buffer.getUnsignedByte(0);
            if (version != VERSION) {
                throw Require.refused("version", Integer.toString(VERSION), Integer.toString(version));
            }
            int count = buffer.getUnsignedShort(1);
            var _unused = Require.range("candles", count, 0, CANDLES_MAX);
            List<Tick> ticks = new ArrayList<>(count);
            int at = 3;
            for (int i = 0; i < count; i++) {
                String instrument = text(buffer, at);
                at += 1 + instrument.length();
                String timeframe = text(buffer, at);
                at += 1 + timeframe.length();
                ticks.add(new Tick(Instrument.parse(instrument), Timeframe.parse(timeframe), candle(buffer, at)));
                at += FIXED_BYTES;
            }
            return new CandleBatch(ticks);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("candles: expected a whole batch, got " + buffer.length() + " bytes", e);
        }
    }

    private static String text(Buffer buffer, int at) {
        return buffer.getString(at + 1, at + 1 + buffer.getUnsignedByte(at), "US-ASCII");
    }

    private static Candle candle(Buffer buffer, int at) {
        long vwap = buffer.getLong(at + 48);
        long trades = buffer.getLong(at + 56);
        int flags = buffer.getUnsignedByte(at + 64);
        @Nullable Long counted = trades < 0 ? null : Long.valueOf(trades);
        return new Candle(
                buffer.getLong(at),
                new Price(buffer.getLong(at + 8)),
                new Price(buffer.getLong(at + 16)),
                new Price(buffer.getLong(at + 24)),
                new Price(buffer.getLong(at + 32)),
                new Amount(buffer.getLong(at + 40)),
                vwap == 0 ? null : new Price(vwap),
                counted,
                (flags & CLOSED) != 0,
                (flags & COMPLETE) != 0);
    }
}
