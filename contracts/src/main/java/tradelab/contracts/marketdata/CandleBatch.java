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
        BatchWriter out = new BatchWriter(VERSION, batch.candles.size());
        for (Tick tick : batch.candles) {
            Candle candle = tick.candle();
            Price vwap = candle.vwap();
            Long trades = candle.trades();
            out.name(tick.instrument());
            out.text(tick.timeframe().toString());
            int at = out.room(FIXED_BYTES);
            out.i64(at, candle.startEpochMillis());
            out.i64(at + 8, candle.open().units());
            out.i64(at + 16, candle.high().units());
            out.i64(at + 24, candle.low().units());
            out.i64(at + 32, candle.close().units());
            out.i64(at + 40, candle.volume().units());
            out.i64(at + 48, vwap == null ? 0 : vwap.units());
            out.i64(at + 56, trades == null ? -1 : trades);
            out.u8(at + 64, (candle.closed() ? CLOSED : 0) | (candle.complete() ? COMPLETE : 0));
        }
        return out.toBuffer();
    }

    private static CandleBatch decode(Buffer buffer) {
        return BatchReader.read(buffer, "candles", VERSION, CANDLES_MAX, CandleBatch::batch);
    }

    private static CandleBatch batch(BatchReader in) {
        List<Tick> ticks = new ArrayList<>(in.count());
        for (int i = 0; i < in.count(); i++) {
            ticks.add(new Tick(in.instrument(), Timeframe.parse(in.text()), candle(in, in.take(FIXED_BYTES))));
        }
        return new CandleBatch(ticks);
    }

    private static Candle candle(BatchReader in, int at) {
        long vwap = in.i64(at + 48);
        long trades = in.i64(at + 56);
        int flags = in.u8(at + 64);
        @Nullable Long counted = trades < 0 ? null : Long.valueOf(trades);
        return new Candle(
                in.i64(at),
                new Price(in.i64(at + 8)),
                new Price(in.i64(at + 16)),
                new Price(in.i64(at + 24)),
                new Price(in.i64(at + 32)),
                new Amount(in.i64(at + 40)),
                vwap == 0 ? null : new Price(vwap),
                counted,
                (flags & CLOSED) != 0,
                (flags & COMPLETE) != 0);
    }
}
