package tradelab.venue.taiwan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Recorded market data, where it is there. */
public final class TaiwanData {
    private static final Path FOLDER = Path.of("../../shared/data/taiwan");

    private TaiwanData() {}

    public static boolean isThere() {
        return Files.isDirectory(FOLDER);
    }

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** A row by column. */
    public record Row(Map<String, String> fields) {
        /** Returns the text of a column; empty if there is none. */
        public String get(String column) {
            return fields.getOrDefault(column, "");
        }
    }

    /** Reads a CSV file without quotes. */
    public static List<Row> rows(String name) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (InputStream file = Files.newInputStream(file(name));
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        name.endsWith(".gz") ? new GZIPInputStream(file) : file, StandardCharsets.UTF_8))) {
            String[] header = in.readLine().split(",", -1);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] fields = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < Math.min(header.length, fields.length); i++) {
                    row.put(header[i], fields[i]);
                }
                rows.add(new Row(row));
            }
        }
        return rows;
    }
}
