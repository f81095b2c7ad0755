package tradelab.loadgen.definition;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a definition with the place where it was written. */
sealed interface Value {
    Place place();

    /** What it is called in messages. */
    String shown();

    /**
     * Where a value was written.
     *
     * @param line from 1
     * @param column from 1
     */
    record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /** Text in quotes, or anything that is neither a number nor true, false or null. */
    record Text(Place place, String text) implements Value {
        @Override
        public String shown() {
            return text;
        }
    }

    /** @param text as it was written; a number of Java's grammar */
    record Number(Place place, String text) implements Value {
        @Override
        public String shown() {
            return text;
        }
    }

    record Flag(Place place, boolean value) implements Value {
        @Override
        public String shown() {
            return Boolean.toString(value);
        }
    }

    record Nothing(Place place) implements Value {
        @Override
        public String shown() {
            return "null";
        }
    }

    record Items(Place place, List<Value> items) implements Value {
        @Override
        public String shown() {
            return "a list";
        }
    }

    record Members(Place place, Map<String, Value> members) implements Value {
        @Override
        public String shown() {
            return "an object";
        }
    }

    /** Returns the value as Jackson writes it: maps, lists, text, numbers, flags. */
    default Object plain() {
        return switch (this) {
            case Text text -> text.text();
            case Number number -> new BigDecimal(number.text());
            case Flag flag -> flag.value();
            case Nothing _ -> "";
            case Items list -> list.items().stream().map(Value::plain).toList();
            case Members object -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                object.members().forEach((name, value) -> plain.put(name, value.plain()));
                yield plain;
            }
        };
    }
}
