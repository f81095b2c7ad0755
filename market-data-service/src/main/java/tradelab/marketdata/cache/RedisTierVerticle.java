package tradelab.marketdata.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;

/**
 * Keeps what our feeds write in Redis, for replicas that do not, and reads what theirs wrote.
 *
 * <p>Redis is never waited for: a write that finds no connection, or the last one still under way, is dropped, because
 * whatever is the latest by then is written with the next flush; a read fails after the command timeout.
 */
public final class RedisTierVerticle extends VerticleBase implements SecondTier {
    /** Other versions of the value, other keys: an older replica cannot misread a newer one. */
    static final String NAMESPACE = "tradelab:quote:v1:";

    private static final int RENEWALS_PER_TTL = 3;

    private final RedisSettings settings;
    private final Supplier<List<QuoteEntry>> entries;
    private final RedisLink link;
    private final Timer latency;
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final List<Written> tracked = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set by init(), which Vert.x calls before anything else
    private Context home;

    private int inFlight;
    private boolean flushing;
    private boolean stopped;

    /** What Redis was told last about one entry. */
    private static final class Written {
        final QuoteEntry entry;
        long sequence = -1;
        long confirmedEpochMillis = -1;
        long writtenNanos;

        Written(QuoteEntry entry) {
            this.entry = entry;
        }

        /** A quiet quote is written again before Redis forgets it; its time of receipt tells its true age. */
        boolean due(long nowNanos, long renewNanos) {
            return entry.sequence() != sequence
                    || entry.confirmedEpochMillis() != confirmedEpochMillis
                    || nowNanos - writtenNanos >= renewNanos;
        }

        void forget() {
            sequence = -1;
        }
    }

    /** @param entries the quotes to keep in Redis; only ever more of them */
    public RedisTierVerticle(RedisSettings settings, Supplier<List<QuoteEntry>> entries, MeterRegistry meters) {
        this.settings = settings;
        this.entries = entries;
        this.link = new RedisLink(settings);
        this.latency = Timer.builder("redis.command")
                .description("From sending a command or batch to its answer")
                .publishPercentileHistogram()
                .register(meters);
        var _ = FunctionCounter.builder("redis.writes", written, LongAdder::doubleValue)
                .description("Quotes written to Redis")
                .register(meters);
        var _ = FunctionCounter.builder("redis.writes.dropped", dropped, LongAdder::doubleValue)
                .description("Quotes not written because Redis was away or behind")
                .register(meters);
        var _ = FunctionCounter.builder("redis.errors", errors, LongAdder::doubleValue)
                .description("Commands that Redis refused or did not answer")
                .register(meters);
        var _ = Gauge.builder("redis.up", link, up -> up.isUp() ? 1 : 0)
                .description("1 while the connection to Redis works")
                .strongReference(true)
                .register(meters);
    }

    @Override
    public Future<?> start() {
        home = context;
        link.start(vertx);
        var _ = vertx.setPeriodic(settings.flushInterval().toMillis(), _ -> {
            var _ = flush();
        });
        return Future.succeededFuture(); // a Redis that is away is no reason not to start
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        return flush().transform(_ -> link.close());
    }

    /** Returns whether the connection works. */
    public boolean isUp() {
        return link.isUp();
    }

    /** Returns why the connection does not work, or an empty text. */
    public String problem() {
        return link.problem();
    }

    public long written() {
        return written.sum();
    }

    public long dropped() {
        return dropped.sum();
    }

    public long errors() {
        return errors.sum();
    }

    @Override
    public Future<Optional<Quote>> get(Instrument instrument) {
        Promise<Optional<Quote>> promise = Promise.promise();
        home.runOnContext(_ -> read(instrument).onComplete(promise));
        return promise.future();
    }

    private Future<Optional<Quote>> read(Instrument instrument) {
        if (inFlight >= settings.inFlightMax()) {
            return Future.failedFuture(new ServiceException(FailureKind.OVERLOADED, "too many reads of Redis"));
        }
        inFlight++;
        return run(connection -> connection.send(Request.cmd(Command.GET).arg(NAMESPACE + instrument)))
                .onComplete(_ -> inFlight--)
                .map(RedisTierVerticle::decode);
    }

    private static Optional<Quote> decode(@Nullable Response response) {
        return response == null
                ? Optional.empty()
                : QuoteBatch.WIRE.decode().apply(response.toBuffer()).quotes().stream()
                        .findFirst();
    }

    private Future<Void> flush() {
        List<QuoteEntry> all = entries.get();
        for (int i = tracked.size(); i < all.size(); i++) {
            tracked.add(new Written(all.get(i)));
        }
        long nowNanos = System.nanoTime();
        long renewNanos = settings.ttl().toNanos() / RENEWALS_PER_TTL;
        List<Written> changed = tracked.stream()
                .filter(entry -> entry.due(nowNanos, renewNanos))
                .toList();
        if (changed.isEmpty() || flushing) {
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

    private Future<Void> write(List<Written> part) {
        List<Request> commands = new ArrayList<>(part.size());
        for (Written entry : part) {
            Quote quote = entry.entry.quote();
            entry.sequence = quote.sequence();
            entry.confirmedEpochMillis = quote.receiveEpochMillis();
            entry.writtenNanos = System.nanoTime();
            Buffer value = QuoteBatch.WIRE.encode().apply(new QuoteBatch(List.of(quote)));
            commands.add(Request.cmd(Command.SET)
                    .arg(NAMESPACE + quote.instrument())
                    .arg(value)
                    .arg("PX")
                    .arg(settings.ttl().toMillis()));
        }
        return run(connection -> connection.batch(commands))
                .onSuccess(_ -> written.add(part.size()))
                .onFailure(_ -> {
                    dropped.add(part.size());
                    part.forEach(Written::forget); // what it has become by then is written with the next flush
                })
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private <T> Future<T> run(RedisLink.Work<T> work) {
        long startNanos = System.nanoTime();
        return link.run(work)
                .onSuccess(_ -> latency.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS))
                .onFailure(cause -> {
                    if (!stopped && !(cause instanceof RedisLink.AwayException)) {
                        errors.increment();
                    }
                });
    }
}
