package tradelab.loadgen.operation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.contracts.Require;

/**
 * Text with placeholders: {@code ${run}} the run's id, {@code ${seq}} the arrival's number in the whole test,
 * {@code ${uuid}}, {@code ${random:0.10-2.50}} a decimal with as many digits as its bounds, {@code ${recent:NAME}} the
 * number of a recent successful arrival of another operation, {@code ${feed:NAME.COLUMN}} a value of the arrival's row,
 * {@code ${key:NAME}} its key, {@code ${var:NAME}} what its user took from an earlier answer. {@code $${} stands for a
 * plain {@code ${}.
 */
final class Template {
    private static final int DIGITS_MAX = 9;
    private static final Pattern RANDOM = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?-(\\d{1,9})(?:\\.(\\d{1,9}))?");

    sealed interface Part {}

    record Literal(String text) implements Part {}

    record Run() implements Part {}

    record Sequence() implements Part {}

    record Uuid() implements Part {}

    /** Evenly from min to max, both included, in units of the last digit. */
    record RandomDecimal(long min, long max, int digits) implements Part {}

    record Recent(String operation) implements Part {}

    record FeedValue(String feed, String column) implements Part {}

    record Key(String name) implements Part {}

    record Variable(String name) implements Part {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException naming the field, the position and what was expected there */
    static Template parse(String field, String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw refused(field, at, "'}' after '${'", text.substring(at));
                }
                flush(literal, parts);
                parts.add(part(field, at, text.substring(at + 2, end)));
                at = end + 1;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        flush(literal, parts);
        return new Template(parts);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static Part part(String field, int at, String name) {
        if (name.startsWith("random:")) {
            return random(field, at, name.substring("random:".length()));
        }
        if (name.startsWith("recent:")) {
            return new Recent(Require.id(field + " at " + at + ": recent", name.substring("recent:".length())));
        }
        if (name.startsWith("feed:")) {
            String[] both = name.substring("feed:".length()).split("\\.", 2);
            if (both.length != 2 || both[1].isEmpty()) {
                throw refused(field, at, "${feed:NAME.COLUMN}", "${" + name + "}");
            }
            return new FeedValue(both[0], both[1]);
        }
        if (name.startsWith("key:")) {
            return new Key(Require.id(field + " at " + at + ": key", name.substring("key:".length())));
        }
        if (name.startsWith("var:")) {
            return new Variable(Require.id(field + " at " + at + ": var", name.substring("var:".length())));
        }
        return switch (name) {
            case "run" -> new Run();
            case "seq" -> new Sequence();
            case "uuid" -> new Uuid();
            default ->
                throw refused(
                        field,
                        at,
                        "${run}, ${seq}, ${uuid}, ${random:a-b}, ${recent:NAME}, ${feed:NAME.COLUMN}, ${key:NAME}"
                                + " or ${var:NAME}",
                        "${" + name + "}");
        };
    }

    private static Part random(String field, int at, String range) {
        Matcher matcher = RANDOM.matcher(range);
        if (!matcher.matches()) {
            throw refused(field, at, "two decimals such as 0.10-2.50", range);
        }
        String minFraction = matcher.group(2) == null ? "" : matcher.group(2);
        String maxFraction = matcher.group(4) == null ? "" : matcher.group(4);
        int digits = Math.min(DIGITS_MAX, Math.max(minFraction.length(), maxFraction.length()));
        long min = scaled(matcher.group(1), minFraction, digits);
        long max = scaled(matcher.group(3), maxFraction, digits);
        if (max < min) {
            throw refused(field, at, "bounds that go up", range);
        }
        return new RandomDecimal(min, max, digits);
    }

    private static long scaled(String whole, String fraction, int digits) {
        return Long.parseLong(whole + fraction + "0".repeat(digits - fraction.length()));
    }

    private static IllegalArgumentException refused(String field, int at, String expected, String got) {
        return Require.refused(field + " at " + at, expected, got);
    }

    List<String> recentNames() {
        return parts.stream()
                .filter(Recent.class::isInstance)
                .map(part -> ((Recent) part).operation())
                .distinct()
                .toList();
    }

    List<Part> parts() {
        return parts;
    }

    /** Makes ready for one run: what is the same for all its requests becomes bytes. */
    Compiled compile(String runId) {
        return compile(runId, new Names(Data.NONE, List.of()), Escape.PLAIN);
    }

    /** @param escape how data goes into the text */
    Compiled compile(String runId, Names names, Escape escape) {
        List<Object> ready = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(String text) -> literal.append(text);
                case Run() -> literal.append(runId);
                case Sequence _, Uuid _, RandomDecimal _, Recent _ -> {
                    flushBytes(literal, ready);
                    ready.add(part);
                }
                case FeedValue(String feed, String column) -> {
                    flushBytes(literal, ready);
                    int index = names.feed(feed);
                    ready.add(new Bound(Place.FEED, index, names.column(index, column), escape));
                }
                case Key(String name) -> {
                    flushBytes(literal, ready);
                    ready.add(new Bound(Place.KEY, names.key(name), 0, escape));
                }
                case Variable(String name) -> {
                    flushBytes(literal, ready);
                    ready.add(new Bound(Place.VARIABLE, names.variable(name), 0, escape));
                }
            }
        }
        flushBytes(literal, ready);
        return new Compiled(ready.toArray(), runId.hashCode() * 0x9E3779B97F4A7C15L);
    }

    private static void flushBytes(StringBuilder literal, List<Object> ready) {
        if (!literal.isEmpty()) {
            ready.add(literal.toString().getBytes(StandardCharsets.UTF_8));
            literal.setLength(0);
        }
    }

    private enum Place {
        FEED,
        KEY,
        VARIABLE
    }

    /** Data whose place is known. */
    private record Bound(Place place, int index, int column, Escape escape) {
        void write(ByteWriter out, long sequence, Supply supply) {
            switch (place) {
                case FEED -> escape.write(out, supply.feed(index, column));
                case KEY -> supply.key(index).write(out, sequence, escape);
                case VARIABLE -> escape.write(out, supply.variable(index));
            }
        }
    }

    /** Where a request's data comes from. */
    interface Supply {
        Supply NONE = new Supply() {
            @Override
            public byte[] feed(int feed, int column) {
                throw new IllegalStateException("no feeds");
            }

            @Override
            public Keys.Chooser key(int index) {
                throw new IllegalStateException("no keys");
            }

            @Override
            public byte[] variable(int index) {
                throw new IllegalStateException("no variables");
            }
        };

        byte[] feed(int feed, int column);

        Keys.Chooser key(int index);

        byte[] variable(int index);
    }

    /** A template for one run. Immutable. */
    static final class Compiled {
        private final Object[] parts;
        /** Ids must not come again in the next run of the same seed. */
        private final long runSalt;

        Compiled(Object[] parts, long runSalt) {
            this.parts = parts;
            this.runSalt = runSalt;
        }

        boolean isConstant() {
            return parts.length == 0 || (parts.length == 1 && parts[0] instanceof byte[]);
        }

        /** Writes the text of one arrival; returns the random state after it. */
        long write(ByteWriter out, long sequence, long recent, long random) {
            return write(out, sequence, recent, random, Supply.NONE);
        }

        long write(ByteWriter out, long sequence, long recent, long random, Supply supply) {
            long state = random;
            for (Object part : parts) {
                switch (part) {
                    case byte[] bytes -> out.write(bytes);
                    case Sequence() -> out.writeNumber(sequence, 1);
                    case Recent _ -> out.writeNumber(recent, 1);
                    case RandomDecimal(long min, long max, int digits) -> {
                        state = SeededRandom.next(state);
                        writeDecimal(out, min + SeededRandom.below(max - min + 1, state), digits);
                    }
                    case Uuid() -> {
                        state = SeededRandom.next(state);
                        writeUuid(out, SeededRandom.next(state ^ runSalt));
                    }
                    case Bound bound -> bound.write(out, sequence, supply);
                    default -> throw new IllegalStateException("no template part: " + part);
                }
            }
            return state;
        }

        private static void writeDecimal(ByteWriter out, long scaled, int digits) {
            long unit = 1;
            for (int i = 0; i < digits; i++) {
                unit *= 10;
            }
            out.writeNumber(scaled / unit, 1);
            if (digits > 0) {
                out.writeByte('.');
                out.writeNumber(scaled % unit, digits);
            }
        }

        /** Version 4 of RFC 9562. */
        private static void writeUuid(ByteWriter out, long high) {
            long low = SeededRandom.next(high);
            out.writeHex(high >>> 32, 8);
            out.writeByte('-');
            out.writeHex(high >>> 16, 4);
            out.writeByte('-');
            out.writeHex((high & 0x0fff) | 0x4000, 4);
            out.writeByte('-');
            out.writeHex(((low >>> 48) & 0x3fff) | 0x8000, 4);
            out.writeByte('-');
            out.writeHex(low, 12);
        }
    }
}
