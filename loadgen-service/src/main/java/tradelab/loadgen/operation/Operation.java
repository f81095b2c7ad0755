package tradelab.loadgen.operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tradelab.contracts.Require;

/**
 * One kind of request of a test, and its share. Path, header values and body may contain the placeholders of
 * {@link Template}.
 *
 * @param weight its share among the weights of all operations; 0 for one that only follows another in a session
 * @param path begins with {@code /}; appended to the target's own path
 * @param body empty for none
 * @param expected statuses that are no error
 * @param step what is done with its answer, and what follows
 * @param answers how many messages of a WebSocket or events of a stream make up one answer
 * @param data that its placeholders may refer to; the same for all operations of a test
 */
public record Operation(
        String name,
        int weight,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        ExpectedStatuses expected,
        Step step,
        Data data,
        int answers) {
    public static final int ANSWERS_MAX = 10_000;
    public static final int WEIGHT_MAX = 1_000_000;
    public static final int HEADERS_MAX = 32;
    public static final int HEADER_LENGTH_MAX = 4_096;
    public static final int PATH_LENGTH_MAX = 4_096;
    public static final int BODY_LENGTH_MAX = 65_536;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]{0," + HEADER_LENGTH_MAX + "}");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e&&[^#\\\\]]{0," + (PATH_LENGTH_MAX - 1) + "}");
    /** The engine frames and addresses the request itself. */
    private static final Set<String> RESERVED_HEADERS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer");

    public Operation {
        name = Require.id("name", name);
        var _ = Require.range("weight", weight, 0, WEIGHT_MAX);
        method = Require.present("method", method).toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw Require.refused(
                    "method", "one of " + METHODS.stream().sorted().toList(), method);
        }
        if (path == null || !PATH.matcher(path).matches()) {
            throw Require.refused(
                    "path", "'/' and at most " + PATH_LENGTH_MAX + " visible ASCII characters, no '#'", path);
        }
        headers = validHeaders(headers);
        if (body == null || body.length() > BODY_LENGTH_MAX) {
            throw Require.refused("body", "at most " + BODY_LENGTH_MAX + " characters", body);
        }
        expected = Require.present("expectedStatuses", expected);
        step = Require.present("step", step);
        data = Require.present("data", data);
        var _ = Require.range("answers", answers, 1, ANSWERS_MAX);
        var _ = recentNames(name, path, headers, body);
    }

    /** One that stands alone and needs no data. */
    public Operation(
            String name,
            int weight,
            String method,
            String path,
            Map<String, String> headers,
            String body,
            ExpectedStatuses expected) {
        this(name, weight, method, path, headers, body, expected, Step.NONE, Data.NONE, 1);
    }

    /** Returns the same operation with another step. */
    public Operation with(int newWeight, Step newStep) {
        return new Operation(name, newWeight, method, path, headers, body, expected, newStep, data, answers);
    }

    /** A plain GET of {@code path}, any 2xx expected. */
    public static Operation get(String name, int weight, String path) {
        return new Operation(name, weight, "GET", path, Map.of(), "", ExpectedStatuses.SUCCESS);
    }

    /** A POST of the JSON {@code body} to {@code path}, any 2xx expected. */
    public static Operation post(String name, int weight, String path, String body) {
        return new Operation(name, weight, "POST", path, Map.of(), body, ExpectedStatuses.SUCCESS);
    }

    /** Returns the operation whose successes this one refers to, or an empty text if it refers to none. */
    public String recentName() {
        Set<String> names = recentNames(name, path, headers, body);
        return names.isEmpty() ? "" : names.iterator().next();
    }

    /** Returns all placeholders of this operation. */
    List<Template.Part> parts() {
        List<Template.Part> parts = new ArrayList<>(Template.parse("path", path).parts());
        headers.forEach((header, value) ->
                parts.addAll(Template.parse("headers." + header, value).parts()));
        parts.addAll(Template.parse("body", body).parts());
        return parts;
    }

    private static Map<String, String> validHeaders(Map<String, String> headers) {
        var _ = Require.range("headers", Require.present("headers", headers).size(), 0, HEADERS_MAX);
        Map<String, String> valid = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches()) {
                throw Require.refused("headers", "a header name of 1 to 64 token characters", name);
            }
            if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw Require.refused("headers", "none that the engine sets itself", name);
            }
            if (value == null || !HEADER_VALUE.matcher(value).matches()) {
                throw Require.refused(
                        "headers." + name, "at most " + HEADER_LENGTH_MAX + " printable ASCII characters", value);
            }
            valid.put(name, value);
        });
        return Collections.unmodifiableMap(valid);
    }

    private static Set<String> recentNames(String name, String path, Map<String, String> headers, String body) {
        Set<String> names = new LinkedHashSet<>(Template.parse("path", path).recentNames());
        headers.forEach((header, value) ->
                names.addAll(Template.parse("headers." + header, value).recentNames()));
        names.addAll(Template.parse("body", body).recentNames());
        if (names.size() > 1 || names.contains(name)) {
            throw Require.refused(
                    "${recent:NAME}", "one other operation's name", String.join(", ", List.copyOf(names)));
        }
        return names;
    }
}
