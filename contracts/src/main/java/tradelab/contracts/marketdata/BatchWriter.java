package tradelab.contracts.marketdata;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import tradelab.contracts.Instrument;

/**
 * Writes one batch, big-endian, into an array of its thread: a {@link Buffer} checks its bounds and its room at each
 * number, which takes longer than the numbers, and an array for each batch costs the collector. Not thread-safe, one at a
 * time on each thread.
 */
final class BatchWriter {

    private byte[] bytes = BatchReader.SCRATCH.get();
    private int length;

    /** Begins with {@code u8 version, u16 count}. */
    BatchWriter(int version, int count) {
        int at = room(BatchReader.HEADER_BYTES);
        u8(at, version);
        u16(at + 1, count);
    }

    /** Returns where {@code count} more bytes begin. */
    int room(int count) {
        int at = length;
        length = at + count;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
        return at;
    }

    void u8(int at, int value) {
        bytes[at] = (byte) value;
    }

    void u16(int at, int value) {
        BatchReader.SHORT.set(bytes, at, (short) value);
    }

    void i32(int at, int value) {
        BatchReader.INT.set(bytes, at, value);
    }

    void i64(int at, long value) {
        BatchReader.LONG.set(bytes, at, value);
    }

    /** Appends {@code u8 length + ASCII}. */
    void name(Instrument instrument) {
        String venue = instrument.venue();
        String symbol = instrument.symbol();
        int count = venue.length() + 1 + symbol.length();
        int at = room(1 + count);
        u8(at, count);
        ascii(venue, at + 1);
        u8(at + 1 + venue.length(), ':');
        ascii(symbol, at + 2 + venue.length());
    }

    /** Appends {@code u8 length + ASCII}. */
    void text(String ascii) {
        int at = room(1 + ascii.length());
        u8(at, ascii.length());
        ascii(ascii, at + 1);
    }

    @SuppressWarnings("deprecation") // right for ASCII, and the only way without an array for each text
    private void ascii(String text, int at) {
        text.getBytes(0, text.length(), bytes, at);
    }

    Buffer toBuffer() {
        return Buffer.buffer(length).appendBytes(bytes, 0, length);
    }
}
