package tradelab.loadgen.operation;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import tradelab.contracts.Require;

/**
 * Rows of data that arrivals are fed with: {@code ${feed:NAME.COLUMN}}. Immutable; shared by all loops of a process.
 *
 * @param columns their names, each once
 * @param rows as many values each as there are columns
 */
public record Feed(String name, List<String> columns, List<List<String>> rows, Order order, Sharing sharing, End end) {
    public static final int ROWS_MAX = 100_000;
    public static final int COLUMNS_MAX = 64;

    /** Which row comes next. */
    public enum Order {
        SEQUENTIAL,
        /** Any row, evenly, decided by the seed and the arrival's number. */
        RANDOM
    }

    /** Who goes through the rows. */
    public enum Sharing {
        /** All event loops and agents together: the rows are divided among them. */
        ALL,
        /** Each event loop by itself. */
        EACH
    }

    /** What comes after the last row. */
    public enum End {
        REPEAT,
        /** No more requests that need the feed; their arrivals fail as {@code no_data}. */
        STOP
    }

    public Feed {
        name = Require.id("feeds", name);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        var _ = Require.range("feeds." + name + ".columns", columns.size(), 1, COLUMNS_MAX);
        var _ = Require.range("feeds." + name + ".rows", rows.size(), 1, ROWS_MAX);
        if (new HashSet<>(columns).size() != columns.size()) {
            throw Require.refused("feeds." + name, "each column once", String.join(",", columns));
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != columns.size()) {
                throw Require.refused(
                        "feeds." + name + " row " + (i + 1),
                        columns.size() + " values",
                        rows.get(i).size() + " values");
            }
        }
        if (order == Order.RANDOM && end == End.STOP) {
            throw Require.refused("feeds." + name + ".end", "repeat, because random has no last row", "stop");
        }
    }

    /** Returns the values as bytes, by row and column. */
    byte[][][] bytes() {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new))
                .toArray(byte[][][]::new);
    }
}
