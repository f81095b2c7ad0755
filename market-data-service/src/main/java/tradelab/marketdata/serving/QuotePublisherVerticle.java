package tradelab.marketdata.serving;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.marketdata.cache.QuoteEntry;

/**
 * Publishes what has changed since the last interval, each quote at most once. An unchanged quote whose book is LIVE is
 * repeated once a second with its newer time, so that a subscriber can tell quiet from dead.
 */
public final class QuotePublisherVerticle extends VerticleBase {
    private static final long REPEAT_MILLIS = 1_000;

    private final Supplier<List<QuoteEntry>> entries;
    private final Duration interval;
    private final LongAdder quotes = new LongAdder();
    private final LongAdder batches = new LongAdder();
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

    /** @param entries the quotes to publish; another list whenever one has come or gone */
    public QuotePublisherVerticle(Supplier<List<QuoteEntry>> entries, Duration interval, MeterRegistry meters) {
        this.entries = entries;
        this.interval = interval;
        var _ = FunctionCounter.builder("quotes.published", quotes, LongAdder::doubleValue)
                .description("Quotes published on the event bus")
                .register(meters);
        var _ = FunctionCounter.builder("quotes.batches.published", batches, LongAdder::doubleValue)
                .description("Batches of quotes published on the event bus")
                .register(meters);
    }

    @Override
    public Future<?> start() {
        var _ = vertx.setPeriodic(Math.max(1, interval.toMillis()), _ -> publish());
        return Future.succeededFuture();
    }

    /** Returns how many quotes were published. Any thread. */
    public long published() {
        return quotes.sum();
    }

    private void publish() {
        track(entries.get());
        List<Quote> batch = new ArrayList<>();
        for (Published one : tracked) {
            if (one.due()) {
                Quote quote = one.entry.quote();
                one.sequence = quote.sequence();
                one.confirmedEpochMillis = quote.receiveEpochMillis();
                batch.add(quote);
                if (batch.size() == QuoteBatch.QUOTES_MAX) {
                    send(batch);
                    batch = new ArrayList<>();
                }
            }
        }
        send(batch);
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

    private void send(List<Quote> batch) {
        if (!batch.isEmpty()) {
            MarketDataApi.QUOTES.publish(vertx.eventBus(), new QuoteBatch(batch));
            quotes.add(batch.size());
            batches.increment();
        }
    }
}
