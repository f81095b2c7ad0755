package tradelab.contracts;

/**
 * Decimal text to scaled longs and back: eight digits after the point, no floating point, no exponents.
 *
 * <p>Pure functions. The range is ±92,233,720,368.54775807; what does not fit, or has more than eight digits after the
 * point, is refused and never rounded.
 */
public final class Decimals {
    /** Digits after the point of every scaled long of the suite. */
    public static final int SCALE = 8;

    /** One, as a scaled long. */
    public static final long ONE = 100_000_000L;

    /** The longest text that can be a value: sign, eleven digits, point, eight digits. */
    public static final int TEXT_LENGTH_MAX = 21;

    private Decimals() {}

    /**
     * Parses plain decimal text such as {@code 6405.5}, {@code -0.00000001} or {@code 12}.
     *
     * @param field the name to put into the error
     * @throws IllegalArgumentException naming the field, for exponents, blanks, signs other than a leading minus, more
     *     than eight digits after the point, or a value out of range
     */
    public static long parse(String field, String text) {
        int length = text.length();
        boolean negative = length > 0 && text.charAt(0) == '-';
        int start = negative ? 1 : 0;
        if (length == start || length > TEXT_LENGTH_MAX) {
            throw refused(field, text);
        }
        long units = 0;
        int point = -1;
        try {
            for (int i = start; i < length; i++) {
                char c = text.charAt(i);
                if (c == '.' && point < 0 && i > start && i < length - 1) {
                    point = i;
                } else if (c >= '0' && c <= '9') {
                    units = Math.subtractExact(Math.multiplyExact(units, 10L), c - '0');
                } else {
                    throw refused(field, text);
                }
            }
            int decimals = point < 0 ? 0 : length - 1 - point;
            if (decimals > SCALE) {
                throw refused(field, text);
            }
            for (int i = decimals; i < SCALE; i++) {
                units = Math.multiplyExact(units, 10L);
            }
            return negative ? units : Math.negateExact(units);
        } catch (ArithmeticException e) {
            throw refused(field, text);
        }
    }

    /** Returns the shortest plain decimal text of {@code units}: no exponent, no trailing zeros. */
    public static String format(long units) {
        return append(new StringBuilder(TEXT_LENGTH_MAX), units).toString();
    }

    /** Appends what {@link #format} returns, without allocating. */
    public static StringBuilder append(StringBuilder text, long units) {
        if (units < 0) {
            text.append('-');
        }
        long whole = Math.abs(units / ONE);
        long fraction = Math.abs(units % ONE);
        text.append(whole);
        if (fraction != 0) {
            text.append('.');
            long digit = ONE / 10;
            while (fraction != 0) {
                text.append((char) ('0' + fraction / digit));
                fraction %= digit;
                digit /= 10;
            }
        }
        return text;
    }

    /**
     * Returns {@code price * amount} as a scaled long, rounded towards zero.
     *
     * @throws ArithmeticException if the product does not fit
     */
    public static long multiply(long price, long amount) {
        long high = Math.multiplyHigh(price, amount);
        long low = price * amount;
        if (high == low >> 63) {
            return low / ONE;
        }
        return java.math.BigInteger.valueOf(price)
                .multiply(java.math.BigInteger.valueOf(amount))
                .divide(java.math.BigInteger.valueOf(ONE))
                .longValueExact();
    }

    private static IllegalArgumentException refused(String field, String text) {
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "… (" + text.length() + " characters)";
        return new IllegalArgumentException(field + ": expected a plain decimal with at most " + SCALE
                + " digits after the point, got '" + shown + "'");
    }
}
