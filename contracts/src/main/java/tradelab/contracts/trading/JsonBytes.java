package tradelab.contracts.trading;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;

/**
 * JSON in UTF-8, written straight into bytes: a text that becomes a string, then bytes, then a buffer is copied three
 * times.
 *
 * <p>Not thread-safe: one writer, one message.
 */
final class JsonBytes {
    private static final int LONG_DIGITS_MAX = 20;
    private static final int UTF8_BYTES_MAX = 4;
    private static final char ASCII_END = 0x80;

    private byte[] bytes;
    private int length;

    /** @param capacity bytes, grown when they are not enough */
    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** Returns what was written, in a buffer of its own. */
    Buffer buffer() {
        return Buffer.buffer(length).appendBytes(bytes, 0, length);
    }

    /** Appends {@code text} as it is; ASCII only. */
    void plain(String text) {
        int count = text.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
    }

    void plain(char c) {
        ensure(1);
        bytes[length++] = (byte) c;
    }

    /** Appends the comma before every element of a list but the first. */
    void separator(int index) {
        if (index > 0) {
            plain(',');
        }
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            plain(Long.toString(value));
            return;
        }
        ensure(LONG_DIGITS_MAX);
        if (value < 0) {
            bytes[length++] = '-';
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long bound = 10; digits < LONG_DIGITS_MAX - 1 && rest >= bound; bound *= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /** Appends the decimal text of a scaled long, as {@link Decimals#format} does, without quotes. */
    void decimal(long units) {
        ensure(Decimals.TEXT_LENGTH_MAX);
        if (units < 0 && units > -Decimals.ONE) {
            bytes[length++] = '-';
        }
        number(units / Decimals.ONE);
        long fraction = Math.abs(units % Decimals.ONE);
        if (fraction != 0) {
            plain('.');
            for (long digit = Decimals.ONE / 10; fraction != 0; digit /= 10) {
                plain((char) ('0' + fraction / digit));
                fraction %= digit;
            }
        }
    }

    /** Appends {@code name}, and {@code value} as a JSON text; nothing for an absent one. */
    void text(String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        plain(name);
        int count = value.length();
        ensure(count + 2);
        bytes[length++] = '"';
        for (int i = 0; i < count; i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c >= ASCII_END) {
                escaped(value, i);
                return;
            }
            bytes[length++] = (byte) c;
        }
        bytes[length++] = '"';
    }

    private void escaped(String value, int from) {
        StringBuilder text = new StringBuilder(value.length() + UTF8_BYTES_MAX);
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04X", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        byte[] rest = text.append('"').toString().getBytes(StandardCharsets.UTF_8);
        ensure(rest.length);
        System.arraycopy(rest, 0, bytes, length, rest.length);
        length += rest.length;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
