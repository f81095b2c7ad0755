package tradelab.contracts.marketdata;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/** Reads what {@link BatchWriter} has written. Not thread-safe. */
final class BatchReader {
    static final int HEADER_BYTES = 3;

    private static final int SCRATCH_BYTES = 128 * 1024; // a thousand quotes with the longest names
    static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[SCRATCH_BYTES]);

    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int length;
    private final int count;
    private int next;

    private BatchReader(byte[] bytes, int length, String field, int version, int countMax) {
        this.bytes = bytes;
        this.length = length;
        int at = take(HEADER_BYTES);
        int given = u8(at);
        if (given != version) {
            throw Require.refused("version", Integer.toString(version), Integer.toString(given));
        }
        this.count = (int) Require.range(field, u16(at + 1), 0, countMax);
    }

    /**
     * Returns what {@code batch} makes of {@code buffer}.
     *
     * @param field what a batch holds, for refusals
     * @throws IllegalArgumentException for another version, more than {@code countMax}, or a buffer that ends too early
     */
    static <T> T read(Buffer buffer, String field, int version, int countMax, Function<BatchReader, T> batch) {
        int length = buffer.length();
        byte[] bytes = SCRATCH.get();
        if (length > bytes.length) {
            bytes = new byte[length];
        }
        buffer.getBytes(0, length, bytes);
        try {
            return batch.apply(new BatchReader(bytes, length, field, version, countMax));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    field + ": expected a whole batch, got " + buffer.length() + " bytes", e);
        }
    }

    /** Returns how many it holds. */
    int count() {
        return count;
    }

    /** Returns where the next {@code bytesWanted} bytes begin, which are there: the array may be longer than the batch. */
    int take(int bytesWanted) {
        int at = next;
        next = at + bytesWanted;
        if (next > length) {
            throw new IndexOutOfBoundsException(next);
        }
        return at;
    }

    int u8(int at) {
        return bytes[at] & 0xff;
    }

    int u16(int at) {
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    int i32(int at) {
        return (int) INT.get(bytes, at);
    }

    long i64(int at) {
        return (long) LONG.get(bytes, at);
    }

    /** Takes {@code u8 length + ASCII}. */
    Instrument instrument() {
        int size = u8(take(1));
        return InstrumentNames.at(bytes, take(size), size);
    }

    /** Takes {@code u8 length + ASCII}. */
    String text() {
        int size = u8(take(1));
        return new String(bytes, take(size), size, StandardCharsets.US_ASCII);
    }
}
