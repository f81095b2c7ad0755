package tradelab.loadgen.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import tradelab.contracts.Json;
import tradelab.contracts.Require;

/**
 * Reads the times at which something was recorded: one column of a CSV file, or one field of JSON lines, a record a line.
 * A time is a number of a unit on any clock, or an instant such as {@code 2026-03-02T09:00:00.125Z}. Pure.
 */
final class RecordedTimes {
    /** Eight bytes each. */
    static final int TIMES_MAX = 1_000_000;

    private static final int DIGITS_MAX = 19;

    private final String file;
    private final String column;
    private final int decimals;
    private long[] nanos = new long[1_024];
    private int count;

    /** The unit of plain numbers. */
    enum Unit {
        S(9),
        MS(6),
        US(3),
        NS(0);

        private final int decimals;

        Unit(int decimals) {
            this.decimals = decimals;
        }
    }

    private RecordedTimes(String file, String column, Unit unit) {
        this.file = file;
        this.column = column;
        this.decimals = unit.decimals;
    }

    /**
     * Returns the times in nanoseconds, in the order of the file.
     *
     * @throws IllegalArgumentException naming the line, what was expected and what came
     */
    static long[] parse(String file, String text, String column, Unit unit) {
        RecordedTimes times = new RecordedTimes(file, column, unit);
        Iterator<String> lines = text.lines().iterator();
        if (file.endsWith(".csv")) {
            times.csv(lines);
        } else {
            times.jsonLines(lines);
        }
        return Arrays.copyOf(times.nanos, times.count);
    }

    private void csv(Iterator<String> lines) {
        List<String> header = lines.hasNext() ? fields(lines.next(), 1) : List.of();
        int index = header.indexOf(column);
        if (index < 0) {
            throw Require.refused("column", "one of " + header, column);
        }
        for (int line = 2; lines.hasNext(); line++) {
            String record = lines.next();
            if (!record.isBlank()) {
                List<String> fields = fields(record, line);
                add(line, index < fields.size() ? fields.get(index) : "");
            }
        }
    }

    private List<String> fields(String line, int number) {
        List<List<String>> records = Csv.parse("file " + file + " line " + number, line);
        return records.isEmpty() ? List.of("") : records.getFirst();
    }

    private void jsonLines(Iterator<String> lines) {
        for (int line = 1; lines.hasNext(); line++) {
            String record = lines.next();
            if (!record.isBlank()) {
                JsonNode time = read(line, record).get(column);
                add(line, time == null || !time.isValueNode() ? "" : time.asText());
            }
        }
    }

    private JsonNode read(int line, String record) {
        try {
            return Json.read(Buffer.buffer(record), JsonNode.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("file " + file + " line " + line + ": " + e.getMessage(), e);
        }
    }

    private void add(int line, String text) {
        var _ = Require.range("file " + file + " times", count + 1L, 1, TIMES_MAX);
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        long time = nanos(line, text);
        if (count > 0 && time < nanos[count - 1]) {
            throw refused(line, "not before the one before it", text);
        }
        nanos[count++] = time;
    }

    private long nanos(int line, String text) {
        try {
            if (text.indexOf('T') > 0) {
                Instant instant = Instant.parse(text);
                return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
            }
            BigDecimal number = new BigDecimal(text).scaleByPowerOfTen(decimals);
            if (number.precision() - number.scale() > DIGITS_MAX) { // 1e999999999 would be written out below
                throw new ArithmeticException("too large");
            }
            return number.setScale(0, RoundingMode.HALF_UP).longValueExact();
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw refused(line, "a number, or an instant such as 2026-03-02T09:00:00.125Z", text);
        }
    }

    private IllegalArgumentException refused(int line, String expected, String got) {
        return Require.refused(
                "file " + file + " line " + line + ": " + column, expected, got.isEmpty() ? "none" : got);
    }
}
