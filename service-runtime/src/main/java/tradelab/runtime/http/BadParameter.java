package tradelab.runtime.http;

import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says of a parameter that the validator refused what was expected and what came, in the form of all our errors. The
 * validator itself tells the reason only.
 */
final class BadParameter {
    private static final Pattern NAMED = Pattern.compile("\\b(?:query|path|header|cookie) parameter (\\S+?)(?:[ .]|$)");
    private static final int SHOWN_MAX = 100;

    private BadParameter() {}

    /** Returns why the request failed: in words of ours, if a parameter of {@code operation} is the reason. */
    static @Nullable Throwable explained(RoutingContext routing, Operation operation) {
        Throwable cause = routing.failure();
        Matcher named = NAMED.matcher(
                cause != null && cause.getCause() instanceof ValidatorException invalid
                        ? String.valueOf(invalid.getMessage())
                        : "");
        if (!named.find()) {
            return cause;
        }
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getName().equals(named.group(1))) {
                return new IllegalArgumentException(parameter.getName() + ": expected "
                        + expected(parameter.getSchema()) + ", got " + got(routing, parameter));
            }
        }
        return cause;
    }

    private static String got(RoutingContext routing, Parameter parameter) {
        String name = parameter.getName();
        List<String> values = switch (parameter.getIn()) {
            case QUERY -> routing.queryParam(name);
            case HEADER -> routing.request().headers().getAll(name);
            default -> List.of(String.valueOf(routing.pathParam(name)));
        };
        String all = String.join(",", values);
        return values.isEmpty()
                ? "nothing"
                : "'" + (all.length() > SHOWN_MAX ? all.substring(0, SHOWN_MAX) + "…" : all) + "'";
    }

    static String expected(JsonSchema schema) {
        if (schema.get("enum") instanceof JsonArray values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "one of ", ""));
        }
        String type = String.valueOf((Object) schema.get("type"));
        return switch (type) {
            case "integer", "number" ->
                (type.equals("integer") ? "an integer" : "a number") + range(schema, "minimum", "maximum", "");
            case "boolean" -> "true or false";
            case "array" -> "a list" + range(schema, "minItems", "maxItems", " values");
            default -> "text" + range(schema, "minLength", "maxLength", " characters") + pattern(schema);
        };
    }

    private static String range(JsonSchema schema, String least, String most, String unit) {
        Object min = schema.get(least);
        Object max = schema.get(most);
        if (min == null && max == null) {
            return "";
        }
        String of = unit.isEmpty() ? " " : " of ";
        return min == null
                ? of + "at most " + max + unit
                : max == null
                        ? of + "at least " + min + unit
                        : (unit.isEmpty() ? " from " : of) + min + " to " + max + unit;
    }

    private static String pattern(JsonSchema schema) {
        Object pattern = schema.get("pattern");
        return pattern == null ? "" : " like " + pattern;
    }
}
