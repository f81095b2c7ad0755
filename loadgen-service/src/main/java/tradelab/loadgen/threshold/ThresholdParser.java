package tradelab.loadgen.threshold;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tradelab.contracts.Require;
import tradelab.loadgen.threshold.Threshold.Comparison;
import tradelab.loadgen.threshold.Threshold.Metric;
import tradelab.loadgen.threshold.Threshold.Scope;
import tradelab.loadgen.threshold.Threshold.Statistic;

/**
 * Reads a threshold.
 *
 * <pre>
 * threshold  = [ operation ":" ] metric "." statistic comparison number [ "ms" ] scope
 *            | k6-metric [ "{operation:" operation "}" | "{" tag ":" value "}" ] ":" k6-aggregation comparison number scope
 * metric     = response | service | firstbyte | wait | lag | requests | errors | checks | dropped
 * statistic  = mean | min | max | p50 … p99.999 | p999 | count | rate | ratio | burn(objective)
 * comparison = &lt; | &lt;= | &gt; | &gt;= | == | === | !=
 * scope      = { "over" seconds | "in" stage | "abort" | "after" seconds }
 * </pre>
 *
 * <p>{@code over 10s} holds it against every span of ten seconds, {@code in hold} against one stage; {@code abort} ends
 * the run as soon as it is not kept, {@code after 5s} not before. {@code errors.burn(99.9)} is how many times faster than
 * an objective of 99.9 % allows the errors come.
 *
 * <p>Of k6: {@code http_req_duration} is the service time (k6 counts from sending), {@code http_req_waiting} that to the
 * first byte, {@code http_req_blocked} the wait for a connection, {@code iteration_duration} the response time,
 * {@code http_req_failed: rate} the ratio of errors, {@code http_reqs}, {@code iterations}, {@code checks} and
 * {@code dropped_iterations}. Its other metrics are refused: nothing here measures the same.
 */
public final class ThresholdParser {
    private static final int LENGTH_MAX = 200;
    private static final double PERCENTILE_MAX = 100;
    private static final Map<String, Metric> K6_METRICS = Map.of(
            "http_req_duration", Metric.SERVICE,
            "iteration_duration", Metric.RESPONSE,
            "iterations", Metric.REQUESTS,
            "http_req_waiting", Metric.FIRSTBYTE,
            "http_req_blocked", Metric.WAIT,
            "http_req_failed", Metric.ERRORS,
            "checks", Metric.CHECKS,
            "http_reqs", Metric.REQUESTS,
            "dropped_iterations", Metric.DROPPED);

    /** What k6 measures and this does not. */
    private static final Pattern K6_OTHERS =
            Pattern.compile("(http_req_\\w+|group_duration|data_(sent|received)|vus(_max)?|(ws|grpc|browser)_\\w+)"
                    + "\\s*(\\{[^}]*})?\\s*:\\s*(avg|min|med|max|count|rate|value|p\\().*");

    private final String text;
    private int at;

    private ThresholdParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException naming position, expectation and what stands there */
    public static Threshold parse(String text) {
        return new ThresholdParser(Require.text("thresholds", text, LENGTH_MAX)).threshold();
    }

    private Threshold threshold() {
        int start = skipSpace();
        String first = word();
        if (!K6_METRICS.containsKey(first)
                && K6_OTHERS.matcher(text.substring(start)).matches()) {
            throw refused(start, "of k6's metrics one of " + new TreeSet<>(K6_METRICS.keySet()), first);
        }
        String tagged = K6_METRICS.containsKey(first) ? tag() : "";
        if (skipSpace() < text.length() && text.charAt(at) == ':') {
            at++;
            Metric metric = K6_METRICS.get(first);
            if (metric != null && !tagged.isEmpty() && !metric.perOperation()) {
                throw refused(start, Threshold.PER_OPERATION, first);
            }
            return metric != null ? ofK6(metric, tagged) : plain(Require.id("thresholds: operation", first));
        }
        at = start;
        return plain("");
    }

    /** Returns the operation in braces, if there are any. */
    private String tag() {
        if (skipSpace() >= text.length() || text.charAt(at) != '{') {
            return "";
        }
        at++;
        int keyAt = skipSpace();
        String key = word();
        if (key.isEmpty()) {
            throw refused(keyAt, "operation, name or a tag", rest());
        }
        expect(':');
        var _ = skipSpace();
        String operation = Require.id("thresholds: operation", word());
        expect('}');
        return key.equals("operation") || key.equals("name") ? operation : key + "=" + operation;
    }

    private Threshold plain(String operation) {
        int metricAt = skipSpace();
        Metric metric = metric(metricAt, word());
        if (!operation.isEmpty() && !metric.perOperation()) {
            throw refused(metricAt, Threshold.PER_OPERATION, metric.word());
        }
        if (skipSpace() >= text.length() || text.charAt(at) != '.') {
            throw refused(at, "'.' and a statistic", rest());
        }
        at++;
        int statisticAt = skipSpace();
        String name = wordWithDigits();
        if (name.equals("burn") || name.equals("p")) {
            Statistic statistic = name.equals("p") ? Statistic.PERCENTILE : Statistic.BURN;
            return end(operation, metric, statisticAt, statistic, inBrackets());
        }
        return rest(operation, metric, statisticAt, name, percentile(statisticAt, name, metric));
    }

    private double inBrackets() {
        expect('(');
        int numberAt = skipSpace();
        double percentile = boundedPercentile(numberAt, number());
        expect(')');
        return percentile;
    }

    private Threshold ofK6(Metric metric, String operation) {
        int statisticAt = skipSpace();
        String name = word();
        if (name.equals("p")) {
            return end(operation, metric, statisticAt, Statistic.PERCENTILE, inBrackets());
        }
        String ours = switch (name) {
            case "avg" -> "mean";
            case "med" -> "p50";
            case "rate" -> metric == Metric.ERRORS || metric == Metric.CHECKS ? "ratio" : "rate";
            default -> name;
        };
        return rest(operation, metric, statisticAt, ours, ours.equals("p50") ? 50 : -1);
    }

    private Threshold rest(String operation, Metric metric, int statisticAt, String name, double percentile) {
        Statistic statistic = percentile >= 0 ? Statistic.PERCENTILE : statistic(metric, statisticAt, name);
        return end(operation, metric, statisticAt, statistic, percentile);
    }

    private Threshold end(String operation, Metric metric, int statisticAt, Statistic statistic, double percentile) {
        if (!metric.statistics().contains(statistic)) {
            throw refused(statisticAt, statisticsOf(metric), text.substring(statisticAt, at));
        }
        Comparison comparison = comparison();
        at = skipSpace();
        double limit = number();
        if (metric.statistics().contains(Statistic.PERCENTILE) && text.startsWith("ms", at)) {
            at += 2;
        }
        Scope scope = scope();
        return new Threshold(
                text.strip(), operation, metric, statistic, Math.max(0, percentile), comparison, limit, scope);
    }

    private Scope scope() {
        long window = 0;
        String stage = "";
        boolean abort = false;
        long delay = 0;
        while (skipSpace() < text.length()) {
            int from = at;
            switch (word()) {
                case "over" -> window = seconds();
                case "in" -> {
                    var _ = skipSpace();
                    stage = Require.id("thresholds: stage", word());
                }
                case "abort" -> abort = true;
                case "after" -> delay = seconds();
                default ->
                    throw refused(
                            from, "'over 10s', 'in STAGE', 'abort', 'after 10s' or the end", text.substring(from));
            }
        }
        return new Scope(window, stage, abort, delay);
    }

    /** Whole seconds or minutes: 10s, 2m. */
    private long seconds() {
        int from = skipSpace();
        String word = word();
        if (!word.matches("\\d{1,6}[sm]")) {
            throw refused(from, "whole seconds or minutes such as 10s", word.isEmpty() ? rest() : word);
        }
        long number = Long.parseLong(word.substring(0, word.length() - 1));
        return word.endsWith("m") ? number * 60 : number;
    }

    private Metric metric(int from, String word) {
        for (Metric metric : Metric.values()) {
            if (metric.word().equals(word)) {
                return metric;
            }
        }
        String known = Arrays.stream(Metric.values()).map(Metric::word).collect(Collectors.joining(", "));
        throw refused(from, "one of " + known, word.isEmpty() ? text.substring(from) : word);
    }

    private Statistic statistic(Metric metric, int from, String word) {
        for (Statistic statistic : metric.statistics()) {
            if (statistic != Statistic.PERCENTILE
                    && statistic != Statistic.BURN
                    && statistic.word().equals(word)) {
                return statistic;
            }
        }
        throw refused(from, statisticsOf(metric), word.isEmpty() ? text.substring(from) : word);
    }

    private static String statisticsOf(Metric metric) {
        return "one of " + metric.statistics().stream().map(Statistic::word).collect(Collectors.joining(", "));
    }

    /** Returns -1 if it is none. p999 is usual for p99.9. */
    private double percentile(int from, String word, Metric metric) {
        if (!metric.statistics().contains(Statistic.PERCENTILE) || !word.matches("p\\d{1,6}(\\.\\d{1,6})?")) {
            return -1;
        }
        String digits = word.substring(1);
        if (digits.length() > 2 && digits.startsWith("99") && digits.indexOf('.') < 0) {
            digits = "99." + digits.substring(2);
        }
        return boundedPercentile(from, Double.parseDouble(digits));
    }

    private double boundedPercentile(int from, double percentile) {
        if (percentile > PERCENTILE_MAX) {
            throw refused(from, "a percentile of 0 to 100", Double.toString(percentile));
        }
        return percentile;
    }

    private Comparison comparison() {
        int from = skipSpace();
        while (at < text.length() && "<>=!".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String sign = text.substring(from, at).replace("===", "==").replace("!==", "!=");
        for (Comparison comparison : Comparison.values()) {
            if (comparison.sign().equals(sign)) {
                return comparison;
            }
        }
        throw refused(from, "one of " + Comparison.signs(), text.substring(from));
    }

    private double number() {
        int from = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String digits = text.substring(from, at);
        if (!digits.matches("\\d{1,15}(\\.\\d{1,9})?")) {
            throw refused(from, "a number", text.substring(from));
        }
        return Double.parseDouble(digits);
    }

    private void expect(char sign) {
        if (skipSpace() >= text.length() || text.charAt(at) != sign) {
            throw refused(at, "'" + sign + "'", rest());
        }
        at++;
    }

    private String word() {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(from, at);
    }

    private String wordWithDigits() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return text.substring(from, at);
    }

    private int skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private String rest() {
        return at < text.length() ? text.substring(at) : "the end";
    }

    private IllegalArgumentException refused(int position, String expected, String got) {
        return Require.refused(
                "thresholds: '" + text + "' at " + (position + 1), expected, got.isEmpty() ? "the end" : got);
    }
}
