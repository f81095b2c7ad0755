package tradelab.loadgen.operation;

import com.google.re2j.Pattern;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * What an answer must keep besides its status.
 *
 * @param name for people; names the error of a request whose answer does not keep it
 * @param value what the place is compared with; not used by {@link Comparison#EXISTS}
 */
public record Check(String name, Source source, Comparison comparison, String value) {
    private static final int LENGTH_MAX = 4_096;

    /** How place and value are compared. */
    public enum Comparison {
        EXISTS,
        EQUALS,
        CONTAINS,
        /** A regular expression of RE2's syntax that is found somewhere. */
        MATCHES
    }

    public Check {
        name = Require.text("name", name, 100);
        if (value.length() > LENGTH_MAX) {
            throw Require.refused("checks." + name, "at most " + LENGTH_MAX + " characters", value);
        }
        if (comparison == Comparison.MATCHES) {
            var _ = Source.pattern(value);
        }
    }

    /** Makes ready for one run. */
    Predicate<Answer> ready() {
        Source.Reader reader = source.reader();
        Pattern pattern = comparison == Comparison.MATCHES ? Source.pattern(value) : null;
        return answer -> keeps(reader.read(answer), pattern);
    }

    private boolean keeps(@Nullable String found, @Nullable Pattern pattern) {
        if (found == null) {
            return false;
        }
        return switch (comparison) {
            case EXISTS -> true;
            case EQUALS -> found.equals(value);
            case CONTAINS -> found.contains(value);
            case MATCHES -> pattern != null && pattern.matcher(found).find();
        };
    }
}
