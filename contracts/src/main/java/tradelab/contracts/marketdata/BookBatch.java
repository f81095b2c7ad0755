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
        Buffer buffer = Buffer.buffer(1_024);
        buffer.appendUnsignedByte((short) VERSION).appendUnsignedShort(batch.changes.size());
        for (Change change : batch.changes) {
            byte[] name = change.instrument().toString().getBytes(StandardCharsets.US_ASCII);
            buffer.appendUnsignedByte((short) name.length)
                    .appendBytes(name)
                    .appendLong(change.sequence())
                    .appendLong(change.prevSequence())
                    .appendLong(change.receiveEpochMillis())
                    .appendInt(change.checksum())
                    .appendUnsignedByte((short) change.validity().ordinal())
                    .appendUnsignedShort(change.bids().size())
                    .appendUnsignedShort(change.asks().size());
            change.bids().forEach(level -> append(buffer, level));
            change.asks().forEach(level -> append(buffer, level));
        }
        return buffer;
    }

    private static void append(Buffer buffer, Book.Level level) {
        buffer.appendLong(level.price().units())
                .appendLong(level.amount().units())
                .appendInt(level.orders());
    }

    private static BookBatch decode(Buffer buffer) {
        try {
            int version = buffer.getUnsignedByte(0);
            if (version != VERSION) {
                throw Require.refused("version", Integer.toString(VERSION), Integer.toString(version));
            }
            int count = buffer.getUnsignedShort(1);
            var _unused = Require.range("changes", count, 0, CHANGES_MAX);
            List<Change> changes = new ArrayList<>(count);
            int at = 3;
            for (int i = 0; i < count; i++) {
                int length = buffer.getUnsignedByte(at);
                Instrument instrument = Instrument.parse(buffer.getString(at + 1, at + 1 + length, "US-ASCII"));
                at += 1 + length;
                Change change = change(buffer, instrument, at);
                changes.add(change);
                at += FIXED_BYTES
                        + LEVEL_BYTES * (change.bids().size() + change.asks().size());
            }
            return new BookBatch(changes);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("changes: expected a whole batch, got " + buffer.length() + " bytes", e);
        }
    }

    private static Change change(Buffer buffer, Instrument instrument, int at) {
        int validity = buffer.getUnsignedByte(at + 28);
        var _unused = Require.range("validity", validity, 0, VALIDITIES.length - 1);
        int bids = buffer.getUnsignedShort(at + 29);
        int asks = buffer.getUnsignedShort(at + 31);
        return new Change(
                instrument,
                buffer.getLong(at),
                buffer.getLong(at + 8),
                buffer.getLong(at + 16),
                buffer.getInt(at + 24),
                VALIDITIES[validity],
                levels(buffer, at + FIXED_BYTES, bids),
                levels(buffer, at + FIXED_BYTES + LEVEL_BYTES * bids, asks));
    }

    private static List<Book.Level> levels(Buffer buffer, int at, int count) {
        var _unused = Require.range("levels", count, 0, LEVELS_MAX);
        List<Book.Level> levels = new ArrayList<>(count);
        for (int from = at; from < at + LEVEL_BYTES * count; from += LEVEL_BYTES) {
            levels.add(new Book.Level(
                    new Price(buffer.getLong(from)), new Amount(buffer.getLong(from + 8)), buffer.getInt(from + 16)));
        }
        return levels;
    }
}
