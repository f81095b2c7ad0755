package tradelab.marketdata.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.marketdata.redis.RedisFault;
import tradelab.marketdata.redis.RedisLink;
import tradelab.marketdata.redis.RedisLink.Kind;
import tradelab.marketdata.redis.RedisSettings;

/**
 * Keeps what our feeds write in Redis, for replicas that do not. Changes are written at the next flush, confirmations
 * less often, and a quiet quote before Redis forgets it.
 *
 * <p>Redis is never waited for: a write that finds no connection, or the last one still under way, is dropped, because
 * whatever is the latest by then is written with the next flush. Owned by the event loop of the link.
 */
final class QuoteWriter {
    private static final int RENEWALS_PER_TTL = 3;

    private final RedisSettings settings;
    private final RedisKeys keys;
    private final Supplier<List<QuoteEntry>> entries;
    private final RedisLink link;
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private List<QuoteEntry> seen = List.of();
    private List<Written> tracked = List.of();
    private boolean flushing;

    /** What Redis was told last about one entry. */
    private static final class Written {
        final QuoteEntry entry;
        final String key;
        long sequence = -1;
        long confirmedEpochMillis = -1;
        long writtenNanos;

        Written(QuoteEntry entry, String key) {
            this.entry = entry;
            this.key = key;
        }

        /** A quiet quote is written again before Redis forgets it; its time of receipt tells its true age. */
        boolean due(long nowNanos, long confirmMillis, long renewNanos) {
            return entry.sequence() != sequence
                    || entry.confirmedEpochMillis() - confirmedEpochMillis >= confirmMillis
                    || nowNanos - writtenNanos >= renewNanos;
        }

        void forget() {
            sequence = -1;
        }
    }

    /** @param entries the quotes to keep in Redis; another list whenever one has come or gone */
    QuoteWriter(
            RedisSettings settings,
            RedisKeys keys,
            Supplier<List<QuoteEntry>> entries,
            RedisLink link,
            MeterRegistry meters) {
        this.settings = settings;
        this.keys = keys;
        this.entries = entries;
        this.link = link;
        var _ = FunctionCounter.builder("redis.writes", written, LongAdder::doubleValue)
                .description("Quotes written to Redis")
                .register(meters);
        var _ = FunctionCounter.builder("redis.writes.dropped", dropped, LongAdder::doubleValue)
                .description("Quotes not written because Redis was away or behind")
                .register(meters);
    }

    long written() {
        return written.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    /** A new connection may lead to a Redis that has forgotten everything. */
    void writeAllAgain() {
        tracked.forEach(Written::forget);
    }

    Future<Void> flush() {
        track(entries.get());
        if (flushing || !link.usable(Kind.WRITE)) {
            return Future.succeededFuture();
        }
        List<Written> changed = changed();
        if (changed.isEmpty()) {
            return Future.succeededFuture();
        }
        flushing = true;
        Future<Void> done = Future.succeededFuture();
        for (int from = 0; from < changed.size(); from += settings.batchMax()) {
            List<Written> part = changed.subList(from, Math.min(changed.size(), from + settings.batchMax()));
            done = done.transform(_ -> write(part));
        }
        return done.onComplete(_ -> flushing = false);
    }

    private void track(List<QuoteEntry> all) {
        if (all == seen) {
            return;
        }
        Map<QuoteEntry, Written> known = new IdentityHashMap<>();
        tracked.forEach(one -> known.put(one.entry, one));
        seen = all;
        tracked = all.stream()
                .map(entry -> known.getOrDefault(
                        entry,
                        new Written(
                                entry,
                                keys.value(CacheType.TICKER, entry.instrument().toString()))))
                .toList();
    }

    private List<Written> changed() {
        long nowNanos = System.nanoTime();
        long confirmMillis = settings.confirmInterval().toMillis();
        long renewNanos = settings.ttl().toNanos() / RENEWALS_PER_TTL;
        List<Written> changed = new ArrayList<>();
        for (Written one : tracked) {
            if (one.due(nowNanos, confirmMillis, renewNanos)) {
                changed.add(one);
            }
        }
        return changed;
    }

    private Future<Void> write(List<Written> part) {
        List<Request> commands = new ArrayList<>(part.size());
        for (Written one : part) {
            Quote quote = one.entry.quote();
            one.sequence = quote.sequence();
            one.confirmedEpochMillis = quote.receiveEpochMillis();
            one.writtenNanos = System.nanoTime();
            Buffer body = QuoteBatch.WIRE.encode().apply(new QuoteBatch(List.of(quote)));
            commands.add(Request.cmd(Command.SET)
                    .arg(one.key)
                    .arg(new SharedValue(true, quote.receiveEpochMillis(), 0, 0, body).encode())
                    .arg("PX")
                    .arg(settings.ttl().toMillis()));
        }
        return link.batch(Kind.WRITE, commands)
                .onSuccess(_ -> written.add(part.size()))
                .onFailure(cause -> {
                    dropped.add(part.size());
                    part.forEach(Written::forget); // what it has become by then is written with the next flush
                    if (RedisFault.of(cause) == RedisFault.FULL) {
                        takeBack(part);
                    }
                })
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** A full Redis would go on showing what was written before; forgetting it needs no memory. */
    private void takeBack(List<Written> part) {
        Request command = Request.cmd(Command.DEL);
        part.forEach(one -> command.arg(one.key));
        var _ = link.send(Kind.READ, command);
    }
}
