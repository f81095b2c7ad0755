package tradelab.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON of our messages: strict on the way in, shortest on the way out.
 *
 * <p>Strict means: unknown fields, duplicate keys, numbers where text is due (a price as a double) and trailing tokens
 * are refused, with the field; depth, length and number of digits are bounded. Thread-safe.
 */
public final class Json {
    /** The longest document that is read, in bytes. */
    public static final int DOCUMENT_LENGTH_MAX = 16 * 1024 * 1024;

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxDocumentLength(DOCUMENT_LENGTH_MAX)
            .maxNestingDepth(32)
            .maxNumberLength(40)
            .maxNameLength(256)
            .maxStringLength(DOCUMENT_LENGTH_MAX)
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private static final Pattern GOT = Pattern.compile("from (?:Number|Boolean) value \\((.{1,40})\\)$");

    private Json() {}

    /** Returns {@code value} as UTF-8 JSON, absent fields left out. */
    public static Buffer write(Object value) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message without a JSON form: " + value.getClass(), e);
        }
    }

    /**
     * Reads one value of {@code type}.
     *
     * @throws IllegalArgumentException naming the field, what was expected and what came
     */
    public static <T> T read(Buffer body, Class<T> type) {
        try {
            @Nullable T value = MAPPER.readValue(body.getBytes(), type);
            if (value == null) {
                throw new IllegalArgumentException("body: expected a JSON object, got null");
            }
            return value;
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(explain(e), e);
        } catch (StreamConstraintsException e) {
            throw new IllegalArgumentException("body: expected JSON within bounds, got: " + e.getOriginalMessage(), e);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    "body: expected JSON, got a syntax error at line "
                            + e.getLocation().getLineNr() + " column "
                            + e.getLocation().getColumnNr() + ": " + withoutPlace(e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("body: expected JSON, got: " + e.getMessage(), e);
        }
    }

    private static String explain(JsonMappingException e) {
        String field = path(e.getPath());
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds() == null
                    ? List.of()
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList();
            return field + ": unknown field, expected one of " + known;
        }
        if (e instanceof ValueInstantiationException refused
                && refused.getCause() instanceof IllegalArgumentException) {
            return underPath(field, String.valueOf(refused.getCause().getMessage()));
        }
        if (e instanceof InvalidTypeIdException type) {
            return field + ": expected the kind of "
                    + type.getBaseType().getRawClass().getSimpleName() + ", got '" + type.getTypeId() + "'";
        }
        if (e instanceof InvalidFormatException format) {
            return field + ": expected " + name(format.getTargetType()) + ", got '" + format.getValue() + "'";
        }
        if (e instanceof MismatchedInputException mismatch) {
            return field + ": expected " + name(mismatch.getTargetType()) + ", got" + got(firstLine(e));
        }
        return field + ": " + firstLine(e);
    }

    /** Where the parser began to read is told in words that help nobody; where it stopped was said already. */
    private static String withoutPlace(String sentence) {
        int place = sentence.indexOf(" (start marker at");
        return place < 0 ? sentence : sentence.substring(0, place);
    }

    /** Says what came, as far as the parser's sentence tells it. */
    private static String got(String sentence) {
        if (sentence.startsWith("Cannot map `null` into type") || sentence.startsWith("No content to map")) {
            return " nothing";
        }
        Matcher value = GOT.matcher(sentence);
        return value.find() ? " " + value.group(1) : ": " + sentence;
    }

    /** A constructor already names its own field; keep the way to it, without saying the last step twice. */
    private static String underPath(String path, String message) {
        int colon = message.indexOf(':');
        String named = colon < 0 ? "" : message.substring(0, colon);
        if (path.equals("body") || path.equals(named)) {
            return message;
        }
        return path.endsWith("." + named) ? path + message.substring(colon) : path + ": " + message;
    }

    private static String path(List<JsonMappingException.Reference> path) {
        if (path.isEmpty()) {
            return "body";
        }
        return path.stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String name(@Nullable Class<?> type) {
        if (type == null) {
            return "a value";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type == String.class || type == Price.class || type == Amount.class || type == Instrument.class) {
            return "text";
        }
        if (type == long.class || type == int.class || type == Long.class || type == Integer.class) {
            return "a whole number";
        }
        return type.isPrimitive() || type.getName().startsWith("java.") ? type.getSimpleName() : "an object";
    }

    private static String firstLine(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
