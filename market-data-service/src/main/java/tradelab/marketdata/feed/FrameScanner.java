package tradelab.marketdata.feed;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;

/**
 * Reads one frame from its bytes into scaled longs, without text, trees or doubles.
 *
 * <p>Not thread-safe. Does not allocate.
 */
final class FrameScanner {
    /*
     * A frame is [channel, payload..., tail...]: the payload a row of numbers, a row of rows, or a short word ("hb",
     * "cs", "te", "tu") and maybe a row; the tail what the conf flags add, sequence number and timestamp. The scanner
     * knows this shape and JSON's grammar for it, not what the numbers mean. A number is kept twice: scaled by 10^8, for
     * prices and amounts, and whole, for ids and times that do not fit scaled.
     */

    private static final int DIGITS_MAX = 18;
    private static final int EXPONENT_MAX = 30;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private byte[] data = new byte[0];
    private int end;
    private int at;
    private long scaledValue;
    private long wholeValue;

    /** Fills {@code frame}; returns null, or why it could not. The channel is kept if it could be read. */
    @Nullable
    Unparsed scan(byte[] bytes, int length, Frame frame) {
        data = bytes;
        end = length;
        at = 0;
        frame.clear();
        int first = next();
        if (first == '{') {
            frame.kind = FrameKind.EVENT;
            return null;
        }
        if (first != '[' || !number() || !Frame.isNumber(wholeValue)) {
            return Unparsed.SYNTAX;
        }
        frame.channel = (int) wholeValue;
        Unparsed problem = elements(frame);
        return problem == null && next() != -1 ? Unparsed.SYNTAX : problem;
    }

    private @Nullable Unparsed elements(Frame frame) {
        int count = 0;
        int c;
        while ((c = next()) == ',') {
            int start = next();
            Unparsed problem = null;
            if (start == '[') {
                problem = count++ > 1 || frame.width > 0 ? Unparsed.SHAPE : array(frame);
            } else if (start == '"') {
                problem = count++ > 0 ? Unparsed.SHAPE : word(frame);
            } else {
                at--;
                problem = tail(frame);
                count++;
            }
            if (problem != null) {
                return problem;
            }
        }
        return c == ']' && count > 0 ? null : Unparsed.SYNTAX;
    }

    private @Nullable Unparsed tail(Frame frame) {
        if (!number()) {
            return Unparsed.SYNTAX;
        }
        if (frame.tails == frame.tail.length) {
            return Unparsed.SHAPE;
        }
        frame.tail[frame.tails++] = wholeValue;
        return null;
    }

    private @Nullable Unparsed word(Frame frame) {
        int start = at;
        while (at < end && data[at] != '"') {
            if (data[at] == '\\') {
                return Unparsed.SYNTAX;
            }
            at++;
        }
        int length = at++ - start;
        if (at > end) {
            return Unparsed.SYNTAX;
        }
        frame.kind = length == 2 ? kind(data[start], data[start + 1]) : FrameKind.OTHER;
        return null;
    }

    private static FrameKind kind(int first, int second) {
        return switch (first << 8 | second) {
            case 'h' << 8 | 'b' -> FrameKind.HEARTBEAT;
            case 'c' << 8 | 's' -> FrameKind.CHECKSUM;
            case 't' << 8 | 'e' -> FrameKind.TRADE_EXECUTED;
            case 't' << 8 | 'u' -> FrameKind.TRADE_UPDATED;
            default -> FrameKind.OTHER;
        };
    }

    /** After an opening bracket: one row, or rows. */
    private @Nullable Unparsed array(Frame frame) {
        boolean bare = frame.kind == FrameKind.OTHER;
        int c = next();
        if (c == ']') {
            frame.kind = bare ? FrameKind.ROWS : frame.kind;
            return null;
        }
        if (c != '[') {
            at--;
            frame.kind = bare ? FrameKind.ROW : frame.kind;
            return row(frame);
        }
        frame.kind = bare ? FrameKind.ROWS : frame.kind;
        Unparsed problem = row(frame);
        while (problem == null && (c = next()) == ',') {
            problem = next() == '[' ? row(frame) : Unparsed.SYNTAX;
        }
        return problem == null && c != ']' ? Unparsed.SYNTAX : problem;
    }

    private @Nullable Unparsed row(Frame frame) {
        int start = frame.numbers;
        int c;
        do {
            if (!number()) {
                return Unparsed.SYNTAX;
            }
            if (frame.numbers == Frame.NUMBERS_MAX) {
                return Unparsed.TOO_LARGE;
            }
            frame.scaled[frame.numbers] = scaledValue;
            frame.whole[frame.numbers++] = wholeValue;
            c = next();
        } while (c == ',');
        int width = frame.numbers - start;
        if (frame.width != 0 && frame.width != width) {
            return Unparsed.SHAPE;
        }
        frame.width = width;
        frame.rows++;
        return c == ']' ? null : Unparsed.SYNTAX;
    }

    /** Reads a number or null into the two values. */
    private boolean number() {
        int c = next();
        if (c == 'n') {
            scaledValue = Frame.NULL;
            wholeValue = Frame.NULL;
            at += 3;
            return at <= end && data[at - 3] == 'u' && data[at - 2] == 'l' && data[at - 1] == 'l';
        }
        boolean negative = c == '-';
        if (!negative) {
            at--;
        }
        int start = at;
        long digits = digits(0);
        int wholeDigits = at - start;
        int fraction = 0;
        if (at < end && data[at] == '.') {
            int point = ++at;
            digits = digits(digits);
            fraction = at - point;
            if (fraction == 0) {
                return false;
            }
        }
        int exponent = at < end && (data[at] | 0x20) == 'e' ? exponent() : 0;
        if (wholeDigits == 0 || exponent > EXPONENT_MAX) {
            return false;
        }
        wholeValue = fraction == 0 && exponent == 0 ? signed(negative, digits) : Frame.UNREPRESENTABLE;
        scaledValue = signed(negative, scale(digits, Decimals.SCALE - fraction + exponent));
        return true;
    }

    /** Appends the digits that follow; a number with more than fit becomes unrepresentable, not wrong. */
    private long digits(long before) {
        long value = before;
        while (at < end) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            at++;
            value = value < 0 || value >= POWERS[DIGITS_MAX] / 10 && value > Long.MAX_VALUE / 10 - 1
                    ? -1
                    : value * 10 + digit;
        }
        return value;
    }

    /** Returns the exponent, or one that is too large if it is none. */
    private int exponent() {
        at++;
        boolean negative = at < end && data[at] == '-';
        if (negative || at < end && data[at] == '+') {
            at++;
        }
        int start = at;
        int value = 0;
        while (at < end && data[at] >= '0' && data[at] <= '9' && value <= EXPONENT_MAX) {
            value = value * 10 + data[at++] - '0';
        }
        if (at == start || value > EXPONENT_MAX) {
            return EXPONENT_MAX + 1;
        }
        return negative ? -value : value;
    }

    private static long scale(long digits, int power) {
        if (digits <= 0) {
            return digits;
        }
        if (power >= 0) {
            return power <= DIGITS_MAX && digits <= (Long.MAX_VALUE - 1) / POWERS[power] ? digits * POWERS[power] : -1;
        }
        return -power <= DIGITS_MAX && digits % POWERS[-power] == 0 ? digits / POWERS[-power] : -1;
    }

    private static long signed(boolean negative, long value) {
        if (value < 0) {
            return Frame.UNREPRESENTABLE;
        }
        return negative ? -value : value;
    }

    /** Returns the next byte that is no blank, -1 at the end. */
    private int next() {
        while (at < end) {
            int c = data[at++];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return c;
            }
        }
        at++; // so that a step back stays at the end
        return -1;
    }
}
