package tradelab.loadgen.definition;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.threshold.Threshold;
import tradelab.loadgen.threshold.ThresholdParser;

/**
 * A load test as people send it in JSON. Fields left out have defaults; unknown ones are refused.
 *
 * @param targetUrl another name of {@code target}
 * @param concurrent another name of {@code connections}
 * @param duration text such as {@code 30s}, or seconds
 * @param thresholds a list of texts, or k6's map from metric to a list of expressions
 */
public record LoadTestRequest(
        @Nullable String name,
        @Nullable TestType testType,
        @Nullable String suite,
        @Nullable String target,
        @Nullable String targetUrl,
        @Nullable Double rate,
        @Nullable Object duration,
        @Nullable Integer connections,
        @Nullable Integer concurrent,
        @Nullable Integer eventLoops,
        @Nullable Object timeout,
        @Nullable Integer waitingMax,
        @Nullable Long seed,
        @Nullable List<OperationRequest> operations,
        @Nullable Object thresholds) {
    private static final int CONNECTIONS_DEFAULT = 32;
    private static final Duration DURATION_DEFAULT = Duration.ofSeconds(10);

    /**
     * One operation as people send it.
     *
     * @param body text, or any JSON
     * @param expectedStatuses such as {@code 409} or {@code "200-299"}
     */
    public record OperationRequest(
            @Nullable String name,
            @Nullable Integer weight,
            @Nullable String method,
            @Nullable String path,
            @Nullable Map<String, String> headers,
            @Nullable Object body,
            @Nullable List<Object> expectedStatuses) {

        Operation operation() {
            String text = text(body);
            return new Operation(
                    Require.present("name", name),
                    or(weight, 1),
                    or(method, text.isEmpty() ? "GET" : "POST"),
                    or(path, "/"),
                    or(headers, Map.of()),
                    text,
                    expectedStatuses == null
                            ? ExpectedStatuses.SUCCESS
                            : new ExpectedStatuses(expectedStatuses.stream()
                                    .map(String::valueOf)
                                    .toList()));
        }

        private static String text(@Nullable Object body) {
            if (body == null) {
                return "";
            }
            return body instanceof String text ? text : Json.write(body).toString();
        }
    }

    /** @throws IllegalArgumentException naming field, expectation and what came */
    public static LoadTest parse(Buffer json) {
        return Json.read(json, LoadTestRequest.class).definition();
    }

    /** @throws IllegalArgumentException naming field, expectation and what came */
    public LoadTest definition() {
        TargetUrl url = TargetUrl.parse(one("target", target, "targetUrl", targetUrl));
        Integer given = one("connections", connections, "concurrent", concurrent);
        return new LoadTest(
                or(name, url.authority()),
                or(testType, TestType.LOAD_TEST),
                or(suite, ""),
                url,
                or(rate, 0.0),
                parsedDuration("duration", duration, DURATION_DEFAULT),
                or(given, CONNECTIONS_DEFAULT),
                or(eventLoops, 1),
                parsedDuration("timeout", timeout, LoadTest.TIMEOUT_DEFAULT),
                or(waitingMax, LoadTest.WAITING_DEFAULT),
                or(seed, 1L),
                parsedOperations(url),
                parsedThresholds());
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static <T> @Nullable T one(String first, @Nullable T a, String second, @Nullable T b) {
        if (a != null && b != null) {
            throw Require.refused(second, "either " + first + " or " + second, "both");
        }
        return a == null ? b : a;
    }

    private static Duration parsedDuration(String field, @Nullable Object value, Duration otherwise) {
        return switch (value) {
            case null -> otherwise;
            case String text -> DurationText.parse(field, text);
            case Number seconds -> DurationText.ofSeconds(field, seconds.doubleValue());
            default -> throw Require.refused(field, "a duration such as 30s, or seconds", value.toString());
        };
    }

    private List<Operation> parsedOperations(TargetUrl url) {
        if (operations == null) {
            return LoadTest.plainOperations(url);
        }
        List<Operation> read = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            try {
                read.add(Require.present("operation", operations.get(i)).operation());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("operations[" + i + "]." + e.getMessage(), e);
            }
        }
        return read;
    }

    private List<Threshold> parsedThresholds() {
        List<Threshold> read = new ArrayList<>();
        switch (thresholds) {
            case null -> {}
            case List<?> list -> list.forEach(text -> read.add(threshold(text)));
            case Map<?, ?> k6 ->
                k6.forEach((metric, expressions) -> {
                    if (!(expressions instanceof List<?> list)) {
                        throw Require.refused("thresholds." + metric, "a list of texts", String.valueOf(expressions));
                    }
                    list.forEach(text -> read.add(threshold(metric + ": " + text)));
                });
            default -> throw Require.refused("thresholds", "a list of texts", thresholds.toString());
        }
        return read;
    }

    private static Threshold threshold(@Nullable Object text) {
        if (!(text instanceof String written)) {
            throw Require.refused("thresholds", "text such as 'response.p99 < 50'", String.valueOf(text));
        }
        return ThresholdParser.parse(written);
    }
}
