package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * Reads the fields of one object of a definition. Whatever is refused is refused with file, line, column and the field's
 * whole name. {@link #end} refuses what nobody asked for.
 */
final class Fields {
    private static final int ITEMS_MAX = 100_000;
    private static final Pattern PROFILE_PLACE = Pattern.compile("profile:[a-z-]+:\\d+:\\d+: ");

    private final String path;
    private final Value.Members object;
    private final Set<String> asked = new HashSet<>();

    private Fields(String path, Value.Members object) {
        this.path = path;
        this.object = object;
    }

    static Fields of(Value.Members object) {
        return new Fields("", object);
    }

    boolean has(String name) {
        return find(name) != null;
    }

    /** Returns the value, or null if it is absent or null. */
    @Nullable
    Value find(String name) {
        var _ = asked.add(name);
        Value value = object.members().get(name);
        return value instanceof Value.Nothing ? null : value;
    }

    Set<String> names() {
        return object.members().keySet();
    }

    private String full(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    IllegalArgumentException refused(String name, String expected) {
        Value value = object.members().get(name);
        Value.Place place = value == null ? object.place() : value.place();
        return value == null
                ? new IllegalArgumentException(place + ": " + full(name) + ": missing, expected " + expected)
                : Require.refused(place + ": " + full(name), expected, value.shown());
    }

    String text(String name, String otherwise) {
        return switch (find(name)) {
            case null -> otherwise;
            case Value.Text text -> text.text();
            default -> throw refused(name, "text");
        };
    }

    String text(String name) {
        requirePresent(name, "text");
        return text(name, "");
    }

    private void requirePresent(String name, String expected) {
        if (!has(name)) {
            throw refused(name, expected);
        }
    }

    double number(String name, double otherwise) {
        return switch (find(name)) {
            case null -> otherwise;
            case Value.Number number -> Double.parseDouble(number.text());
            default -> throw refused(name, "a number");
        };
    }

    double number(String name) {
        requirePresent(name, "a number");
        return number(name, 0);
    }

    long whole(String name, long otherwise) {
        return switch (find(name)) {
            case null -> otherwise;
            case Value.Number number when number.text().matches("-?\\d{1,18}") -> Long.parseLong(number.text());
            default -> throw refused(name, "a whole number");
        };
    }

    int count(String name, int otherwise, int max) {
        return count(name, otherwise, 0, max);
    }

    int count(String name, int otherwise, int min, int max) {
        long value = whole(name, otherwise);
        if (value < min || value > max) {
            throw refused(name, min + " to " + max);
        }
        return (int) value;
    }

    /** Refuses a field that was written without a value, where leaving it out means something else. */
    void requireSaid(String name, String expected) {
        if (object.members().get(name) instanceof Value.Nothing) {
            throw refused(name, expected);
        }
    }

    boolean flag(String name, boolean otherwise) {
        return switch (find(name)) {
            case null -> otherwise;
            case Value.Flag flag -> flag.value();
            default -> throw refused(name, "true or false");
        };
    }

    /** Text such as 30s, or a number of {@code unit}. */
    Duration duration(String name, Duration otherwise, Duration unit) {
        return switch (find(name)) {
            case null -> otherwise;
            case Value.Text text -> placed(name, () -> DurationText.parse(name, text.text()));
            case Value.Number number ->
                placed(
                        name,
                        () -> DurationText.ofSeconds(name, Double.parseDouble(number.text()) * unit.toNanos() / 1e9));
            default -> throw refused(name, "a duration such as 30s, or seconds");
        };
    }

    Duration duration(String name, Duration otherwise) {
        return duration(name, otherwise, Duration.ofSeconds(1));
    }

    Duration duration(String name) {
        requirePresent(name, "a duration such as 30s, or seconds");
        return duration(name, Duration.ZERO);
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise) {
        String text = text(name, otherwise.name());
        for (E value : type.getEnumConstants()) {
            if (word(value).equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return value;
            }
        }
        throw refused(
                name,
                "one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the object of this name, or null. */
    @Nullable
    Fields object(String name) {
        return switch (find(name)) {
            case null -> null;
            case Value.Members members -> new Fields(full(name), members);
            default -> throw refused(name, "an object of fields");
        };
    }

    List<Value> items(String name) {
        return switch (find(name)) {
            case null -> List.of();
            case Value.Items list when list.items().size() <= ITEMS_MAX -> list.items();
            case Value.Items _ -> throw refused(name, "at most " + ITEMS_MAX + " items");
            default -> throw refused(name, "a list");
        };
    }

    /** Reads a list of objects, each with {@link #end} called after it. */
    <T> List<T> objects(String name, BiFunction<Fields, Integer, T> reader) {
        List<Value> items = items(name);
        List<T> read = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof Value.Members members)) {
                throw Require.refused(
                        items.get(i).place() + ": " + full(name) + "[" + i + "]",
                        "an object of fields",
                        items.get(i).shown());
            }
            Fields fields = new Fields(full(name) + "[" + i + "]", members);
            int index = i;
            read.add(fields.whole(() -> reader.apply(fields, index)));
        }
        return read;
    }

    Map<String, String> texts(String name) {
        return switch (find(name)) {
            case null -> Map.of();
            case Value.Members object -> {
                Map<String, String> texts = new LinkedHashMap<>();
                object.members().forEach((key, value) -> {
                    if (!(value instanceof Value.Text || value instanceof Value.Number)) {
                        throw Require.refused(value.place() + ": " + full(name) + "." + key, "text", value.shown());
                    }
                    texts.put(key, value.shown());
                });
                yield texts;
            }
            default -> throw refused(name, "an object of texts");
        };
    }

    /** Runs {@code reader} and {@link #end}; whatever it refuses gets the place of the field that it names. */
    <T> T whole(Supplier<T> reader) {
        T value;
        try {
            value = reader.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String name = message.split("[^A-Za-z0-9]", 2)[0];
            throw located(name, message, e);
        }
        end();
        return value;
    }

    /** Runs {@code reader}; whatever it refuses gets the place of field {@code name}. */
    <T> T placed(String name, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw located(name, String.valueOf(e.getMessage()), e);
        }
    }

    private IllegalArgumentException located(String name, String message, IllegalArgumentException cause) {
        if (message.startsWith(object.place().file() + ":")
                || PROFILE_PLACE.matcher(message).lookingAt()) {
            return cause; // it knows its place already
        }
        Value value = object.members().get(name);
        Value.Place place = value == null ? object.place() : value.place();
        return new IllegalArgumentException(place + ": " + full(message), cause);
    }

    /** Refuses the first field that was not asked for. */
    void end() {
        for (Map.Entry<String, Value> member : object.members().entrySet()) {
            if (!asked.contains(member.getKey())) {
                throw new IllegalArgumentException(member.getValue().place() + ": " + full(member.getKey())
                        + ": unknown field, expected one of "
                        + asked.stream().sorted().toList());
            }
        }
    }
}
