package tradelab.marketdata.cache;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
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
 * Quotes by instrument: those that our feeds write, those that other replicas publish, and copies of what they wrote.
 *
 * <p>Thread-safe. What a feed writes and what was heard is never evicted; copies are bounded in weight and in time.
 */
public final class QuoteCache {
    /** Quotes of other replicas that are followed; of more instruments there are only copies. */
    static final int HEARD_MAX = 50_000;

    /** Publishers repeat a quiet quote every second; what was not heard for longer is asked for. */
    static final long HEARD_MILLIS_MAX = 2_500;

    private final AtomicReference<List<QuoteEntry>> owned = new AtomicReference<>(List.of());
    /** The same by name: reading these, which is most of all reads, must not cost the memory's bookkeeping. */
    private final Map<String, QuoteEntry> ownedByName = new ConcurrentHashMap<>();

    private final Map<String, QuoteEntry> heard = new ConcurrentHashMap<>();
    private final ValueCache<Quote> copies;
    private final Consumer<String> asked;
    private final TypeCounters counters;
    private final LongSupplier epochMillis;
    private volatile Runnable changed = () -> {};

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

    /** Runs after each change of a quote that our feeds write, on the feed's thread: it must be short. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** Makes the entry that a feed of this process writes from now on; DETACHED until it does. */
    public QuoteEntry own(Instrument instrument) {
        QuoteEntry entry = QuoteEntry.detached(instrument, () -> changed.run());
        ownedByName.put(instrument.toString(), entry);
        var _ = owned.updateAndGet(all -> {
            List<QuoteEntry> more = new ArrayList<>(all);
            more.add(entry);
            return Collections.unmodifiableList(more);
        });
        return entry;
    }

    /** Ends what {@link #own} began: the feed writes no more, and its last quote counts as one heard of. */
    public void release(QuoteEntry entry) {
        if (ownedByName.remove(entry.instrument().toString(), entry)) {
            var _ = owned.updateAndGet(
                    all -> all.stream().filter(one -> one != entry).toList());
            if (entry.validity() == Validity.LIVE) {
                heard(entry.quote());
            }
        }
    }

    /** Returns the entries that our feeds write: the same list until one has come or gone. */
    public List<QuoteEntry> owned() {
        return owned.get();
    }

    /** Returns the entry that our feeds write, if they do. */
    public @Nullable QuoteEntry owned(Instrument instrument) {
        return ownedByName.get(instrument.toString());
    }

    /** Returns every instrument's entry, whoever feeds it. */
    public List<QuoteEntry> known() {
        List<QuoteEntry> all = new ArrayList<>(owned.get());
        heard.forEach((name, entry) -> {
            if (!ownedByName.containsKey(name)) {
                all.add(entry);
            }
        });
        return all;
    }

    /** Returns the entry of an instrument that somebody feeds. */
    public @Nullable QuoteEntry known(Instrument instrument) {
        QuoteEntry entry = owned(instrument);
        return entry == null ? heard.get(instrument.toString()) : entry;
    }

    /** Takes in what a replica has published, unless it is our own or older than what was heard. */
    public void heard(Quote quote) {
        String name = quote.instrument().toString();
        QuoteEntry own = ownedByName.get(name);
        if (own != null && own.validity() == Validity.LIVE) {
            return;
        }
        var _ = heard.compute(name, (_, known) -> { // one writer at a time
            if (known == null) {
                return heard.size() < HEARD_MAX ? new QuoteEntry(quote) : null;
            }
            if (quote.receiveEpochMillis() >= known.confirmedEpochMillis()) {
                known.change(quote);
            }
            return known;
        });
    }

    /** Returns the entry that a feed of ours writes, or one that another replica keeps up to date, or null. Counts as a read. */
    public @Nullable QuoteEntry held(String instrument, long nowEpochMillis) {
        QuoteEntry entry = best(instrument);
        if (entry != null) {
            counters.hit(Freshness.age(entry.confirmedEpochMillis(), nowEpochMillis));
        }
        return entry;
    }

    /** Our own if it is LIVE; else another replica's that is, since whoever takes over is not LIVE at once; else our own. */
    private @Nullable QuoteEntry best(String name) {
        QuoteEntry own = ownedByName.get(name);
        if (own != null && own.validity() == Validity.LIVE) {
            return own;
        }
        QuoteEntry other = heard.get(name);
        return other != null && isFollowed(other) ? other : own;
    }

    private boolean isFollowed(QuoteEntry entry) {
        return entry.validity() == Validity.LIVE
                && Freshness.age(entry.confirmedEpochMillis(), epochMillis.getAsLong()) <= HEARD_MILLIS_MAX;
    }

    /**
     * Reads what our feeds write, or else what another replica's do.
     *
     * @return fails with NOT_FOUND if nobody has it, with UNAVAILABLE if that cannot be told now. A quote of which
     *     changes may have been missed is SUSPECT.
     */
    public Future<QuoteAnswer> get(QuoteRequest request) {
        String name = request.instrument().toString();
        QuoteEntry entry = held(name, epochMillis.getAsLong());
        Long maxAgeMillis = request.maxAgeMillis();
        if (entry != null) {
            QuoteAnswer answer = Freshness.answer(entry.quote(), epochMillis.getAsLong(), maxAgeMillis);
            if (answer instanceof QuoteAnswer.Found || entry == ownedByName.get(name)) {
                return Future.succeededFuture(answer);
            }
        }
        asked.accept(name);
        return copies.get(name, maxAgeMillis == null ? ValueCache.ANY : maxAgeMillis)
                .compose(reading -> answer(name, maxAgeMillis, reading))
                .recover(cause -> lastHeard(name, maxAgeMillis, cause));
    }

    /** What was heard of last is better than nothing for who has no maximum age, and says what it is worth. */
    private Future<QuoteAnswer> lastHeard(String name, @Nullable Long maxAgeMillis, Throwable cause) {
        QuoteEntry last = heard.get(name);
        if (last != null) {
            return Future.succeededFuture(
                    Freshness.answer(suspect(last.quote()), epochMillis.getAsLong(), maxAgeMillis));
        }
        return Future.failedFuture(
                ServiceException.of(cause).kind() == FailureKind.NOT_FOUND
                        ? cause
                        : new ServiceException(
                                FailureKind.UNAVAILABLE,
                                "instrument: " + name + " is not fed here, and cannot be had now: "
                                        + cause.getMessage()));
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
                known().stream().map(entry -> entry.instrument().toString()).toList();
        List<String> near = Suggestions.of(name, known);
        return new ServiceException(
                FailureKind.NOT_FOUND,
                "instrument: no feed knows '" + name + "'"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
    }
}
