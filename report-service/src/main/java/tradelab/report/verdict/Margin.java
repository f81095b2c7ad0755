package tradelab.report.verdict;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.contracts.loadgen.ThresholdResult;

/**
 * How far a measured value is from its limit.
 *
 * @param metric as written in the threshold, for example {@code response.p99}
 * @param upper whether the value must stay below the limit; otherwise above
 * @param unit what both numbers are in: {@code ms}, {@code /s}, {@code ratio} (0 to 1), or empty for plain numbers
 * @param share distance to the limit as a share of the limit: 0.2 is 20 % to spare, -0.1 is 10 % too much; 0 if the
 *     limit is 0
 */
public record Margin(String metric, boolean upper, double limit, double measured, String unit, double share) {
    /** Less than this to spare is worth a word even when the threshold held. */
    public static final double TIGHT_SHARE = 0.10;

    private static final int TEXT_LENGTH_MAX = 300;
    private static final Pattern THRESHOLD =
            Pattern.compile("(.{1,200}?)\\s*(<=|>=|<|>)\\s*(\\d{1,15}(?:\\.\\d{1,15})?)\\s*(ms|)", Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile(
            "(?:[^:]+:\\s*)?(?:response|service|wait|lag)\\..+|(?:http_req_duration|iteration_duration|http_req_blocked):.+");
    private static final Pattern RATIO = Pattern.compile(".*\\.ratio|http_req_failed:\\s*rate");
    private static final Pattern RATE = Pattern.compile(".*\\.rate|(?:http_reqs|dropped_iterations):\\s*rate");

    /** Reads the limit from the threshold's own words; empty if it is not of the form {@code metric < number}. */
    public static Optional<Margin> of(ThresholdResult result) {
        String text = result.threshold().strip();
        Matcher matcher = THRESHOLD.matcher(text);
        if (text.length() > TEXT_LENGTH_MAX || !matcher.matches()) {
            return Optional.empty();
        }
        String metric = matcher.group(1);
        boolean upper = matcher.group(2).startsWith("<");
        double limit = Double.parseDouble(matcher.group(3));
        double distance = upper ? limit - result.measured() : result.measured() - limit;
        double share = limit == 0 ? 0 : distance / limit;
        return Optional.of(new Margin(metric, upper, limit, result.measured(), unit(metric), share));
    }

    private static String unit(String metric) {
        if (TIME.matcher(metric).matches()) {
            return "ms";
        }
        if (RATIO.matcher(metric).matches()) {
            return "ratio";
        }
        return RATE.matcher(metric).matches() ? "/s" : "";
    }

    /** Whether the threshold bounds the response time at {@code point}, for example {@code p99}. */
    public boolean bounds(String point) {
        return upper && unit.equals("ms") && metric.equals("response." + point);
    }
}
