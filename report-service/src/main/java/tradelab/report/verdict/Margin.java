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
 * @param unit what both numbers are in; empty if the threshold does not say
 * @param share distance to the limit as a share of the limit: 0.2 is 20 % to spare, -0.1 is 10 % too much; 0 if the
 *     limit is 0
 */
public record Margin(String metric, boolean upper, double limit, double measured, String unit, double share) {
    /** Less than this to spare is worth a word even when the threshold held. */
    public static final double TIGHT_SHARE = 0.10;

    private static final Pattern THRESHOLD =
            Pattern.compile("\\s*([A-Za-z][\\w.:\\-]{0,100})\\s*(<=|>=|<|>)\\s*(\\d{1,18}(?:\\.\\d{1,18})?)\\s*(ms|s|%|/s|)\\s*");
    private static final Pattern LATENCY = Pattern.compile("(?:.*\\.)?(response|service|lag)\\.(mean|p\\d+|max)");

    /** Reads the limit from the threshold's own words; empty if it is not of the form {@code metric < number}. */
    public static Optional<Margin> of(ThresholdResult result) {
        Matcher matcher = THRESHOLD.matcher(result.threshold());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String metric = matcher.group(1);
        boolean upper = matcher.group(2).startsWith("<");
        double limit = Double.parseDouble(matcher.group(3));
        String written = matcher.group(4);
        String unit = written.isEmpty() && LATENCY.matcher(metric).matches() ? "ms" : written;
        double distance = upper ? limit - result.measured() : result.measured() - limit;
        double share = limit == 0 ? 0 : distance / limit;
        return Optional.of(new Margin(metric, upper, limit, result.measured(), unit, share));
    }

    /** Whether the threshold bounds the response time at {@code point}, for example {@code p99}. */
    public boolean bounds(String point) {
        return upper && unit.equals("ms") && metric.equals("response." + point);
    }
}
