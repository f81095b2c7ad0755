package tradelab.contracts.marketdata;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.Wire;
import tradelab.contracts.marketdata.Quote.Validity;

/**
 * What has changed of books since the last batch.
 *
 * <p>Layout, big-endian: {@code u8 version = 1, u16 count}, then for each change {@code u8 length + ASCII instrument,
 * i64 sequence, i64 prevSequence, i64 receiveEpochMillis, i32 checksum, u8 validity, u16 bids, u16 asks}, then for each
 * level of bids and asks {@code i64 price, i64 amount, i32 orders}. Prices and amounts are scaled by 10^8. Validity is 0
 * LIVE, 1 SUSPECT, 2 DETACHED.
 *
 * @param changes at most {@link #CHANGES_MAX}
 */
public record BookBatch(List<Change> changes) {
    public static final int CHANGES_MAX = 250;

    public static final Wire<BookBatch> WIRE = new Wire<>(BookBatch::encode, BookBatch::decode);

    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 33;
    private static final int LEVEL_BYTES = 20;
    private static final int LEVELS_MAX = 2 * BookRequest.DEPTH_MAX;
    private static final Validity[] VALIDITIES = Validity.values();

    /**
     * What has changed of one book, or the whole of it.
     *
     * @param sequence counts what was told of this book
     * @param prevSequence of what was told before it; 0 if this is the whole book, which needs nothing before it. Whoever
     *     finds another one here than he had last has missed something, and waits for the next whole book or asks for it
     * @param checksum CRC-32 of the book after it, as a stream's
     * @param bids levels that are another now; one of amount 0 is gone
     */
    public record Change(
            Instrument instrument,
            long sequence,
            long prevSequence,
            long receiveEpochMillis,
            int checksum,
            Validity validity,
            List<Book.Level> bids,
            List<Book.Level> asks) {
        public Change {
            instrument = Require.present("instrument", instrument);
            validity = Require.present("validity", validity);
            bids = List.copyOf(bids);
            asks = List.copyOf(asks);
            var _unused = Require.range("bids", bids.size(), 0, LEVELS_MAX);
            var _unused2 = Require.range("asks", asks.size(), 0, LEVELS_MAX);
        }

        /** Returns whether it stands for itself. */
        public boolean isWhole() {
            return prevSequence == 0;
        }
    }

    public BookBatch {
        changes = List.copyOf(changes);
        var _unused = Require.range("changes", changes.size(), 0, CHANGES_MAX);
    }

    private static Buffer encode(BookBatch batch) {
        BatchWriter out = new BatchWriter(VERSION, batch.changes.size());
        for (Change change : batch.changes) {
            out.name(change.instrument());
            int at = out.room(FIXED_BYTES);
            out.i64(at, change.sequence());
            out.i64(at + 8, change.prevSequence());
            out.i64(at + 16, change.receiveEpochMillis());
            out.i32(at + 24, change.checksum());
            out.u8(at + 28, change.validity().ordinal());
            out.u16(at + 29, change.bids().size());
            out.u16(at + 31, change.asks().size());
            append(out, change.bids());
            append(out, change.asks());
        }
        return out.toBuffer();
    }

    private static void append(BatchWriter out, List<Book.Level> levels) {
        for (Book.Level level : levels) {
            int at = out.room(LEVEL_BYTES);
            out.i64(at, level.price().units());
            out.i64(at + 8, level.amount().units());
            out.i32(at + 16, level.orders());
        }
    }

    private static BookBatch decode(Buffer buffer) {
        return BatchReader.read(buffer, "changes", VERSION, CHANGES_MAX, BookBatch::batch);
    }

    private static BookBatch batch(BatchReader in) {
        List<Change> changes = new ArrayList<>(in.count());
        for (int i = 0; i < in.count(); i++) {
            changes.add(change(in, in.instrument(), in.take(FIXED_BYTES)));
        }
        return new BookBatch(changes);
    }

    private static Change change(BatchReader in, Instrument instrument, int at) {
        int validity = (int) Require.range("validity", in.u8(at + 28), 0, VALIDITIES.length - 1);
        return new Change(
                instrument,
                in.i64(at),
                in.i64(at + 8),
                in.i64(at + 16),
                in.i32(at + 24),
                VALIDITIES[validity],
                levels(in, in.u16(at + 29)),
                levels(in, in.u16(at + 31)));
    }

    private static List<Book.Level> levels(BatchReader in, int count) {
        var _unused = Require.range("levels", count, 0, LEVELS_MAX);
        List<Book.Level> levels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = in.take(LEVEL_BYTES);
            levels.add(new Book.Level(new Price(in.i64(at)), new Amount(in.i64(at + 8)), in.i32(at + 16)));
        }
        return levels;
    }
}
