package tradelab.loadgen.operation;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * Where in an answer something stands.
 *
 * @param what a header's name, a JSON pointer (RFC 6901) or a regular expression of RE2's syntax; empty for the body
 * @param group of the expression; 0 for all that it matches
 */
public record Source(Kind kind, String what, int group) {
    private static final int LENGTH_MAX = 1_024;

    /** Kinds of places. */
    public enum Kind {
        HEADER,
        BODY,
        POINTER,
        PATTERN
    }

    public Source {
        if (kind != Kind.BODY && (what.length() > LENGTH_MAX || (what.isEmpty() && kind != Kind.POINTER))) {
            throw Require.refused(word(kind), "1 to " + LENGTH_MAX + " characters", what);
        }
        switch (kind) {
            case POINTER -> {
                var _ = pointer(what);
            }
            case PATTERN -> {
                var _ = Require.range("group", group, 0, pattern(what).groupCount());
            }
            case HEADER, BODY -> {
                // any text will do
            }
        }
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static JsonPointer pointer(String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw Require.refused("pointer", "a JSON pointer such as /orders/0/id", text);
        }
    }

    static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw Require.refused("pattern", "a regular expression of RE2", text + ": " + e.getDescription());
        }
    }

    /** Makes ready for one run. */
    Reader reader() {
        return switch (kind) {
            case HEADER -> answer -> answer.header(what);
            case BODY -> Answer::text;
            case POINTER -> {
                JsonPointer pointer = pointer(what);
                yield answer -> shown(answer.json().at(pointer));
            }
            case PATTERN -> {
                Pattern pattern = pattern(what);
                yield answer -> matched(pattern, answer.text());
            }
        };
    }

    private static @Nullable String shown(JsonNode node) {
        return node.isMissingNode() ? null : node.isValueNode() ? node.asText() : node.toString();
    }

    private @Nullable String matched(Pattern pattern, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(group) : null;
    }

    /** Reads this place of answers. */
    @FunctionalInterface
    interface Reader {
        /** Returns null if there is nothing. */
        @Nullable
        String read(Answer answer);
    }
}
