package tradelab.loadgen.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.contracts.Require;

/** Durations as load tests write them: {@code 30s}, {@code 1m30s}, {@code 250ms}, {@code 1.5s}, or plain seconds. */
public final class DurationText {
    private static final int LENGTH_MAX = 32;
    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ms|us|s|m|h|d))+");
    private static final Pattern STEP = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|us|s|m|h|d)");

    private DurationText() {}

    /** Returns plain seconds as a duration. */
    public static Duration ofSeconds(String field, double seconds) {
        return ofSeconds(field, seconds, seconds + " seconds");
    }

    private static Duration ofSeconds(String field, double seconds, String written) {
        if (!(seconds >= 0 && seconds <= LoadTest.DURATION_MAX.toSeconds())) {
            throw Require.refused(field, "0 to " + of(LoadTest.DURATION_MAX), written);
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** Returns {@code duration} as it may be written, in its largest whole unit below a day. */
    public static String of(Duration duration) {
        long nanos = duration.toNanos();
        for (String unit : List.of("h", "m", "s", "ms", "us")) {
            long one = (long) nanosOf(unit);
            if (nanos >= one && nanos % one == 0) {
                return nanos / one + unit;
            }
        }
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
    }

    /** @throws IllegalArgumentException naming {@code field}, if it is no duration */
    public static Duration parse(String field, String text) {
        String stripped = text.strip();
        if (stripped.length() > LENGTH_MAX || !WHOLE.matcher(stripped).matches()) {
            if (stripped.matches("\\d{1,6}(\\.\\d{1,9})?")) {
                return ofSeconds(field, Double.parseDouble(stripped), text);
            }
            throw Require.refused(field, "a duration such as 30s, 1m30s or 250ms, or seconds", text);
        }
        double nanos = 0;
        Matcher step = STEP.matcher(stripped);
        while (step.find()) {
            nanos += Double.parseDouble(step.group(1)) * nanosOf(step.group(2));
        }
        return ofSeconds(field, nanos / 1e9, text);
    }

    private static double nanosOf(String unit) {
        return switch (unit) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3_600e9;
            default -> 86_400e9;
        };
    }
}
