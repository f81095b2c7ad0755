package tradelab.marketdata.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.contracts.marketdata.QuoteRequest;

/**
 * Quotes by instrument: those that our feeds write, and for a short time those that Redis had.
 *
 * <p>Thread-safe. What a feed writes is never evicted; copies are bounded in number and in time.
 */
public final class QuoteCache {
    private final Cache<String, QuoteEntry> memory;
    private final Cache<String, Boolean> absent;
    private final Map<String, Future<Optional<Quote>>> flights = new ConcurrentHashMap<>();
    private final List<QuoteEntry> owned = new CopyOnWriteArrayList<>();
    /** The same by name: reading these, which is most of all reads, must not cost Caffeine's bookkeeping. */
    private final Map<String, QuoteEntry> ownedByName = new ConcurrentHashMap<>();

    private final SecondTier second;
    private final CacheCounters counters;
    private final LongSupplier epochMillis;

    /**
     * @param copiesMax how many copies of Redis' quotes are held
     * @param copyLife how long a copy is used before Redis is asked again
     * @param absentLife how long "there is none" is believed
     */
    public QuoteCache(
            int copiesMax,
            Duration copyLife,
            Duration absentLife,
            SecondTier second,
            CacheCounters counters,
            LongSupplier epochMillis) {
        this.memory = Caffeine.newBuilder()
                .maximumWeight(copiesMax)
                .weigher((String _, QuoteEntry entry) -> entry.owned() ? 0 : 1)
                .expireAfter(Expiry.writing(
                        (String _, QuoteEntry entry) -> entry.owned() ? Duration.ofNanos(Long.MAX_VALUE) : copyLife))
                .build();
        this.absent = Caffeine.newBuilder()
                .maximumSize(copiesMax)
                .expireAfterWrite(absentLife)
                .build();
        this.second = second;
        this.counters = counters;
        this.epochMillis = epochMillis;
    }

    /** Makes the entry that a feed of this process writes from now on; DETACHED until it does. */
    public QuoteEntry own(Instrument instrument) {
        QuoteEntry entry = new QuoteEntry(
                new Quote(instrument, null, Amount.ZERO, null, Amount.ZERO, null, 0, 0, 0, Validity.DETACHED), true);
        memory.put(instrument.toString(), entry);
        ownedByName.put(instrument.toString(), entry);
        owned.add(entry);
        return entry;
    }

    /** Returns the entries that our feeds write. */
    public List<QuoteEntry> owned() {
        return owned;
    }

    /** Returns the entry that a feed of ours writes, or null. Counts as a read. */
    public @Nullable QuoteEntry held(String instrument) {
        QuoteEntry entry = ownedByName.get(instrument);
        if (entry == null) {
            return null;
        }
        counters.hit(Freshness.age(entry.confirmedEpochMillis(), epochMillis.getAsLong()));
        return entry;
    }

    /**
     * Reads from memory, then from Redis, once however many ask at a time.
     *
     * @return fails with NOT_FOUND if nobody has it, with UNAVAILABLE if Redis cannot say
     */
    public Future<QuoteAnswer> get(QuoteRequest request) {
        String name = request.instrument().toString();
        QuoteEntry fed = ownedByName.get(name);
        QuoteEntry entry = fed == null ? memory.getIfPresent(name) : fed;
        if (entry != null) {
            QuoteAnswer answer = answer(entry.quote(), request);
            if (entry.owned() || answer instanceof QuoteAnswer.Found) {
                counters.hit(Freshness.age(entry.confirmedEpochMillis(), epochMillis.getAsLong()));
                return Future.succeededFuture(answer);
            }
        }
        counters.miss();
        if (absent.getIfPresent(name) != null) {
            return Future.failedFuture(unknown(name));
        }
        return load(name, request.instrument())
                .recover(cause -> Future.failedFuture(new ServiceException(
                        FailureKind.UNAVAILABLE,
                        "instrument: " + name + " is not fed here, and the second tier did not answer: "
                                + cause.getMessage())))
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(answer(found.get(), request))
                        : Future.failedFuture(unknown(name)));
    }

    private QuoteAnswer answer(Quote quote, QuoteRequest request) {
        return Freshness.answer(quote, epochMillis.getAsLong(), request.maxAgeMillis());
    }

    private Future<Optional<Quote>> load(String name, Instrument instrument) {
        Future<Optional<Quote>> flying = flights.get(name);
        if (flying != null) {
            return flying;
        }
        counters.load();
        Future<Optional<Quote>> flight = second.get(instrument).onSuccess(found -> {
            if (found.isPresent()) {
                var _ = memory.asMap()
                        .merge(name, new QuoteEntry(found.get(), false), (now, copy) -> now.owned() ? now : copy);
            } else {
                absent.put(name, true);
            }
        });
        if (!flight.isComplete()) {
            flights.put(name, flight);
            flight.onComplete(_ -> flights.remove(name, flight));
        }
        return flight;
    }

    /** Returns the failure for a name that nobody has, with the names it may have been meant for. */
    public ServiceException unknown(String name) {
        List<String> known =
                owned.stream().map(entry -> entry.instrument().toString()).toList();
        List<String> near = Suggestions.of(name, known);
        return new ServiceException(
                FailureKind.NOT_FOUND,
                "instrument: no feed knows '" + name + "'"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
    }
}
