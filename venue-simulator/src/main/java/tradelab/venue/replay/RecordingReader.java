package tradelab.venue.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tradelab.venue.replay.RecordedEvent.BookSnapshot;
import tradelab.venue.replay.RecordedEvent.BookUpdate;

/**
 * Reads, parses and times a recording on a virtual thread of its own and hands it over in batches.
 *
 * <p>The hand-over is bounded: the thread waits while the player is behind. One thread takes.
 */
final class RecordingReader {
    private static final int BATCH_EVENTS_MAX = 512;
    private static final int BATCHES_MAX = 16;

    private final Path file;
    private final Runnable wake;
    private final BlockingQueue<ReplayBatch> batches = new ArrayBlockingQueue<>(BATCHES_MAX);
    private final AtomicBoolean hungry = new AtomicBoolean();
    private final FrameCounts counts = new FrameCounts();
    private final FrameParser parser = new FrameParser(counts);
    private final RecordedTimes times = new RecordedTimes(this::collect);
    private final Map<String, RecordedBook> books = new HashMap<>();
    private final Thread thread;
    private List<TimedEvent> batch = new ArrayList<>(BATCH_EVENTS_MAX);
    private boolean stopped;

    /** @param wake called on the reading thread when there is something to take after {@link #take} found nothing */
    RecordingReader(Path file, Runnable wake) {
        this.file = file;
        this.wake = wake;
        this.thread = Thread.ofVirtual().name("recording-reader").unstarted(this::read);
    }

    void start() {
        thread.start();
    }

    /** Ends the reading; what is in the hand-over is dropped with it. */
    void stop() {
        thread.interrupt();
    }

    /** Returns the next batch, or null if there is none yet: then {@code wake} will be called. */
    @Nullable
    ReplayBatch take() {
        ReplayBatch next = batches.poll();
        if (next == null) {
            hungry.set(true);
            next = batches.poll(); // what came in between would not have woken anybody
            if (next != null) {
                hungry.set(false);
            }
        }
        return next;
    }

    private void read() {
        String failure = null;
        try (FrameSplitter frames = FrameSplitter.open(file)) {
            while (!stopped && frames.next()) {
                counts.read++;
                readFrame(frames);
            }
            times.finish();
        } catch (RecordingException e) {
            times.finish();
            failure = e.getMessage();
        }
        handOver(true, failure);
    }

    private void readFrame(FrameSplitter frames) {
        try {
            RecordedEvent event = parser.parse(frames.buffer(), frames.start(), frames.end());
            if (event != null) {
                follow(event);
                times.add(event, frames.receivedMillis());
            }
        } catch (MalformedFrame e) {
            counts.unparsed(frames.text(), e);
        }
    }

    private void follow(RecordedEvent event) {
        switch (event) {
            case BookUpdate update -> {
                RecordedBook book = book(update.symbol());
                book.apply(update);
                counts.crossed += book.isCrossed() ? 1 : 0;
            }
            case BookSnapshot snapshot -> {
                RecordedBook book = book(snapshot.symbol());
                book.apply(snapshot);
                counts.crossed += book.isCrossed() ? 1 : 0;
            }
            case RecordedEvent.TradeHistory _, RecordedEvent.Trade _, RecordedEvent.Heartbeat _ -> {}
        }
    }

    private RecordedBook book(String symbol) {
        return books.computeIfAbsent(symbol, _ -> new RecordedBook());
    }

    private void collect(TimedEvent event) {
        var _ = batch.add(event);
        if (batch.size() == BATCH_EVENTS_MAX) {
            handOver(false, null);
        }
    }

    private void handOver(boolean last, @Nullable String failure) {
        if (stopped) {
            return;
        }
        try {
            batches.put(new ReplayBatch(batch, counts.summary(), last, failure));
            batch = new ArrayList<>(BATCH_EVENTS_MAX);
        } catch (InterruptedException _) {
            stopped = true; // stop() was called: nobody takes any more
            return;
        }
        if (hungry.compareAndSet(true, false)) {
            wake.run();
        }
    }
}
