package tradelab.venue.replay;

import tradelab.contracts.Decimals;

/**
 * Reads the exchange's data frames, which are arrays of numbers and short words, without doubles and without making
 * objects. Not thread-safe.
 */
final class FrameScanner {
    private static final long[] POWERS_OF_TEN = powersOfTen();
    private static final int DIGITS_MAX = 18;

    private byte[] bytes = {};
    private int start;
    private int position;
    private int end;

    void reset(byte[] frame, int from, int to) {
        bytes = frame;
        start = from;
        position = from;
        end = to;
    }

    /** Returns the next byte that is not blank without passing it, or 0 at the end. */
    byte peek() {
        while (position < end && bytes[position] == ' ') {
            position++;
        }
        return position < end ? bytes[position] : 0;
    }

    /** Passes {@code expected}, which must come next. */
    void expect(char expected) throws MalformedFrame {
        if (peek() != expected) {
            throw malformed("'" + expected + "'");
        }
        position++;
    }

    /** Passes {@code wanted} if it comes next. */
    boolean skip(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        position++;
        return true;
    }

    /** Passes a comma. */
    void comma() throws MalformedFrame {
        expect(',');
    }

    boolean atEnd() {
        return peek() == 0 && position >= end;
    }

    /** Reads a word of two letters in quotes, such as {@code "te"}; the letters come back as {@code first << 8 | second}. */
    int word() throws MalformedFrame {
        expect('"');
        if (end - position < 3 || bytes[position + 2] != '"') {
            throw malformed("a word of two letters");
        }
        int word = bytes[position] << 8 | bytes[position + 1];
        position += 3;
        return word;
    }

    static int word(char first, char second) {
        return first << 8 | second;
    }

    /** Reads a whole number. */
    long whole() throws MalformedFrame {
        return number(0);
    }

    /** Reads a decimal as a scaled long. More than eight digits after the point are refused, not rounded. */
    long decimal() throws MalformedFrame {
        return number(Decimals.SCALE);
    }

    private long number(int scale) throws MalformedFrame {
        boolean negative = skip('-');
        long mantissa = 0;
        int digits = 0;
        int exponent = scale;
        boolean fraction = false;
        for (; position < end; position++) {
            byte b = bytes[position];
            if (b >= '0' && b <= '9') {
                mantissa = mantissa * 10 + (b - '0');
                digits++;
                exponent -= fraction ? 1 : 0;
                if (mantissa == 0) {
                    digits = 1; // leading zeros take no room
                }
            } else if (b == '.' && !fraction && digits > 0) {
                fraction = true;
            } else {
                break;
            }
        }
        if (digits == 0 || digits > DIGITS_MAX) {
            throw malformed("a number of at most " + DIGITS_MAX + " digits");
        }
        long units = scaled(mantissa, exponent + exponent());
        return negative ? -units : units;
    }

    private int exponent() throws MalformedFrame {
        if (position >= end || (bytes[position] != 'e' && bytes[position] != 'E')) {
            return 0;
        }
        position++;
        boolean negative = skip('-');
        var _ = !negative && skip('+');
        int value = 0;
        int digits = 0;
        for (; position < end && bytes[position] >= '0' && bytes[position] <= '9' && digits < 3; position++) {
            value = value * 10 + (bytes[position] - '0');
            digits++;
        }
        if (digits == 0) {
            throw malformed("an exponent");
        }
        return negative ? -value : value;
    }

    private long scaled(long mantissa, int exponent) throws MalformedFrame {
        if (mantissa == 0 || exponent == 0) {
            return mantissa;
        }
        if (Math.abs(exponent) > DIGITS_MAX) {
            throw malformed("a number in range");
        }
        long power = POWERS_OF_TEN[Math.abs(exponent)];
        if (exponent < 0) {
            if (mantissa % power != 0) {
                throw malformed("at most " + Decimals.SCALE + " digits after the point");
            }
            return mantissa / power;
        }
        if (mantissa > Long.MAX_VALUE / power) {
            throw malformed("a number in range");
        }
        return mantissa * power;
    }

    MalformedFrame malformed(String expected) {
        return new MalformedFrame("expected " + expected + " before byte " + (position - start));
    }

    private static long[] powersOfTen() {
        long[] powers = new long[DIGITS_MAX + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
