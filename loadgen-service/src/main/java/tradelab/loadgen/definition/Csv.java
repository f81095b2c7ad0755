package tradelab.loadgen.definition;

import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Require;
import tradelab.loadgen.operation.Feed;

/** Reads comma-separated values as RFC 4180 has them: quotes around what contains commas, lines or doubled quotes. */
final class Csv {
    private final String field;
    private final String text;
    private int at;

    private Csv(String field, String text) {
        this.field = field;
        this.text = text;
    }

    /**
     * Returns the records, the first with the names of the columns; empty lines are left out.
     *
     * @throws IllegalArgumentException naming {@code field} and the record
     */
    static List<List<String>> parse(String field, String text) {
        Csv csv = new Csv(field, text);
        List<List<String>> records = new ArrayList<>();
        while (csv.at < text.length()) {
            List<String> record = csv.record(records.size() + 1);
            if (record.size() > 1 || !record.getFirst().isEmpty()) {
                records.add(record);
                var _ = Require.range(field + " rows", records.size() - 1L, 0, Feed.ROWS_MAX);
            }
        }
        return records;
    }

    private List<String> record(int number) {
        List<String> values = new ArrayList<>();
        do {
            values.add(at < text.length() && text.charAt(at) == '"' ? quoted(number) : plain());
        } while (at < text.length() && text.charAt(at++) == ',');
        if (at < text.length() && text.charAt(at - 1) == '\r' && text.charAt(at) == '\n') {
            at++;
        }
        return values;
    }

    private String plain() {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted(int number) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '"') {
                value.append(next);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                throw Require.refused(
                        field + " record " + number, "a comma or the end after a quote", text.substring(at));
            } else {
                return value.toString();
            }
        }
        throw Require.refused(field + " record " + number, "a closing quote", "the end");
    }
}
