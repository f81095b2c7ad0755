package tradelab.venue.replay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.venue.market.MarketFloor;
import tradelab.venue.market.MarketSource;
import tradelab.venue.market.ReplayOptions;
import tradelab.venue.replay.ReplayProgress.State;

/**
 * Plays a recording to the venue's subscribers: as recorded, scaled, or as fast as they take it.
 *
 * <p>Starting plays the snapshots. The first change of a book waits for the subscribers that the options ask for. A
 * file that turns out to be truncated stops the replay where it ends and says so in {@link #status} and in the log.
 * {@link #change} pauses, paces and seeks. Owned by the event loop on which {@link #start} is called.
 */
public final class RecordedReplay implements MarketSource {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedReplay.class);

    /** Events applied before the loop is given back: about a millisecond with a few subscribers. */
    private static final int TURN_EVENTS_MAX = 256;

    /** The same while seeking, when nobody is told. */
    private static final int SEEK_EVENTS_MAX = 4_096;

    /** Bounds one timer, so that a gap in the recording cannot overflow it. */
    private static final long TIMER_MILLIS_MAX = 60_000;

    private static final long SUBSCRIBERS_POLL_MILLIS = 10;

    /** Between the end of a recording and its repetition. */
    private static final long REPEAT_GAP_MILLIS = 1_000;

    private final ReplayOptions options;
    private final AfterEnd afterEnd;
    private final LongSupplier nanoTime;
    private final Promise<Void> started = Promise.promise();

    private final ReplayProgress progress = new ReplayProgress();
    private final Pace pace;
    private final SoughtBooks sought = new SoughtBooks();
    private Promise<Void> arrived = Promise.promise();
    private @Nullable Future<RecordingSpan> span;

    /** The speed of the repetitions: as recorded, unless somebody chose another. */
    private BigDecimal repeatSpeed = BigDecimal.ONE;

    /** Numbers the calls of {@link #play}: what an earlier one arranged no longer counts. */
    private long turn;

    private boolean over;
    private long seekMillis;
    private List<TimedEvent> events = List.of();
    private int next;
    private boolean lastBatch;
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
        events = List.of();
        next = 0;
        lastBatch = false;
        over = false;
        begun.reader().start();
        play();
    }

    @Override
    public Future<Void> stop() {
        progress.state = State.STOPPED;
        var _ = started.tryFail("the replay was stopped before it began");
        var _ = arrived.tryComplete();
        if (playing != null) {
            playing.reader().stop();
        }
        return Future.succeededFuture();
    }

    /** Plays what is due, and arranges for exactly one continuation. */
    private void play() {
        turn++;
        Playing now = playing;
        if (now == null || over || progress.isAny(State.STOPPED, State.FAILED, State.WAITING_FOR_SUBSCRIBERS)) {
            return;
        }
        int eventsMax = progress.state == State.SEEKING ? SEEK_EVENTS_MAX : TURN_EVENTS_MAX;
        for (int i = 0; i < eventsMax; i++) {
            if (next == events.size() && !nextBatch(now)) {
                return;
            }
            TimedEvent event = events.get(next);
            if (progress.state == State.STARTING && now.markets().begins(event.event())) {
                now.markets().close();
                progress.state = State.WAITING_FOR_SUBSCRIBERS;
                started.complete();
                awaitSubscribers(now, event);
                return;
            }
            if (progress.state == State.SEEKING) {
                if (event.atMillis() <= seekMillis || sought.isEmpty()) {
                    sought.apply(event.event());
                    next++;
                    continue;
                }
                arrive(now);
            }
            if (!isDue(now, event)) {
                return;
            }
            apply(now, event);
        }
        Runnable continued = continuation();
        now.context().runOnContext(_ -> continued.run());
    }

    private Runnable continuation() {
        long mine = turn;
        return () -> {
            if (mine == turn) {
                play();
            }
        };
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
        progress.read(batch);
        return !events.isEmpty() || nextBatch(now);
    }

    /** Returns whether the event may be applied now; if not, a continuation is arranged. */
    private boolean isDue(Playing now, TimedEvent event) {
        if (progress.state == State.STARTING) {
            return true; // the snapshots, at once
        }
        if (pace.isPaused()) {
            return false;
        }
        if (!now.floor().writable()) {
            now.floor().whenWritable(continuation());
            return false;
        }
        long millis = pace.millisUntil(event.atMillis(), nanoTime.getAsLong());
        if (millis > 0) {
            Runnable continued = continuation();
            long _ = now.floor().vertx().setTimer(Math.min(millis, TIMER_MILLIS_MAX), _ -> continued.run());
            return false;
        }
        return true;
    }

    private void apply(Playing now, TimedEvent event) {
        progress.reached(event.atMillis());
        next++;
        now.markets().apply(event.event(), now.floor().clockMillis().getAsLong());
    }

    private void awaitSubscribers(Playing now, TimedEvent first) {
        if (progress.state != State.WAITING_FOR_SUBSCRIBERS) {
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
        progress.state = State.PLAYING;
        pace.begin(first.atMillis(), nanoTime.getAsLong());
        LOG.info(
                "replay.playing file={} speed={} markets={}",
                options.file(),
                pace.speed(),
                now.markets().withBook());
        play();
    }

    private void ended(Playing now) {
        if (progress.state == State.SEEKING) {
            arrive(now);
        }
        if (progress.failure != null) {
            fail(progress.failure);
        } else if (progress.state == State.STARTING && now.markets().withBook().isEmpty()) {
            fail(options.file() + ": the recording has no book of this venue's markets, only of "
                    + now.markets().unknown());
        } else {
            over(now);
        }
    }

    private void over(Playing now) {
        over = true;
        var _ = started.tryComplete();
        LOG.info(
                "replay.over file={} round={} frames={} unparsed={} crossed={}",
                options.file(),
                progress.rounds,
                progress.summary.read(),
                progress.summary.unparsed(),
                progress.summary.crossed());
        if (afterEnd == AfterEnd.HOLD || now.markets().withBook().isEmpty()) {
            progress.state = State.HOLDING;
            return;
        }
        progress.rounds++;
        now.markets().close();
        now.markets().repeat(progress.reachedMillis - progress.firstMillis + REPEAT_GAP_MILLIS);
        long mine = turn;
        long _ = now.floor().vertx().setTimer(REPEAT_GAP_MILLIS, _ -> {
            if (mine == turn) {
                again(now);
            }
        });
    }

    private void again(Playing now) {
        if (progress.state == State.STOPPED) {
            return;
        }
        progress.state = State.PLAYING;
        pace.change(repeatSpeed, pace.isPaused(), progress.firstMillis, nanoTime.getAsLong());
        begin(new Playing(now.floor(), now.markets(), now.context(), reader(now.context())));
    }

    /**
     * Changes pace or place. Seeking leads every book to how it was at that moment and tells it to the subscribers as a
     * new snapshot, against which own orders are matched; trades go on to be numbered and dated onwards. Completes when
     * the replay is there.
     *
     * @return fails for a position beyond the end, and with {@link FailureKind#CONFLICT} if there is nothing to play
     */
    public Future<Void> change(ReplayChange change) {
        Long position = change.positionMillis();
        return position == null
                ? changed(change, null)
                : span().compose(measured -> {
                    var _ = Require.range("positionMillis", position, 0, measured.lengthMillis());
                    return changed(change, measured.firstMillis() + position);
                });
    }

    private Future<Void> changed(ReplayChange change, @Nullable Long targetMillis) {
        Playing now = playing;
        if (now == null || progress.isAny(State.STARTING, State.FAILED, State.STOPPED)) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.CONFLICT, "replay: expected one that plays, got " + progress.state.text()));
        }
        if (change.speed() != null || change.paused() != null) {
            BigDecimal speed = change.speed() == null ? pace.speed() : change.speed();
            repeatSpeed = change.speed() == null || speed.signum() == 0 ? repeatSpeed : speed;
            boolean paused = change.paused() == null ? pace.isPaused() : change.paused();
            long nowNanos = nanoTime.getAsLong();
            pace.change(speed, paused, positionAt(nowNanos), nowNanos);
        }
        if (targetMillis == null) {
            play();
            return Future.succeededFuture();
        }
        return seek(now, targetMillis);
    }

    private Future<Void> seek(Playing now, long targetMillis) {
        if (targetMillis < progress.reachedMillis) {
            now.markets().repeat(progress.reachedMillis - targetMillis);
        }
        now.reader().stop();
        sought.clear();
        progress.state = State.SEEKING;
        seekMillis = targetMillis;
        var _ = arrived.tryComplete(); // a seek that this one takes over from
        arrived = Promise.promise();
        Future<Void> there = arrived.future();
        begin(new Playing(now.floor(), now.markets(), now.context(), reader(now.context())));
        return there;
    }

    private void arrive(Playing now) {
        long nowMillis = now.floor().clockMillis().getAsLong();
        sought.forEach(book -> now.markets().apply(book, nowMillis));
        sought.clear();
        progress.state = State.PLAYING;
        progress.reachedMillis = seekMillis;
        pace.begin(seekMillis, nanoTime.getAsLong());
        var _ = arrived.tryComplete();
    }

    /** Returns where the replay is: never beyond the next event, which may be late. */
    private long positionAt(long nowNanos) {
        if (progress.state != State.PLAYING || over) {
            return progress.state == State.SEEKING ? seekMillis : progress.reachedMillis;
        }
        long due = Math.max(progress.reachedMillis, pace.dueMillis(nowNanos));
        return next < events.size() ? Math.min(due, events.get(next).atMillis()) : progress.reachedMillis;
    }

    private Future<RecordingSpan> span() {
        Future<RecordingSpan> measured = span;
        Playing now = playing;
        if (measured == null && now != null) {
            measured = now.floor()
                    .vertx()
                    .executeBlocking(() -> RecordingSpan.measure(options.file()))
                    .map(Objects::requireNonNull);
            span = measured;
        }
        return measured == null ? Future.failedFuture(new IllegalStateException("not started")) : measured;
    }

    /** Returns where the replay is; the first call reads the whole file for its length. */
    public Future<ReplayView> view() {
        return span().map(measured -> {
            long recorded = positionAt(nanoTime.getAsLong());
            return new ReplayView(
                    options.file().toString(),
                    progress.state.text(),
                    pace.isPaused(),
                    pace.speed(),
                    Math.clamp(recorded - measured.firstMillis(), 0, measured.lengthMillis()),
                    measured.lengthMillis(),
                    recorded,
                    progress.rounds);
        });
    }

    private void fail(String sentence) {
        progress.state = State.FAILED;
        progress.failure = sentence;
        if (!started.tryFail(new RecordingFailure(sentence))) {
            LOG.error("replay.failed {}", sentence);
        }
    }

    @Override
    public Map<String, Object> status() {
        return progress.status(options, pace, playing == null ? null : playing.markets());
    }
}
