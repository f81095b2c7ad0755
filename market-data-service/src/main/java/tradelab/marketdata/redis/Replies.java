package tradelab.marketdata.redis;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answers to MGET, PING, AUTH and ECHO in RESP2 apart, however the stream is cut into chunks.
 *
 * <p>Not thread-safe. Bounded: an answer that is longer, or of another shape, is refused with a {@link RedisException};
 * nothing can be made of the stream after it. See redis.io/docs/latest/develop/reference/protocol-spec.
 */
final class Replies {
    static final int VALUES_MAX = 65_536;
    static final int VALUE_BYTES_MAX = 16 * 1024 * 1024;
    private static final int ANSWER_BYTES_MAX = 64 * 1024 * 1024;
    private static final int LINE_MAX = 1_024;
    private static final int DIGITS_MAX = 9;
    private static final int INCOMPLETE = -1;
    private static final int ABSENT = -1;
    private static final int LINE_END_BYTES = 2;

    private final Sink sink;
    private @Nullable Buffer rest;
    private @Nullable List<@Nullable Buffer> values;
    private int valuesLeft;
    private int bytesLeft;

    /** Hears of each whole answer, in order. */
    interface Sink {
        /**
         * What was found under each key, or null.
         *
         * @param values parts of a larger buffer: to be decoded, not to be kept
         */
        void found(List<@Nullable Buffer> values);

        /** A line, or a text by itself. */
        void said(String line);

        /** An error, without its leading minus. */
        void refused(String message);
    }

    Replies(Sink sink) {
        this.sink = sink;
    }

    /** Takes what came next; {@code chunk} is its own from now on. */
    void take(Buffer chunk) {
        Buffer bytes = rest == null ? chunk : rest.appendBuffer(chunk);
        int at = 0;
        for (int next = element(bytes, 0); next != INCOMPLETE; next = element(bytes, at)) {
            at = next;
        }
        if (at > 0) { // a copy: what was handed out still points into the old one
            rest = at == bytes.length() ? null : bytes.getBuffer(at, bytes.length());
        } else {
            rest = bytes;
        }
    }

    /** Returns where the next element begins. */
    private int element(Buffer bytes, int from) {
        int end = lineEnd(bytes, from);
        if (end == INCOMPLETE) {
            return INCOMPLETE;
        }
        char kind = (char) bytes.getByte(from);
        if (kind == '$' && values != null) {
            return value(bytes, number(bytes, from + 1, end), end + LINE_END_BYTES);
        }
        if (values != null) {
            throw malformed("a value", kind);
        }
        if (kind == '$') {
            return text(bytes, number(bytes, from + 1, end), end + LINE_END_BYTES);
        }
        switch (kind) {
            case '*' -> begin(number(bytes, from + 1, end));
            case '+' -> sink.said(bytes.getString(from + 1, end, StandardCharsets.UTF_8.name()));
            case '-' -> sink.refused(bytes.getString(from + 1, end, StandardCharsets.UTF_8.name()));
            default -> throw malformed("an answer", kind);
        }
        return end + LINE_END_BYTES;
    }

    private void begin(int count) {
        if (count < 1 || count > VALUES_MAX) {
            throw malformed("1 to " + VALUES_MAX + " values", count);
        }
        values = new ArrayList<>();
        valuesLeft = count;
        bytesLeft = ANSWER_BYTES_MAX;
    }

    private int value(Buffer bytes, int length, int from) {
        if (length < 0) {
            if (length != ABSENT) {
                throw malformed("a length, or " + ABSENT, length);
            }
            add(null);
            return from;
        }
        int end = whole(bytes, length, Math.min(VALUE_BYTES_MAX, bytesLeft), from);
        if (end == INCOMPLETE) {
            return INCOMPLETE;
        }
        bytesLeft -= length;
        add(bytes.slice(from, end));
        return end + LINE_END_BYTES;
    }

    private int text(Buffer bytes, int length, int from) {
        if (length < 0) {
            throw malformed("a text", length);
        }
        int end = whole(bytes, length, LINE_MAX, from);
        if (end == INCOMPLETE) {
            return INCOMPLETE;
        }
        sink.said(bytes.getString(from, end, StandardCharsets.UTF_8.name()));
        return end + LINE_END_BYTES;
    }

    /** Returns where {@code length} bytes end, if they are there and a line end is behind them. */
    private static int whole(Buffer bytes, int length, int max, int from) {
        if (length > max) {
            throw malformed("at most " + max + " bytes", length);
        }
        int end = from + length;
        if (end + LINE_END_BYTES > bytes.length()) {
            return INCOMPLETE;
        }
        if (bytes.getByte(end) != '\r' || bytes.getByte(end + 1) != '\n') {
            throw malformed("the end of a value", (char) bytes.getByte(end));
        }
        return end;
    }

    private void add(@Nullable Buffer value) {
        List<@Nullable Buffer> found = java.util.Objects.requireNonNull(values);
        var _ = found.add(value);
        if (--valuesLeft == 0) {
            values = null;
            sink.found(found);
        }
    }

    /** Returns where CR LF stands. */
    private static int lineEnd(Buffer bytes, int from) {
        int last = Math.min(bytes.length() - 1, from + LINE_MAX);
        for (int i = from; i < last; i++) {
            if (bytes.getByte(i) == '\r' && bytes.getByte(i + 1) == '\n') {
                return i;
            }
        }
        if (bytes.length() - from > LINE_MAX + 1) {
            throw malformed("a line of at most " + LINE_MAX + " bytes", "more");
        }
        return INCOMPLETE;
    }

    private static int number(Buffer bytes, int from, int end) {
        boolean negative = from < end && bytes.getByte(from) == '-';
        int first = negative ? from + 1 : from;
        if (first == end || end - first > DIGITS_MAX) {
            throw malformed("a number of 1 to " + DIGITS_MAX + " digits", (end - first) + " bytes");
        }
        int number = 0;
        for (int i = first; i < end; i++) {
            int digit = bytes.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed("a digit", (char) bytes.getByte(i));
            }
            number = number * 10 + digit;
        }
        return negative ? -number : number;
    }

    private static RedisException malformed(String expected, Object got) {
        return new RedisException(RedisFault.FORMAT, "answer: expected " + expected + ", got '" + got + "'");
    }
}
