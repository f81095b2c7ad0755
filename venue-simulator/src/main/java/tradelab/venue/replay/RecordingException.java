package tradelab.venue.replay;

import java.io.IOException;
import java.nio.file.Path;

/** A recording cannot be read (any further); the message is one sentence that names the file. */
public final class RecordingException extends IOException {
    RecordingException(Path file, String sentence) {
        super(file + ": " + sentence);
    }

    RecordingException(Path file, String sentence, IOException cause) {
        super(file + ": " + sentence, cause);
    }
}
