package tradelab.cli.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.Population;

/**
 * The seconds of runs under way, a line each. Where the terminal has no room for all columns those that matter least are
 * left out. May be used from any thread.
 */
final class LiveTable {
    private static final int NAME_LENGTH_MAX = 24;
    /** On a terminal the head scrolls away. */
    private static final int LINES_A_HEAD = 20;

    private final PrintStream out;
    private final Terminal terminal;
    private final List<LoadTest> tests;
    private int lines;
    private List<Column> shown = List.of();

    /** In the order of the line. The higher its rank, the sooner a column is left out. */
    private enum Column {
        TEST("test", 1, 0),
        SECOND("s", 5, 0),
        OFFERED("offered/s", 11, 7),
        DONE("done/s", 8, 1),
        ITERATIONS("iterations", 11, 4),
        ERRORS("errors", 7, 2),
        P50("p50 ms", 9, 6),
        P99("p99 ms", 9, 3),
        LAG("lag p99", 9, 5);

        private final String head;
        private final int width;
        private final int rank;

        Column(String head, int width, int rank) {
            this.head = head;
            this.width = width;
            this.rank = rank;
        }
    }

    LiveTable(PrintStream out, Terminal terminal, List<LoadTest> tests) {
        this.out = out;
        this.terminal = terminal;
        this.tests = List.copyOf(tests);
    }

    /** Shows one second. @param iterations that have come to their end since the beginning */
    synchronized void show(LoadTest test, IntervalResult second, long iterations) {
        List<Column> fitting = fitting(terminal.columns());
        if (lines == 0 || !fitting.equals(shown) || (terminal.isWatched() && lines % LINES_A_HEAD == 0)) {
            shown = fitting;
            lines = 0;
            out.println(head());
        }
        lines++;
        out.println(line(test, second, iterations));
    }

    private List<Column> fitting(int columns) {
        List<Column> fitting = new ArrayList<>(List.of(Column.values()));
        if (tests.size() == 1) {
            fitting.remove(Column.TEST);
        }
        if (tests.stream().noneMatch(LiveTable::iterates)) {
            fitting.remove(Column.ITERATIONS);
        }
        while (width(fitting) > columns && fitting.size() > 1) {
            fitting.remove(fitting.stream()
                    .max(Comparator.comparingInt(column -> column.rank))
                    .orElseThrow());
        }
        return fitting;
    }

    /** A test whose iterations are not simply its requests, or that ends after so many. */
    private static boolean iterates(LoadTest test) {
        return test.conduct().manner().population().iterations() > 0
                || test.operations().stream()
                        .anyMatch(operation -> !operation.step().then().isEmpty());
    }

    private int width(List<Column> columns) {
        return columns.stream().mapToInt(this::width).sum();
    }

    private int width(Column column) {
        return switch (column) {
            case TEST -> names();
            case ITERATIONS ->
                Math.max(
                        column.width,
                        1
                                + tests.stream()
                                        .mapToInt(test ->
                                                iterations(test, total(test)).length())
                                        .max()
                                        .orElse(0));
            case SECOND, OFFERED, DONE, ERRORS, P50, P99, LAG -> column.width;
        };
    }

    private int names() {
        int longest =
                tests.stream().mapToInt(test -> test.name().length()).max().orElse(0);
        return Math.max(1, Math.min(longest, Math.min(NAME_LENGTH_MAX, terminal.columns() / 4)));
    }

    private String head() {
        StringBuilder head = new StringBuilder();
        for (Column column : shown) {
            head.append(column == Column.TEST ? left(column.head) : right(column, column.head));
        }
        return head.toString();
    }

    private String line(LoadTest test, IntervalResult second, long iterations) {
        StringBuilder line = new StringBuilder();
        for (Column column : shown) {
            line.append(
                    switch (column) {
                        case TEST -> left(test.name());
                        case SECOND -> right(column, Integer.toString(second.second() + 1));
                        case OFFERED -> right(column, Long.toString(second.offered()));
                        case DONE -> right(column, Long.toString(second.completed()));
                        case ITERATIONS -> right(column, iterations(test, iterations));
                        case ERRORS ->
                            Colour.RED.when(
                                    second.errors() > 0, terminal, right(column, Long.toString(second.errors())));
                        case P50 -> right(column, millis(second.p50Millis()));
                        case P99 -> right(column, millis(second.p99Millis()));
                        case LAG -> right(column, millis(second.lagP99Millis()));
                    });
        }
        return line.toString();
    }

    private static String iterations(LoadTest test, long ended) {
        long total = total(test);
        return total == 0 ? Long.toString(ended) : ended + "/" + total;
    }

    /** Returns how many iterations a test has; 0 for as many as there is time for. */
    private static long total(LoadTest test) {
        Population population = test.conduct().manner().population();
        return population.each()
                ? Math.multiplyExact(population.iterations(), (long) test.connections())
                : population.iterations();
    }

    private String left(String text) {
        int width = names();
        return String.format(Locale.ROOT, "%-" + width + "s", text.length() > width ? text.substring(0, width) : text);
    }

    private String right(Column column, String text) {
        return String.format(Locale.ROOT, "%" + width(column) + "s", text);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10_000 ? "%.2f" : "%.0f", millis);
    }
}
