package tradelab.report.markup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Attributes of one element, in order. Immutable. */
public final class Attributes {
    /** No attributes. */
    public static final Attributes NONE = new Attributes(List.of());

    private final List<String> pairs;

    private Attributes(List<String> pairs) {
        this.pairs = pairs;
    }

    /** One attribute. */
    public static Attributes of(String name, String value) {
        return new Attributes(List.of(name, value));
    }

    /** One more attribute. */
    public Attributes and(String name, String value) {
        List<String> more = new ArrayList<>(pairs);
        more.add(name);
        more.add(value);
        return new Attributes(more);
    }

    /** One more attribute that is a length or a position: at most two decimals, always finite. */
    public Attributes and(String name, double value) {
        return and(name, number(value));
    }

    /** A number as SVG wants it: short, never in scientific notation. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("number: expected a finite number, got " + value);
        }
        double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded)
                ? Long.toString((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }

    void each(BiConsumer<String, String> visitor) {
        for (int i = 0; i < pairs.size(); i += 2) {
            visitor.accept(pairs.get(i), pairs.get(i + 1));
        }
    }
}
