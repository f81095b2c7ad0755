package tradelab.runtime.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used: every problem at once. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exit code of a process that was given bad input. */
    public static final int EXIT_CODE = 104;

    private final transient List<Problem> problems;

    /** One setting, what it said, and what was expected. */
    public record Problem(String key, String value, String expected) {
        @Override
        public String toString() {
            return key + ": " + expected + (value.isEmpty() ? "" : ", got '" + value + "'");
        }
    }

    public SettingsException(List<Problem> problems) {
        super(
                problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())),
                null,
                false,
                false);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
