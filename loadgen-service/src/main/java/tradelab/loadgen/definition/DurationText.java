package tradelab.loadgen.definition;

import java.time.Duration;
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
        if (!(seconds >= 0 && seconds <= LoadTest.DURATION_MAX.toSeconds())) {
            throw Require.refused(
                    field, "0 to " + LoadTest.DURATION_MAX.toSeconds() + " seconds", Double.toString(seconds));
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** @throws IllegalArgumentException naming {@code field}, if it is no duration */
    public static Duration parse(String field, String text) {
        String stripped = text.strip();
        if (stripped.length() > LENGTH_MAX || !WHOLE.matcher(stripped).matches()) {
            if (stripped.matches("\\d{1,6}(\\.\\d{1,9})?")) {
                return ofSeconds(field, Double.parseDouble(stripped));
            }
            throw Require.refused(field, "a duration such as 30s, 1m30s or 250ms, or seconds", text);
        }
        double nanos = 0;
        Matcher step = STEP.matcher(stripped);
        while (step.find()) {
            nanos += Double.parseDouble(step.group(1)) * nanosOf(step.group(2));
        }
        return ofSeconds(field, nanos / 1e9);
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
