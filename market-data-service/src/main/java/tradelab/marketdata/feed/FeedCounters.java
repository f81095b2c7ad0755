package tradelab.marketdata.feed;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What a feed counts. Thread-safe; counting does not allocate. */
public final class FeedCounters {
    private final LongAdder[] frames = adders(FrameKind.values().length);
    private final LongAdder[] unparsed = adders(Unparsed.values().length);

    /** Book updates after which the best bid was not below the best ask. */
    public final LongAdder crossed = new LongAdder();

    /** New snapshots that were asked for. */
    public final LongAdder resyncs = new LongAdder();

    public final LongAdder checksumsWrong = new LongAdder();
    public final LongAdder checksumsRight = new LongAdder();

    /** Holes, repetitions and wrong orders in a connection's sequence numbers. */
    public final LongAdder gaps = new LongAdder();

    /** Frames of channels that are not ours, or not any more. */
    public final LongAdder strays = new LongAdder();

    public final LongAdder connects = new LongAdder();
    public final LongAdder disconnects = new LongAdder();

    /** Error events of the venue. */
    public final LongAdder errors = new LongAdder();

    /** Quotes that came by REST because the connection was away, and calls that brought none. */
    public final LongAdder restQuotes = new LongAdder();

    public final LongAdder restFailures = new LongAdder();

    /** Puts the counters on the scrape. */
    public void bind(MeterRegistry meters, String feed) {
        for (FrameKind kind : FrameKind.values()) {
            bind(meters, "feed.frames", "Frames received, by kind", frames[kind.ordinal()], feed, "kind", kind.label());
        }
        for (Unparsed reason : Unparsed.values()) {
            bind(
                    meters,
                    "feed.frames.unparsed",
                    "Frames that could not be used, by reason",
                    unparsed[reason.ordinal()],
                    feed,
                    "reason",
                    reason.label());
        }
        bind(meters, "feed.books.crossed", "Book changes after which the book was crossed", crossed, feed);
        bind(meters, "feed.resyncs", "Books asked for anew", resyncs, feed);
        bind(
                meters,
                "feed.checksums",
                "Checksums of the venue held against our book, by verdict",
                checksumsRight,
                feed,
                "verdict",
                "right");
        bind(
                meters,
                "feed.checksums",
                "Checksums of the venue held against our book, by verdict",
                checksumsWrong,
                feed,
                "verdict",
                "wrong");
        bind(meters, "feed.sequence.gaps", "Sequence numbers that did not follow their predecessor", gaps, feed);
        bind(meters, "feed.frames.stray", "Frames of channels that are not ours, or not any more", strays, feed);
        bind(meters, "feed.connects", "Connections opened", connects, feed);
        bind(meters, "feed.disconnects", "Connections lost", disconnects, feed);
        bind(meters, "feed.rest.quotes", "Quotes taken from REST while their book was away", restQuotes, feed);
        bind(meters, "feed.rest.failures", "Calls of REST for quotes that failed", restFailures, feed);
        bind(meters, "feed.errors", "Error events of the venue", errors, feed);
    }

    private static void bind(
            MeterRegistry meters, String name, String help, LongAdder adder, String feed, String... tags) {
        var _ = FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(help)
                .tag("feed", feed)
                .tags(tags)
                .register(meters);
    }

    void frame(FrameKind kind) {
        frames[kind.ordinal()].increment();
    }

    void countUnparsed(Unparsed reason) {
        unparsed[reason.ordinal()].increment();
    }

    public long frames(FrameKind kind) {
        return frames[kind.ordinal()].sum();
    }

    /** Returns all frames, those that did not parse included. */
    public long frames() {
        return Stream.of(frames).mapToLong(LongAdder::sum).sum() + unparsed();
    }

    public long unparsed(Unparsed reason) {
        return unparsed[reason.ordinal()].sum();
    }

    public long unparsed() {
        return Stream.of(unparsed).mapToLong(LongAdder::sum).sum();
    }

    /** Returns what was counted, with what is known of the connections and books. */
    FeedStatus status(
            String feed,
            String url,
            FeedStatus.State state,
            String problem,
            int sockets,
            int socketsConnected,
            List<FeedStatus.BookStatus> books) {
        Map<String, Long> byKind = new LinkedHashMap<>();
        for (FrameKind kind : FrameKind.values()) {
            byKind.put(kind.label(), frames(kind));
        }
        Map<String, Long> byReason = new LinkedHashMap<>();
        for (Unparsed reason : Unparsed.values()) {
            byReason.put(reason.label(), unparsed(reason));
        }
        return new FeedStatus(
                feed,
                url,
                state,
                problem,
                sockets,
                socketsConnected,
                frames(),
                byKind,
                byReason,
                crossed.sum(),
                resyncs.sum(),
                checksumsRight.sum(),
                checksumsWrong.sum(),
                gaps.sum(),
                strays.sum(),
                connects.sum(),
                disconnects.sum(),
                errors.sum(),
                books);
    }

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }
}
