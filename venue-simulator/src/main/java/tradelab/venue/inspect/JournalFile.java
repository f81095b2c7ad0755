package tradelab.venue.inspect;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.venue.journal.Journal;
import tradelab.venue.journal.JournalEntry;
import tradelab.venue.playback.VenueSetup;

/**
 * Writes the journal to a file: the setup in the first line, then an entry a line. What is written waits in memory for
 * the disk up to a bound; a disk that fails or falls behind ends the journal, and its status says so.
 *
 * <p>Runs on the event loop that owns the exchange.
 */
public final class JournalFile implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final int CHUNK_CHARS = 64 * 1024;

    /** What may wait for the disk. */
    private static final long WAITING_BYTES_MAX = 256L * 1024 * 1024;

    private final AsyncFile file;
    private final StringBuilder text = new StringBuilder();
    private long entries;
    private long waiting;
    private boolean broken;

    private JournalFile(AsyncFile file) {
        this.file = file;
    }

    /** Begins a file; one that is there is overwritten. */
    public static Future<JournalFile> open(Vertx vertx, Path path, VenueSetup setup) {
        OpenOptions options = new OpenOptions().setWrite(true).setCreate(true).setTruncateExisting(true);
        return vertx.fileSystem().open(path.toString(), options).map(file -> {
            JournalFile journal = new JournalFile(file);
            journal.text.append(setup.line()).append('\n');
            return journal;
        });
    }

    @Override
    public void take(JournalEntry entry) {
        if (!broken) {
            entries++;
            text.append(entry.json()).append('\n');
            if (text.length() >= CHUNK_CHARS) {
                flush();
            }
        }
    }

    /** Gives what was taken down to the disk. */
    public void flush() {
        if (broken || text.isEmpty()) {
            return;
        }
        Buffer chunk = Buffer.buffer(text.toString());
        text.setLength(0);
        waiting += chunk.length();
        if (waiting > WAITING_BYTES_MAX) {
            broken("the disk is " + waiting + " bytes behind");
            return;
        }
        file.write(chunk).onComplete(written -> {
            waiting -= chunk.length();
            if (written.failed()) {
                broken(String.valueOf(written.cause().getMessage()));
            }
        });
    }

    /** Returns whether it is complete so far, and how many entries it has. */
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("status", broken ? "broken" : "on");
        status.put("entries", entries);
        return status;
    }

    /** Writes the rest and ends the file. */
    public Future<Void> close() {
        flush();
        return file.flush().eventually(file::close);
    }

    private void broken(String reason) {
        if (!broken) {
            broken = true;
            text.setLength(0);
            LOG.error("journal_broken entries={} reason=\"{}\"", entries, reason);
        }
    }
}
