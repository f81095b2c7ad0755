package tradelab.trading.chain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Digests the steps of one group, one after the other: first its new orders, then the changes, each in its sequence.
 *
 * <p>For one group and one thread. A test and its vectors hold the form of the bytes: what was once written must be found
 * the same for ever.
 */
public final class GroupDigest {
    /*
     * A step is a letter, A for a new order and C for a change, and its fields in the order of the methods' parameters:
     * numbers in 8 bytes, the highest first; truths in one; a text as its length in 4 bytes and its UTF-8; what is absent
     * as the single byte 0, before what is present and might be absent a byte 1. No database's or JSON's form of
     * anything is in it. The content is the SHA-256 of all steps and, at the end, of their marks; a mark is
     * the CRC-32C of one step. The hash proves that something was changed, the mark tells which step it was.
     */
    private static final int STEP_BYTES = 320;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest sha = Chain.sha256();
    private final CRC32C crc = new CRC32C();
    private final byte[] marks;
    private byte[] step = new byte[STEP_BYTES];
    private int length;
    private int marked;

    /** @param steps how many there will be */
    public GroupDigest(int steps) {
        marks = new byte[Integer.BYTES * steps];
    }

    /** A new order, as it was asked for. Returns the mark of the step. */
    public int accepted(
            long cid,
            String account,
            String clientOrderId,
            String instrument,
            String side,
            String type,
            @Nullable Long price,
            long amount,
            boolean postOnly,
            long createdMillis,
            @Nullable String reduction) {
        step[length++] = 'A';
        put(cid);
        put(account);
        put(clientOrderId);
        put(instrument);
        put(side);
        put(type);
        putOptional(price);
        put(amount);
        put(postOnly);
        put(createdMillis);
        putOptional(reduction);
        return mark();
    }

    /**
     * An order as it stood after a step. Returns the mark of the step.
     *
     * @param wantedPrice absent, as the amount is, unless the order was amended
     */
    public int changed(
            long cid,
            String status,
            long filled,
            long averagePrice,
            @Nullable String venueOrderId,
            @Nullable String reason,
            boolean cancelRequested,
            long batchId,
            long atMillis,
            @Nullable Long wantedPrice,
            @Nullable Long wantedAmount) {
        step[length++] = 'C';
        put(cid);
        put(status);
        put(filled);
        put(averagePrice);
        putOptional(venueOrderId);
        putOptional(reason);
        put(cancelRequested);
        put(batchId);
        put(atMillis);
        putOptional(wantedPrice);
        putOptional(wantedAmount);
        return mark();
    }

    /** Returns the mark of each step, four bytes each. */
    public byte[] marks() {
        return marks;
    }

    /** Returns the mark of a step, the first being 0, in what {@link #marks()} has returned; 0 where there is none. */
    public static int mark(byte[] marks, int step) {
        return Integer.BYTES * (step + 1) <= marks.length ? (int) INT.get(marks, Integer.BYTES * step) : 0;
    }

    /** Ends the group and returns what its steps amount to. */
    public byte[] content() {
        return sha.digest(marks);
    }

    private int mark() {
        crc.reset();
        crc.update(step, 0, length);
        int mark = (int) crc.getValue();
        INT.set(marks, marked, mark);
        marked += Integer.BYTES;
        sha.update(step, 0, length);
        length = 0;
        return mark;
    }

    private void putOptional(@Nullable Long value) {
        put(value != null);
        if (value != null) {
            put(value.longValue());
        }
    }

    private void putOptional(@Nullable String text) {
        put(text != null);
        if (text != null) {
            put(text);
        }
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + bytes.length);
        INT.set(step, length, bytes.length);
        System.arraycopy(bytes, 0, step, length + Integer.BYTES, bytes.length);
        length += Integer.BYTES + bytes.length;
    }

    private void put(boolean truth) {
        room(1);
        step[length++] = (byte) (truth ? 1 : 0);
    }

    private void put(long number) {
        room(Long.BYTES);
        LONG.set(step, length, number);
        length += Long.BYTES;
    }

    private void room(int bytes) {
        if (step.length - length < bytes) {
            step = Arrays.copyOf(step, Math.max(2 * step.length, length + bytes));
        }
    }
}
