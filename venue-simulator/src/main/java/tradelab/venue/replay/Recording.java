package tradelab.venue.replay;

import java.nio.file.Path;
import java.util.function.Consumer;

/** A file of recorded public frames: raw frames separated by {@code ;;} or a cryptofeed capture, gzip or plain. */
public final class Recording {
    private Recording() {}

    /**
     * Gives every frame as text, in order, with memory for one frame only. Blocks.
     *
     * @throws RecordingException in one sentence, if there is no such file, or it ends in the middle: then the frames
     *     before have been given
     */
    public static void forEachFrame(Path file, Consumer<String> consumer) throws RecordingException {
        try (FrameSplitter frames = FrameSplitter.open(file)) {
            while (frames.next()) {
                consumer.accept(frames.text());
            }
        }
    }
}
