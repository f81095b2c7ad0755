package tradelab.loadgen.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tradelab.contracts.Require;
import tradelab.loadgen.definition.Value.Place;

/**
 * Reads the text of a definition, JSON if it begins with a brace and YAML otherwise, into values that know their place.
 * Only data: no tags, no aliases, no merge keys, each key once, depth and length bounded.
 */
final class DefinitionText {
    static final int LENGTH_MAX = 4 * 1024 * 1024;
    private static final int DEPTH_MAX = 32;
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9]\\d{0,18})(?:\\.\\d{1,18})?(?:[eE][+-]?\\d{1,2})?");
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(40)
                    .maxNameLength(256)
                    .build())
            .build();

    private final String file;

    private DefinitionText(String file) {
        this.file = file;
    }

    /**
     * Returns the document.
     *
     * @param file its name, for messages
     * @throws IllegalArgumentException naming file, line and column
     */
    static Value.Members parse(String file, String text) {
        if (text.length() > LENGTH_MAX) {
            throw Require.refused(file, "at most " + LENGTH_MAX + " characters", text.length() + " characters");
        }
        DefinitionText reader = new DefinitionText(file);
        String stripped = text.stripLeading();
        Value value = stripped.startsWith("{") || stripped.startsWith("[") ? reader.json(text) : reader.yaml(text);
        if (value instanceof Value.Members members) {
            return members;
        }
        throw Require.refused(value.place() + ": " + file, "an object of fields", value.shown());
    }

    private Value json(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            var _ = parser.nextToken();
            Value value = value(parser);
            if (parser.nextToken() != null) {
                throw Require.refused(place(parser) + ": " + file, "the end after the object", parser.getText());
            }
            return value;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw new IllegalArgumentException(
                    new Place(file, line, column) + ": " + file + ": expected JSON, got: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory cannot fail to be read
        }
    }

    private Place place(JsonParser parser) {
        return new Place(
                file,
                parser.currentTokenLocation().getLineNr(),
                parser.currentTokenLocation().getColumnNr());
    }

    private Value value(JsonParser parser) throws IOException {
        Place place = place(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Value> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    requireNew(place(parser), members, name);
                    var _ = parser.nextToken();
                    members.put(name, value(parser));
                }
                yield new Value.Members(place, members);
            }
            case START_ARRAY -> {
                List<Value> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield new Value.Items(place, items);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(place, parser.getText());
            case VALUE_TRUE -> new Value.Flag(place, true);
            case VALUE_FALSE -> new Value.Flag(place, false);
            case VALUE_NULL -> new Value.Nothing(place);
            case null, default -> new Value.Text(place, parser.getText());
        };
    }

    private static void requireNew(Place place, Map<String, Value> members, String name) {
        if (members.containsKey(name)) {
            throw new IllegalArgumentException(place + ": " + name + ": expected once, got it twice");
        }
    }

    private Value number(Place place, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw Require.refused(place + ": number", "at most 19 digits before and 18 after the point", text);
        }
        return new Value.Number(place, text);
    }

    private Value yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setCodePointLimit(LENGTH_MAX);
        try {
            @Nullable Node root = new Yaml(options).compose(new StringReader(text));
            return root == null ? new Value.Nothing(new Place(file, 1, 1)) : value(root, 0);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Place place = mark == null ? new Place(file, 1, 1) : place(mark);
            throw new IllegalArgumentException(place + ": " + file + ": expected YAML, got: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw unplaced(text, e);
        }
    }

    /** The parser does not say where it met an alias or too many levels: the events before that do. */
    private IllegalArgumentException unplaced(String text, YAMLException e) {
        Set<String> anchors = new HashSet<>();
        int depth = 0;
        for (Event event : new Yaml(new LoaderOptions()).parse(new StringReader(text))) {
            if (event instanceof AliasEvent alias && anchors.contains(alias.getAnchor())) {
                return Require.refused(
                        place(event.getStartMark()) + ": " + file,
                        "the values themselves",
                        "an alias *" + alias.getAnchor());
            }
            if (event instanceof CollectionStartEvent start) {
                anchors.add(start.getAnchor());
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > DEPTH_MAX) {
                return Require.refused(
                        place(event.getStartMark()) + ": " + file, "at most " + DEPTH_MAX + " levels", "more");
            }
        }
        return new IllegalArgumentException(
                new Place(file, 1, 1) + ": " + file + ": expected YAML, got: " + e.getMessage(), e);
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Value value(Node node, int depth) {
        Place place = place(node.getStartMark());
        if (depth > DEPTH_MAX) {
            throw Require.refused(
                    place + ": " + file, "at most " + DEPTH_MAX + " levels", "more, or an alias of itself");
        }
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, Value> members = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                        throw Require.refused(place + ": key", "a name", "a list or an object");
                    }
                    requireNew(place(key.getStartMark()), members, key.getValue());
                    members.put(key.getValue(), value(tuple.getValueNode(), depth + 1));
                }
                yield new Value.Members(place, members);
            }
            case SequenceNode sequence ->
                new Value.Items(
                        place,
                        sequence.getValue().stream()
                                .map(item -> value(item, depth + 1))
                                .toList());
            case ScalarNode scalar -> scalar(place, scalar);
            default -> throw Require.refused(place + ": " + file, "a value", "an anchor without one");
        };
    }

    private Value scalar(Place place, ScalarNode scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain() || scalar.getTag().equals(Tag.STR)) {
            return new Value.Text(place, text);
        }
        return switch (text) {
            case "", "~", "null" -> new Value.Nothing(place);
            case "true" -> new Value.Flag(place, true);
            case "false" -> new Value.Flag(place, false);
            default -> NUMBER.matcher(text).matches() ? number(place, text) : new Value.Text(place, text);
        };
    }
}
