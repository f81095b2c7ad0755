package tradelab.loadgen.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.loadgen.operation.Data;
import tradelab.loadgen.operation.Feed;
import tradelab.loadgen.operation.Keys;

/** Reads the data of a test: feeds as rows, CSV, JSON lines or a file of either; keys. */
final class DataReader {
    private static final int VALUES_MAX = 1_000_000;

    private final Files files;

    DataReader(Files files) {
        this.files = files;
    }

    Data read(Fields fields) {
        List<Feed> feeds = fields.objects("feeds", (feed, _) -> feed(feed));
        List<Keys> keys = fields.objects("keys", (key, _) -> keys(key));
        return feeds.isEmpty() && keys.isEmpty() ? Data.NONE : new Data(feeds, keys);
    }

    private Feed feed(Fields fields) {
        String name = fields.text("name");
        List<List<String>> rows = rows(fields);
        if (rows.size() < 2) {
            throw fields.refused("rows", "at least one row: rows, csv, jsonLines or file");
        }
        return new Feed(
                name,
                rows.getFirst(),
                rows.subList(1, rows.size()),
                fields.oneOf("order", Feed.Order.class, Feed.Order.SEQUENTIAL),
                fields.oneOf("sharing", Feed.Sharing.class, Feed.Sharing.ALL),
                fields.oneOf("end", Feed.End.class, Feed.End.REPEAT));
    }

    /** Returns the names of the columns, and then the rows. */
    private List<List<String>> rows(Fields fields) {
        long ways = List.of("rows", "csv", "jsonLines", "file").stream()
                .filter(fields::has)
                .count();
        if (ways != 1) {
            throw fields.refused("rows", "one of rows, csv, jsonLines and file");
        }
        if (fields.has("csv")) {
            return fields.placed("csv", () -> Csv.parse("csv", fields.text("csv")));
        }
        if (fields.has("jsonLines")) {
            return fields.placed("jsonLines", () -> jsonLines("jsonLines", fields.text("jsonLines")));
        }
        if (fields.has("file")) {
            String file = fields.text("file");
            return fields.placed("file", () -> {
                String text = files.read(file);
                return file.endsWith(".csv") ? Csv.parse(file, text) : jsonLines(file, text);
            });
        }
        List<JsonNode> objects = new ArrayList<>();
        for (Value row : fields.items("rows")) {
            objects.add(Json.read(Json.write(row.plain()), JsonNode.class));
        }
        return fields.placed("rows", () -> table("rows", objects));
    }

    /** The columns are the fields of the first object; every object must have them all. */
    private static List<List<String>> jsonLines(String field, String text) {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank()) {
                objects.add(Json.read(Buffer.buffer(line), JsonNode.class));
                var _ = Require.range(field + " rows", objects.size(), 0, Feed.ROWS_MAX);
            }
        }
        return table(field, objects);
    }

    private static List<List<String>> table(String field, List<JsonNode> objects) {
        List<List<String>> rows = new ArrayList<>();
        if (objects.isEmpty()) {
            return rows;
        }
        Set<String> columns = new LinkedHashSet<>();
        objects.getFirst().fieldNames().forEachRemaining(columns::add);
        rows.add(List.copyOf(columns));
        for (int i = 0; i < objects.size(); i++) {
            List<String> row = new ArrayList<>();
            for (String column : columns) {
                JsonNode value = objects.get(i).get(column);
                if (value == null) {
                    throw Require.refused(field + " row " + (i + 1), "a value of " + column, "none");
                }
                row.add(value.isValueNode() ? value.asText() : value.toString());
            }
            rows.add(row);
        }
        return rows;
    }

    private static Keys keys(Fields fields) {
        List<String> values = new ArrayList<>();
        fields.items("values").forEach(value -> values.add(value.shown()));
        int count = fields.count("count", Math.max(1, values.size()), VALUES_MAX);
        return new Keys(
                fields.text("name"),
                fields.oneOf("popularity", Keys.Popularity.class, Keys.Popularity.UNIFORM),
                count,
                values,
                fields.number("exponent", 1));
    }

    /** What a definition may read besides itself. */
    @FunctionalInterface
    interface Files {
        /**
         * Returns the text of a file.
         *
         * @throws IllegalArgumentException if it may not be read, or cannot
         */
        String read(String name);
    }
}
