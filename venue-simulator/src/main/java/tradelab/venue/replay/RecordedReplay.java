package tradelab.venue.replay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.venue.market.MarketFloor;
import tradelab.venue.market.MarketSource;
import tradelab.venue.market.ReplayOptions;

/**
 * Plays a recording to the venue's subscribers: as recorded, scaled, or as fast as they take it.
 *
 * <p>Starting plays the snapshots. The first change of a book waits for the subscribers that the options ask for. A
 * file that turns out to be truncated stops the replay where it ends and says so in {@link #status} and in the log.
 * Owned by the event loop on which {@link #start} is called.
 */
public final class RecordedReplay implements MarketSource {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedReplay.class);

    /** Events applied before the loop is given back: about a millisecond with a few subscribers. */
    private static final int TURN_EVENTS_MAX = 256;

    /** Bounds one timer, so that a gap in the recording cannot overflow it. */
    private static final long TIMER_MILLIS_MAX = 60_000;

    private static final long SUBSCRIBERS_POLL_MILLIS = 10;

    /** Between the end of a recording and its repetition. */
    private static final long REPEAT_GAP_MILLIS = 1_000;

    private enum State {
        STARTING,
        WAITING_FOR_SUBSCRIBERS,
        PLAYING,
        HOLDING,
        FAILED,
        STOPPED
    }

    private final ReplayOptions options;
    private final AfterEnd afterEnd;
    private final LongSupplier nanoTime;
    private final Promise<Void> started = Promise.promise();

    private State state = State.STARTING;
    private Pace pace;
    private List<TimedEvent> events = List.of();
    private int next;
    private boolean lastBatch;
    private @Nullable String failure;
    private FrameSummary summary = new FrameCounts().summary();
    private long firstMillis = Long.MIN_VALUE;
    private long reachedMillis;
    private int rounds;
    private @Nullable Playing playing;

    /** What there is from {@link #start} on. */
    private record Playing(MarketFloor floor, ReplayMarkets markets, Context context, RecordingReader reader) {}

    private RecordedReplay(ReplayOptions options, AfterEnd afterEnd, LongSupplier nanoTime) {
        this.options = options;
        this.afterEnd = afterEnd;
        this.nanoTime = nanoTime;
        this.pace = new Pace(options.speed());
    }

    /** Returns a replay that holds its last book at the end. */
    public static RecordedReplay of(ReplayOptions options) {
        return of(options, AfterEnd.HOLD);
    }

    public static RecordedReplay of(ReplayOptions options, AfterEnd afterEnd) {
        return of(options, afterEnd, System::nanoTime);
    }

    static RecordedReplay of(ReplayOptions options, AfterEnd afterEnd, LongSupplier nanoTime) {
        return new RecordedReplay(options, afterEnd, nanoTime);
    }

    @Override
    public Future<Void> start(MarketFloor floor) {
        Context context = floor.vertx().getOrCreateContext();
        begin(new Playing(floor, new ReplayMarkets(floor), context, reader(context)));
        return started.future();
    }

    private RecordingReader reader(Context context) {
        return new RecordingReader(options.file(), () -> context.runOnContext(_ -> play()));
    }

    private void begin(Playing begun) {
        playing = begun;
        lastBatch = false;
        begun.reader().start();
        play();
    }

    @Override
    public Future<Void> stop() {
        state = State.STOPPED;
        var _ = started.tryFail("the replay was stopped before it began");
        if (playing != null) {
            playing.reader().stop();
        }
        return Future.succeededFuture();
    }

    /** Plays what is due, and arranges for exactly one continuation. */
    private void play() {
        Playing now = playing;
        if (now == null || state == State.STOPPED || state == State.FAILED) {
            return;
        }
        for (int i = 0; i < TURN_EVENTS_MAX; i++) {
            if (next == events.size() && !nextBatch(now)) {
                return;
            }
            TimedEvent event = events.get(next);
            if (state == State.STARTING && now.markets().begins(event.event())) {
                now.markets().close();
                state = State.WAITING_FOR_SUBSCRIBERS;
                started.complete();
                awaitSubscribers(now, event);
                return;
            }
            if (!isDue(now, event)) {
                return;
            }
            apply(now, event);
        }
        now.context().runOnContext(_ -> play());
    }

    /** Returns false if there is nothing to play now: then the reader's wake or nothing at all continues. */
    private boolean nextBatch(Playing now) {
        if (lastBatch) {
            ended(now);
            return false;
        }
        ReplayBatch batch = now.reader().take();
        if (batch == null) {
            return false;
        }
        events = batch.events();
        next = 0;
        lastBatch = batch.last();
        failure = batch.failure();
        if (rounds == 0) {
            summary = batch.summary();
        }
        return !events.isEmpty() || nextBatch(now);
    }

    /** Returns whether the event may be applied now; if not, a continuation is arranged. */
    private boolean isDue(Playing now, TimedEvent event) {
        if (state == State.STARTING) {
            return true; // the snapshots, at once
        }
        if (!now.floor().writable()) {
            now.floor().whenWritable(this::play);
            return false;
        }
        long millis = pace.millisUntil(event.atMillis(), nanoTime.getAsLong());
        if (millis > 0) {
            long _ = now.floor().vertx().setTimer(Math.min(millis, TIMER_MILLIS_MAX), _ -> play());
            return false;
        }
        return true;
    }

    private void apply(Playing now, TimedEvent event) {
        if (firstMillis == Long.MIN_VALUE) {
            firstMillis = event.atMillis();
        }
        reachedMillis = event.atMillis();
        next++;
        now.markets().apply(event.event(), now.floor().clockMillis().getAsLong());
    }

    private void awaitSubscribers(Playing now, TimedEvent first) {
        if (state != State.WAITING_FOR_SUBSCRIBERS) {
            return;
        }
        int subscribers = now.markets().withBook().stream()
                .mapToInt(now.floor()::bookSubscribers)
                .max()
                .orElse(0);
        if (subscribers < options.subscribersMin()) {
            long _ = now.floor().vertx().setTimer(SUBSCRIBERS_POLL_MILLIS, _ -> awaitSubscribers(now, first));
            return;
        }
        state = State.PLAYING;
        pace.begin(first.atMillis(), nanoTime.getAsLong());
        LOG.info(
                "replay.playing file={} speed={} markets={}",
                options.file(),
                options.speed(),
                now.markets().withBook());
        play();
    }

    private void ended(Playing now) {
        if (failure != null) {
            fail(failure);
        } else if (state == State.STARTING && now.markets().withBook().isEmpty()) {
            fail(options.file() + ": the recording has no book of this venue's markets, only of "
                    + now.markets().unknown());
        } else {
            over(now);
        }
    }

    private void over(Playing now) {
        var _ = started.tryComplete();
        LOG.info(
                "replay.over file={} round={} frames={} unparsed={} crossed={}",
                options.file(),
                rounds,
                summary.read(),
                summary.unparsed(),
                summary.crossed());
        if (afterEnd == AfterEnd.HOLD || now.markets().withBook().isEmpty()) {
            state = State.HOLDING;
            return;
        }
        rounds++;
        now.markets().close();
        now.markets().repeat(reachedMillis - firstMillis + REPEAT_GAP_MILLIS);
        pace = new Pace(BigDecimal.ONE);
        long _ = now.floor().vertx().setTimer(REPEAT_GAP_MILLIS, _ -> again(now));
    }

    private void again(Playing now) {
        if (state == State.STOPPED) {
            return;
        }
        state = State.PLAYING;
        pace.begin(firstMillis, nanoTime.getAsLong());
        begin(new Playing(now.floor(), now.markets(), now.context(), reader(now.context())));
    }

    private void fail(String sentence) {
        state = State.FAILED;
        failure = sentence;
        if (!started.tryFail(new RecordingFailure(sentence))) {
            LOG.error("replay.failed {}", sentence);
        }
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("source", "replay");
        status.put("file", options.file().toString());
        status.put("speed", options.speed().toPlainString());
        status.put("state", state.name().toLowerCase(Locale.ROOT));
        status.put("rounds", rounds);
        status.put("frames.read", summary.read());
        status.put("frames.unparsed", summary.unparsed());
        status.put("frames.book.snapshots", summary.bookSnapshots());
        status.put("frames.book.updates", summary.bookUpdates());
        status.put("frames.trades.executed", summary.tradesExecuted());
        status.put("frames.trades.updated", summary.tradesUpdated());
        status.put("frames.heartbeats", summary.heartbeats());
        status.put("books.crossed", summary.crossed());
        status.put("events.applied", playing == null ? 0L : playing.markets().applied());
        status.put("events.dropped", playing == null ? 0L : playing.markets().dropped());
        status.put("recorded.millis", reachedMillis);
        if (summary.firstUnparsed() != null) {
            status.put("frames.unparsed.first", summary.firstUnparsed());
        }
        if (failure != null) {
            status.put("error", failure);
        }
        return status;
    }
}
