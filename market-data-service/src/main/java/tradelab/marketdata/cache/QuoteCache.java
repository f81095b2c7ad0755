package tradelab.marketdata.cache;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.contracts.marketdata.QuoteRequest;

/**
 * Quotes by instrument: those that our feeds write, and copies of those that other replicas' feeds write.
 *
 * <p>Thread-safe. What a feed writes is never evicted; copies are bounded in weight and in time.
 */
public final class QuoteCache {
    private final List<QuoteEntry> owned = new CopyOnWriteArrayList<>();
    /** The same by name: reading these, which is most of all reads, must not cost the memory's bookkeeping. */
    private final Map<String, QuoteEntry> ownedByName = new ConcurrentHashMap<>();

    private final ValueCache<Quote> copies;
    private final Consumer<String> asked;
    private final TypeCounters counters;
    private final LongSupplier epochMillis;

    /**
     * @param copies of what other replicas feed
     * @param asked hears of each read of a copy
     */
    public QuoteCache(
            ValueCache<Quote> copies, Consumer<String> asked, CacheCounters counters, LongSupplier epochMillis) {
        this.copies = copies;
        this.asked = asked;
        this.counters = counters.of(CacheType.TICKER);
        this.epochMillis = epochMillis;
    }

    /** Makes the entry that a feed of this process writes from now on; DETACHED until it does. */
    public QuoteEntry own(Instrument instrument) {
        QuoteEntry entry = QuoteEntry.detached(instrument);
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
     * Reads what our feeds write, or else what another replica's do.
     *
     * @return fails with NOT_FOUND if nobody has it, with UNAVAILABLE if that cannot be told now. A quote of which
     *     changes may have been missed is SUSPECT.
     */
    public Future<QuoteAnswer> get(QuoteRequest request) {
        String name = request.instrument().toString();
        QuoteEntry fed = ownedByName.get(name);
        Long maxAgeMillis = request.maxAgeMillis();
        if (fed != null) {
            counters.hit(Freshness.age(fed.confirmedEpochMillis(), epochMillis.getAsLong()));
            return Future.succeededFuture(Freshness.answer(fed.quote(), epochMillis.getAsLong(), maxAgeMillis));
        }
        asked.accept(name);
        return copies.get(name, maxAgeMillis == null ? ValueCache.ANY : maxAgeMillis)
                .recover(cause -> Future.failedFuture(new ServiceException(
                        FailureKind.UNAVAILABLE,
                        "instrument: " + name + " is not fed here, and cannot be had now: " + cause.getMessage())))
                .compose(reading -> answer(name, maxAgeMillis, reading));
    }

    /** Makes a copy of what another replica feeds, before somebody asks. */
    public void readAhead(String name) {
        if (!ownedByName.containsKey(name)) {
            var _ = copies.get(name, ValueCache.ANY);
        }
    }

    private Future<QuoteAnswer> answer(String name, @Nullable Long maxAgeMillis, Reading<Quote> reading) {
        return switch (reading) {
            case Reading.Absent<Quote> _ -> Future.failedFuture(unknown(name));
            case Reading.TooOld<Quote> old ->
                Future.succeededFuture(new QuoteAnswer.TooOld(
                        old.ageMillis(), old.maxAgeMillis(), old.value().validity()));
            case Reading.Found<Quote> found ->
                Future.succeededFuture(Freshness.answer(
                        found.state() == Reading.State.UNPROVEN ? suspect(found.value()) : found.value(),
                        epochMillis.getAsLong(),
                        maxAgeMillis));
        };
    }

    private static Quote suspect(Quote quote) {
        return quote.validity() != Validity.LIVE
                ? quote
                : new Quote(
                        quote.instrument(),
                        quote.bid(),
                        quote.bidAmount(),
                        quote.ask(),
                        quote.askAmount(),
                        quote.last(),
                        quote.venueEpochMillis(),
                        quote.receiveEpochMillis(),
                        quote.sequence(),
                        Validity.SUSPECT);
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
