package tradelab.venue.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Cuts a recording into frames, with memory for one frame only.
 *
 * <p>Knows two formats, told apart by their first bytes: raw frames separated by {@code ;;}, and lines of
 * {@code seconds: frame} as cryptofeed captures them, between which lines about the connection are passed over. Either
 * may be gzip. Not thread-safe.
 */
final class FrameSplitter implements AutoCloseable {
    /** A longer frame is handed out as an empty one, to be counted as unparsed. The exchange's longest is 20 KiB. */
    static final int FRAME_BYTES_MAX = 1 << 20;

    /** What {@link #receivedMillis} says when the recording has no receipt times. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_BUFFER_BYTES = 1 << 15;
    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;

    private final Path file;
    private final InputStream input;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean atEnd;
    private boolean skippingLongFrame;
    private boolean lines;
    private int start;
    private int end;
    private long frames;
    private long receivedMillis = NO_TIME;

    private FrameSplitter(Path file, InputStream input) {
        this.file = file;
        this.input = input;
    }

    static FrameSplitter open(Path file) throws RecordingException {
        try {
            InputStream plain = Files.newInputStream(file);
            try {
                var splitter =
                        new FrameSplitter(file, isGzip(file) ? new GZIPInputStream(plain, GZIP_BUFFER_BYTES) : plain);
                splitter.detectFormat();
                return splitter;
            } catch (IOException e) {
                plain.close();
                throw e;
            }
        } catch (RecordingException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new RecordingException(file, "no such recording", e);
        } catch (IOException e) {
            throw new RecordingException(file, "the recording cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] magic = input.readNBytes(2);
            return magic.length == 2 && (magic[0] & 0xff) == GZIP_MAGIC_0 && (magic[1] & 0xff) == GZIP_MAGIC_1;
        }
    }

    private void detectFormat() throws RecordingException {
        while (position == limit && !atEnd) {
            fill();
        }
        while (position < limit && isBlank(buffer[position])) {
            position++;
        }
        if (position == limit) {
            throw new RecordingException(file, "the recording holds no frames");
        }
        byte first = buffer[position];
        if (first == 'w' || (first >= '0' && first <= '9')) {
            lines = true;
        } else if (first != '{' && first != '[') {
            String found = new String(buffer, position, Math.min(16, limit - position), StandardCharsets.US_ASCII);
            throw new RecordingException(
                    file, "expected frames separated by ';;', or lines 'seconds: frame', got '" + found.strip() + "'");
        }
    }

    /**
     * Moves to the next frame.
     *
     * @return false at the end of the recording
     * @throws RecordingException if the file ends in the middle or is damaged, saying how many frames came before
     */
    boolean next() throws RecordingException {
        while (cut()) {
            trim();
            if (start < end || skippingLongFrame) {
                skippingLongFrame = false;
                if (!lines || takeLineHead()) {
                    frames++;
                    return true;
                }
            }
        }
        return false;
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    String text() {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }

    /** Returns how many frames there were, this one included. */
    long frames() {
        return frames;
    }

    long receivedMillis() {
        return receivedMillis;
    }

    /** Finds the bytes up to the next separator, which it passes. */
    private boolean cut() throws RecordingException {
        int scanned = position;
        while (true) {
            for (int i = scanned; i < limit; i++) {
                if (isSeparator(i)) {
                    start = skippingLongFrame ? i : position;
                    end = i;
                    position = i + (lines ? 1 : 2);
                    return true;
                }
            }
            if (atEnd) {
                return takeRest();
            }
            int held = limit - position;
            if (held > FRAME_BYTES_MAX) {
                skippingLongFrame = true;
                position = limit - 1;
                held = 1;
            }
            fill();
            scanned = position + Math.max(0, held - 1);
        }
    }

    private boolean isSeparator(int i) {
        return lines ? buffer[i] == '\n' : buffer[i] == ';' && i + 1 < limit && buffer[i + 1] == ';';
    }

    private boolean takeRest() {
        start = skippingLongFrame ? limit : position;
        end = limit;
        boolean some = position < limit;
        position = limit;
        return some;
    }

    private void fill() throws RecordingException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        try {
            int read = input.read(buffer, limit, buffer.length - limit);
            atEnd = read < 0;
            limit += Math.max(0, read);
        } catch (EOFException | ZipException e) {
            throw new RecordingException(
                    file, "the recording is truncated or damaged: it ends after " + frames + " frames", e);
        } catch (IOException e) {
            throw new RecordingException(
                    file, "the recording cannot be read after " + frames + " frames: " + e.getMessage(), e);
        }
    }

    private void trim() {
        while (start < end && isBlank(buffer[start])) {
            start++;
        }
        while (start < end && isBlank(buffer[end - 1])) {
            end--;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Takes {@code seconds.fraction: } off a line; false for a line that is not about a received frame. */
    private boolean takeLineHead() {
        long millis = 0;
        int decimals = -1;
        for (int i = start; i < end; i++) {
            byte b = buffer[i];
            if (b == ':') {
                for (int d = Math.max(0, decimals); d < 3; d++) {
                    millis *= 10;
                }
                receivedMillis = millis;
                start = i + 1;
                trim();
                return true;
            } else if (b == '.' && decimals < 0) {
                decimals = 0;
            } else if (b < '0' || b > '9') {
                return false;
            } else if (decimals < 3) {
                millis = millis * 10 + (b - '0');
                decimals += decimals >= 0 ? 1 : 0;
            }
        }
        return false;
    }

    @Override
    public void close() throws RecordingException {
        try {
            input.close();
        } catch (IOException e) {
            throw new RecordingException(file, "the recording could not be closed: " + e.getMessage(), e);
        }
    }
}
