package tradelab.runtime.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes: {@code 512}, {@code 64KiB}, {@code 10MiB}, {@code 1GiB}.
 *
 * @param bytes at least 0
 */
public record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)?");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("expected a size such as 64KiB");
        }
    }

    /** @throws IllegalArgumentException for anything but a whole number with an optional unit */
    public static ByteSize of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a size such as 64KiB");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int shift = switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        return new ByteSize(number << shift);
    }

    /** Returns the size where the API takes an int, at most {@link Integer#MAX_VALUE}. */
    public int asInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return bytes + "B";
    }
}
