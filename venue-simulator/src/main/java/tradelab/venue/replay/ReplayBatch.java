package tradelab.venue.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way from the thread that reads to the event loop that plays.
 *
 * @param summary what the file held up to here
 * @param last whether nothing follows
 * @param failure one sentence, if the file could not be read (any further)
 */
record ReplayBatch(
        List<TimedEvent> events,
        FrameSummary summary,
        boolean last,
        @Nullable String failure) {}
