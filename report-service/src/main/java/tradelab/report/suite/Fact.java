package tradelab.report.suite;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * Something that was counted or found out beside the load, for example that acknowledged orders equal rows.
 *
 * @param section the heading under which facts are shown together
 * @param ok whether the fact is as it should be; absent if it is only told
 */
public record Fact(
        String section, String name, String value, @Nullable Boolean ok) {
    static final int TEXT_LENGTH_MAX = 2_000;

    public Fact {
        section = Require.text("section", section, TEXT_LENGTH_MAX);
        name = Require.text("name", name, TEXT_LENGTH_MAX);
        value = Require.text("value", value, TEXT_LENGTH_MAX);
    }

    /** A fact that is only told. */
    public static Fact told(String section, String name, String value) {
        return new Fact(section, name, value, null);
    }

    /** A fact that was checked. */
    public static Fact checked(String section, String name, String value, boolean ok) {
        return new Fact(section, name, value, ok);
    }

    /** Whether it was checked and found wrong. */
    public boolean wrong() {
        return Boolean.FALSE.equals(ok);
    }
}
