package tradelab.venue.replay;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes public frames as a recording that {@link Recording} and {@link RecordedReplay} read. Not thread-safe. */
public final class RecordingWriter implements AutoCloseable {
    private static final byte[] SEPARATOR = {';', ';'};

    private final OutputStream output;

    private RecordingWriter(OutputStream output) {
        this.output = output;
    }

    /** Creates {@code file}, gzip if its name ends in {@code .gz}. */
    public static RecordingWriter create(Path file) throws IOException {
        OutputStream plain = Files.newOutputStream(file);
        return new RecordingWriter(
                new BufferedOutputStream(file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain));
    }

    /** Appends a frame, which must not contain the separator {@code ;;}. */
    public void write(String frame) throws IOException {
        if (frame.isBlank() || frame.contains(";;")) {
            throw new IllegalArgumentException("frame: expected text without ';;', got '" + frame + "'");
        }
        output.write(frame.getBytes(StandardCharsets.UTF_8));
        output.write(SEPARATOR);
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
