package tradelab.venue.replay;

import java.nio.file.Path;

/** From when to when a recording is, by the times that {@link RecordedTimes} gives. */
record RecordingSpan(long firstMillis, long lastMillis) {
    long lengthMillis() {
        return lastMillis - firstMillis;
    }

    /** Reads a whole file, or what there is of it. Blocks. */
    static RecordingSpan measure(Path file) {
        long[] span = {Long.MAX_VALUE, 0};
        FrameParser parser = new FrameParser(new FrameCounts());
        RecordedTimes times = new RecordedTimes(event -> {
            span[0] = Math.min(span[0], event.atMillis());
            span[1] = event.atMillis();
        });
        try (FrameSplitter frames = FrameSplitter.open(file)) {
            while (frames.next()) {
                add(frames, parser, times);
            }
        } catch (RecordingException _) {
            // The replay itself says where the file ends.
        }
        times.finish();
        return new RecordingSpan(Math.min(span[0], span[1]), span[1]);
    }

    private static void add(FrameSplitter frames, FrameParser parser, RecordedTimes times) {
        try {
            RecordedEvent event = parser.parse(frames.buffer(), frames.start(), frames.end());
            if (event != null) {
                times.add(event, frames.receivedMillis());
            }
        } catch (MalformedFrame _) {
            // Counted and shown by the replay.
        }
    }
}
