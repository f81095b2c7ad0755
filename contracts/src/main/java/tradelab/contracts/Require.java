package tradelab.contracts;

import org.jspecify.annotations.Nullable;

/** Checks of canonical constructors. Every refusal names the field, what was expected, and what came. */
public final class Require {
    private static final int ID_LENGTH_MAX = 64;

    private Require() {}

    /** Returns {@code value}, an identifier of 1 to 64 letters, digits and {@code _ . -}. */
    public static String id(String field, @Nullable String value) {
        if (value == null || !isId(value)) {
            throw refused(field, "1 to 64 letters, digits, '_', '.' or '-'", value);
        }
        return value;
    }

    /** On the way of every order: a loop, because a regular expression takes ten times as long. */
    private static boolean isId(String value) {
        int length = value.length();
        if (length == 0 || length > ID_LENGTH_MAX || !isLetterOrDigit(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }

    /** Returns {@code value}, which must be there. */
    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": missing");
        }
        return value;
    }

    /** Returns {@code value}, text of at most {@code lengthMax} characters and not blank. */
    public static String text(String field, @Nullable String value, int lengthMax) {
        if (value == null || value.isBlank() || value.length() > lengthMax) {
            throw refused(field, "1 to " + lengthMax + " characters", value);
        }
        return value;
    }

    /** Returns {@code value}, from {@code min} to {@code max}, both included. */
    public static long range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw refused(field, min + " to " + max, Long.toString(value));
        }
        return value;
    }

    /** Returns the exception that says what was expected of {@code field} and what came. */
    public static IllegalArgumentException refused(String field, String expected, @Nullable String got) {
        if (got == null) {
            return new IllegalArgumentException(field + ": expected " + expected + ", got nothing");
        }
        String shown = got.length() <= 80 ? got : got.substring(0, 80) + "…";
        return new IllegalArgumentException(field + ": expected " + expected + ", got '" + shown + "'");
    }
}
