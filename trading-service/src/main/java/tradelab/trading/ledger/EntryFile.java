package tradelab.trading.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tradelab.contracts.Json;

/** Histories as files: one {@link Entry} a line, as JSON. */
public final class EntryFile {
    private static final List<String> KINDS = Arrays.stream(
                    Entry.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::name)
            .toList();

    private EntryFile() {}

    /**
     * Reads all lines; empty ones do not count.
     *
     * @throws IllegalArgumentException naming the file, the line and the field, or the file if it is no text
     */
    public static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    entries.add(parse(file + ":" + number, line));
                }
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": expected lines of JSON in UTF-8, got other bytes", e);
        }
        return entries;
    }

    private static Entry parse(String where, String line) {
        try {
            return Json.read(Buffer.buffer(line), Entry.class);
        } catch (IllegalArgumentException e) {
            boolean kindless = e.getCause() instanceof InvalidTypeIdException;
            throw new IllegalArgumentException(
                    where + ": " + e.getMessage() + (kindless ? "; type is one of " + KINDS : ""), e);
        }
    }

    /** Writes {@code entries}, a line each. */
    public static void write(Path file, List<Entry> entries) throws IOException {
        List<String> lines = entries.stream().map(EntryFile::line).toList();
        var _ = Files.write(file, lines);
    }

    /** Returns the entry as one line of JSON. */
    public static String line(Entry entry) {
        return Json.write(entry).toString();
    }
}
