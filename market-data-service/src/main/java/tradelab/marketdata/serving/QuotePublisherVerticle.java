package tradelab.marketdata.serving;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.marketdata.cache.QuoteEntry;

/**
 * Publishes what has changed at once, and what changes within the interval after that when it is over, each quote once. An
 * unchanged quote whose book is LIVE is repeated once a second with its newer time, so that a subscriber can tell quiet
 * from dead. While nothing changes nobody is woken.
 *
 * <p>What changes while the bus has not taken the last batches yet is not published until it has, or a second has passed:
 * then as it is by that time, once.
 */
public final class QuotePublisherVerticle extends VerticleBase {
    /** Quotes of one message: some 30 KB. Longer ones took more to copy than they saved. */
    public static final int BATCH_MAX = 400;

    private static final long REPEAT_MILLIS = 1_000;
    private static final long WAIT_MILLIS_MAX = 1_000;
    private static final long QUIET_LOOK_MILLIS = 100;

    private final Supplier<List<QuoteEntry>> entries;
    private final Duration interval;
    private final LongAdder quotes = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final Function<QuoteBatch, Future<Void>> bus;
    private final AtomicBoolean changed = new AtomicBoolean();
    private volatile @Nullable Context home;
    private boolean resting;
    private Future<?> written = Future.succeededFuture();
    private long waitedMillis;
    private List<QuoteEntry> seen = List.of();
    private List<Published> tracked = List.of();

    /** What was published last of one entry. */
    private static final class Published {
        final QuoteEntry entry;
        long sequence;
        long confirmedEpochMillis;

        Published(QuoteEntry entry) {
            this.entry = entry;
        }

        boolean due() {
            return entry.sequence() != sequence || entry.confirmedEpochMillis() - confirmedEpochMillis >= REPEAT_MILLIS;
        }
    }

    /**
     * @param entries the quotes to publish; another list whenever one has come or gone
     * @param bus takes a batch, and says when it has
     */
    public QuotePublisherVerticle(
            Supplier<List<QuoteEntry>> entries,
            Duration interval,
            MeterRegistry meters,
            Function<QuoteBatch, Future<Void>> bus) {
        this.bus = bus;
        this.entries = entries;
        this.interval = interval;
        var _ = FunctionCounter.builder("quotes.published", quotes, LongAdder::doubleValue)
                .description("Quotes published on the event bus")
                .register(meters);
        var _ = FunctionCounter.builder("quotes.batches.published", batches, LongAdder::doubleValue)
                .description("Batches of quotes published on the event bus")
                .register(meters);
        var _ = FunctionCounter.builder("quotes.publish.waits", waits, LongAdder::doubleValue)
                .description("Intervals in which nothing was published because the bus had not taken the last batches")
                .register(meters);
    }

    @Override
    public Future<?> start() {
        home = context;
        var _ = vertx.setPeriodic(QUIET_LOOK_MILLIS, _ -> changed());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        home = null;
        return Future.succeededFuture();
    }

    /** Some quote has changed. Any thread; what changed before the start is published with what changes after it. */
    public void changed() {
        Context loop = home;
        if (loop != null && !changed.get() && changed.compareAndSet(false, true)) {
            loop.runOnContext(_ -> {
                if (!resting) {
                    round();
                }
            });
        }
    }

    private void round() {
        resting = true;
        var _ = vertx.setTimer(periodMillis(), _ -> {
            resting = false;
            if (changed.get()) {
                round();
            }
        });
        changed.set(false); // before anything is looked at: what changes from now on is for the next round
        if (!tick()) {
            changed.set(true);
        }
    }

    private long periodMillis() {
        return Math.max(1, interval.toMillis());
    }

    /** Publishes, unless the bus is behind; returns whether it has. */
    boolean tick() {
        waitedMillis += periodMillis();
        if (!written.isComplete() && waitedMillis <= WAIT_MILLIS_MAX) {
            waits.increment();
            return false;
        }
        waitedMillis = 0;
        publish();
        return true;
    }

    /** Returns how many quotes were published. Any thread. */
    public long published() {
        return quotes.sum();
    }

    private void publish() {
        track(entries.get());
        List<Future<Void>> writing = new ArrayList<>();
        List<Quote> batch = new ArrayList<>();
        for (Published one : tracked) {
            if (one.due()) {
                Quote quote = one.entry.quote();
                one.sequence = quote.sequence();
                one.confirmedEpochMillis = quote.receiveEpochMillis();
                batch.add(quote);
                if (batch.size() == BATCH_MAX) {
                    writing.add(send(batch));
                    batch = new ArrayList<>();
                }
            }
        }
        if (!batch.isEmpty()) {
            writing.add(send(batch));
        }
        written = Future.join(writing);
    }

    private void track(List<QuoteEntry> all) {
        if (all == seen) {
            return;
        }
        Map<QuoteEntry, Published> known = new IdentityHashMap<>();
        tracked.forEach(one -> known.put(one.entry, one));
        seen = all;
        tracked = all.stream()
                .map(entry -> known.getOrDefault(entry, new Published(entry)))
                .toList();
    }

    private Future<Void> send(List<Quote> batch) {
        quotes.add(batch.size());
        batches.increment();
        return bus.apply(new QuoteBatch(batch));
    }
}
