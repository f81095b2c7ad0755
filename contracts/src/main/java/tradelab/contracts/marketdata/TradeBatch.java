package tradelab.contracts.marketdata;

import io.vertx.core.buffer.Buffer;
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
        List<Tick> ticks = batch.trades;
        BatchWriter out = new BatchWriter(VERSION, ticks.size());
        for (Tick tick : ticks) {
            Trade trade = tick.trade();
            long amount = trade.amount().units();
            out.name(tick.instrument());
            int at = out.room(FIXED_BYTES);
            out.i64(at, tick.sequence());
            out.i64(at + 8, trade.id());
            out.i64(at + 16, trade.venueEpochMillis());
            out.i64(at + 24, trade.price().units());
            out.i64(at + 32, trade.taker() == Trade.Taker.BUY ? amount : -amount);
        }
        return out.toBuffer();
    }

    private static TradeBatch decode(Buffer buffer) {
        return BatchReader.read(buffer, "trades", VERSION, TRADES_MAX, TradeBatch::batch);
    }

    private static TradeBatch batch(BatchReader in) {
        List<Tick> ticks = new ArrayList<>(in.count());
        for (int i = 0; i < in.count(); i++) {
            ticks.add(tick(in, in.instrument(), in.take(FIXED_BYTES)));
        }
        return new TradeBatch(ticks);
    }

    private static Tick tick(BatchReader in, Instrument instrument, int at) {
        long amount = in.i64(at + 32);
        Trade trade = new Trade(
                in.i64(at + 8),
                in.i64(at + 16),
                new Price(in.i64(at + 24)),
                new Amount(amount < 0 ? -amount : amount), // the one that has no positive is refused there
                amount < 0 ? Trade.Taker.SELL : Trade.Taker.BUY);
        return new Tick(instrument, in.i64(at), trade);
    }
}
