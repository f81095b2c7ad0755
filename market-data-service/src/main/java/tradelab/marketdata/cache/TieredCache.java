package tradelab.marketdata.cache;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.Wire;

/**
 * Values of one type in memory, in Redis, or in both, and fetched from an upstream by one replica at a time.
 *
 * <p>Thread-safe. A read that finds its value in memory neither blocks nor asks anybody.
 *
 * @param <T> the value
 */
final class TieredCache<T> implements ValueCache<T> {
    /*
     * A read takes the first of: the copy in memory, if it is proven and young enough; the value in Redis; the upstream.
     * What is missing is fetched by a flight, one for each key in this process; the flight takes a lease in Redis, one
     * for each key in the cluster. Taking the lease also returns the value, so a replica that comes second never fetches
     * what the first one has just published. Who does not get the lease waits for the change that publishing causes, or
     * for the lease to end: if its holder has died, the next one fetches. A holder that was only frozen cannot publish
     * any more: the lease is checked in the same step, and so is that nothing newer is there.
     *
     * An age counts from the moment before the upstream was asked: the value was true at that time or later. So no
     * reader with a maximum age depends on changes being heard of; for the others, who want what is current, copies
     * count only while the channel of changes stands (Tiers.proven). A copy that was read is fetched again as soon as
     * its change is heard of, in the event loop's same turn, by a flight that readers who come meanwhile join.
     */
    private static final long MILLI = 1_000_000;
    private static final int JOINS_MAX = 2;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final CacheType type;
    private final @Nullable Upstream<T> upstream;
    private final Tiers tiers;
    private final TypeCounters counters;
    private final Forms<T> forms;

    /** @param upstream absent if the values are only written, by {@link #put} or by the owners of feeds */
    TieredCache(Tiers tiers, CacheType type, Wire<T> wire, @Nullable Upstream<T> upstream) {
        this.tiers = tiers;
        this.type = type;
        this.upstream = upstream;
        this.counters = tiers.counters.of(type);
        this.forms = new Forms<>(tiers, type, wire);
        tiers.onReadAhead(type, key -> {
            var _ = refresh(key, Long.MIN_VALUE); // whatever is there: it was written before the change was told
        });
    }

    @Override
    public Future<Reading<T>> get(String name, long maxAgeMillis) {
        CacheKey key = new CacheKey(type, name);
        long nowNanos = tiers.clock.nanos();
        Stored held = tiers.held(key);
        Reading<T> hit = held == null ? null : hit(key, held, maxAgeMillis, nowNanos);
        if (hit != null) {
            return Future.succeededFuture(hit);
        }
        var _ = CacheKey.checked(name);
        counters.miss();
        if (upstream != null && tiers.failedLately(key)) {
            return fallback(held, maxAgeMillis, unavailable("the last fetch has just failed"));
        }
        if (tiers.waiting.incrementAndGet() > Tiers.WAITING_MAX) {
            var _ = tiers.waiting.decrementAndGet();
            return fallback(held, maxAgeMillis, new ServiceException(FailureKind.OVERLOADED, "too many readers wait"));
        }
        long needNanos = maxAgeMillis == ANY ? Long.MIN_VALUE : nowNanos - maxAgeMillis * MILLI;
        return fetch(key, maxAgeMillis, tiers.flight(needNanos, nowNanos, true), held, JOINS_MAX);
    }

    private @Nullable Reading<T> hit(CacheKey key, Stored held, long maxAgeMillis, long nowNanos) {
        if (!tiers.proven(held)) {
            return null;
        }
        long leftNanos = held.expiresNanos() - nowNanos;
        long ageMillis = Forms.ageMillis(held, nowNanos);
        if (held.absent()) {
            if (leftNanos <= 0) {
                return null;
            }
            counters.hit(ageMillis);
            return new Reading.Absent<>();
        }
        if (ageMillis > maxAgeMillis || leftNanos <= 0 && maxAgeMillis == ANY) {
            return null;
        }
        counters.hit(ageMillis);
        if (leftNanos <= 0) {
            counters.stale();
            var _ = refresh(key, held.madeNanos() + 1);
            return found(held, ageMillis, Reading.State.STALE);
        }
        if (upstream != null
                && EarlyRefresh.due(leftNanos, held.costNanos(), tiers.settings.refreshBeta(), tiers.random)
                && refresh(key, held.madeNanos() + 1)) {
            counters.early();
        }
        return found(held, ageMillis, tiers.coherent() ? Reading.State.CURRENT : Reading.State.ALONE);
    }

    @SuppressWarnings("unchecked") // a type has one cache, and only it writes under its keys
    private Reading.Found<T> found(Stored stored, long ageMillis, Reading.State state) {
        stored.markRead();
        return new Reading.Found<>((T) java.util.Objects.requireNonNull(stored.value()), ageMillis, state);
    }

    private boolean refresh(CacheKey key, long needNanos) {
        Flight mine = tiers.flight(needNanos, tiers.clock.nanos(), false);
        if (tiers.failedLately(key) || tiers.flights.putIfAbsent(key, mine) != null) {
            return false;
        }
        fly(key, mine);
        return true;
    }

    private Future<Reading<T>> fetch(CacheKey key, long maxAgeMillis, Flight mine, @Nullable Stored held, int joins) {
        Flight running = tiers.flights.putIfAbsent(key, mine);
        if (running == null) {
            fly(key, mine);
            return mine.future().transform(end -> told(mine, end, maxAgeMillis, held));
        }
        counters.joined();
        return running.future().transform(end -> {
            long nowNanos = tiers.clock.nanos();
            boolean asStrict = running.needNanos >= mine.needNanos;
            return end.failed() || asStrict || joins == 0 || end.result().fits(mine.needNanos, nowNanos)
                    ? told(running, end, maxAgeMillis, held)
                    : fetch(key, maxAgeMillis, tiers.flight(mine.needNanos, nowNanos, true), held, joins - 1);
        });
    }

    private Future<Reading<T>> told(Flight flight, AsyncResult<Stored> end, long maxAgeMillis, @Nullable Stored held) {
        var _ = tiers.waiting.decrementAndGet();
        return end.succeeded()
                ? Future.succeededFuture(reading(flight, end.result(), maxAgeMillis))
                : fallback(held, maxAgeMillis, end.cause());
    }

    private Reading<T> reading(Flight flight, Stored stored, long maxAgeMillis) {
        if (stored.absent()) {
            return new Reading.Absent<>();
        }
        long nowNanos = tiers.clock.nanos();
        long ageMillis = Forms.ageMillis(stored, nowNanos);
        if (ageMillis > maxAgeMillis) {
            return new Reading.TooOld<>(
                    found(stored, ageMillis, Reading.State.STALE).value(), ageMillis, maxAgeMillis);
        }
        counters.age(ageMillis);
        return found(
                stored,
                ageMillis,
                flight.isAlone()
                        ? Reading.State.ALONE
                        : nowNanos < stored.expiresNanos() ? Reading.State.CURRENT : Reading.State.STALE);
    }

    /** What can still be said when a fetch has failed: never a value to a reader with a maximum age. */
    private Future<Reading<T>> fallback(@Nullable Stored held, long maxAgeMillis, Throwable cause) {
        if (held == null || held.absent()) {
            return Future.failedFuture(ServiceException.of(cause));
        }
        long nowNanos = tiers.clock.nanos();
        long ageMillis = Forms.ageMillis(held, nowNanos);
        if (nowNanos - held.expiresNanos() > tiers.settings.staleMax().toNanos()) {
            return Future.failedFuture(ServiceException.of(cause));
        }
        Reading.Found<T> last = found(held, ageMillis, Reading.State.UNPROVEN);
        if (maxAgeMillis != ANY) {
            return Future.succeededFuture(new Reading.TooOld<>(last.value(), ageMillis, maxAgeMillis));
        }
        counters.unproven();
        return Future.succeededFuture(last);
    }

    private void fly(CacheKey key, Flight flight) {
        if (tiers.shared.usable()) {
            tiers.shared.get(key, (value, failure) -> {
                long nowNanos = tiers.clock.nanos();
                Stored there = forms.stored(value, flight.generation, nowNanos);
                if (there != null && there.fits(flight.needNanos, nowNanos)) { // by far the most: the shortest way
                    counters.sharedHit(flight.asked);
                    tiers.remember(key, flight, there);
                    var _ = tiers.flights.remove(key, flight);
                    flight.landed.complete(there);
                } else {
                    land(key, flight, beyondShared(key, flight, there, failure));
                }
            });
        } else if (tiers.shared.present()) {
            land(key, flight, alone(key, flight, "Redis is away"));
        } else {
            land(
                    key,
                    flight,
                    upstream == null
                            ? Future.succeededFuture(forms.absent(flight.generation, true))
                            : ask(key, flight));
        }
    }

    private void land(CacheKey key, Flight flight, Future<Stored> route) {
        var _ = route.onComplete(end -> {
            if (end.succeeded()) {
                tiers.remember(key, flight, end.result());
            }
            var _ = tiers.flights.remove(key, flight);
            flight.landed.handle(end);
        });
    }

    private Future<Stored> beyondShared(
            CacheKey key, Flight flight, @Nullable Stored there, @Nullable Throwable failure) {
        return failure != null
                ? alone(key, flight, String.valueOf(failure.getMessage()))
                : upstream == null ? fed(key, flight, there) : lead(key, flight);
    }

    /** Nobody can say better. That Redis has lost a value is no proof that there is none. */
    private Future<Stored> fed(CacheKey key, Flight flight, @Nullable Stored there) {
        Stored held = tiers.held(key);
        if (there != null) {
            return Future.succeededFuture(there);
        }
        return held == null || held.absent()
                ? Future.succeededFuture(forms.absent(flight.generation, false))
                : Future.failedFuture(unavailable("nobody has written it to Redis lately"));
    }

    private Future<Stored> alone(CacheKey key, Flight flight, String reason) {
        flight.alone();
        return upstream == null ? Future.failedFuture(unavailable(reason)) : ask(key, flight);
    }

    private Future<Stored> lead(CacheKey key, Flight flight) {
        String token = tiers.token();
        return tiers.shared.lead(key, token, tiers.settings.lease().toMillis()).transform(answer -> {
            if (answer.failed()) {
                return alone(key, flight, String.valueOf(answer.cause().getMessage()));
            }
            SharedTier.Lead lead = answer.result();
            long nowNanos = tiers.clock.nanos();
            Stored there = forms.stored(lead.value(), flight.generation, nowNanos);
            if (there != null && there.fits(flight.needNanos, nowNanos)) {
                if (lead.won()) {
                    var _ = tiers.shared.yield(key, token, 0);
                }
                counters.sharedHit(flight.asked);
                return Future.succeededFuture(there);
            }
            return lead.won() ? askAndPublish(key, flight, token) : await(key, flight, lead.leaseLeftMillis());
        });
    }

    private Future<Stored> await(CacheKey key, Flight flight, long leaseLeftMillis) {
        if (tiers.clock.nanos() - flight.deadlineNanos >= 0) {
            return Future.failedFuture(unavailable("another replica did not fetch it in time"));
        }
        long pauseMillis = Math.clamp(leaseLeftMillis + 1, 1, LOOK_AGAIN_MILLIS);
        return flight.change(tiers.pause.apply(pauseMillis)).compose(_ -> lead(key, flight));
    }

    private Future<Stored> askAndPublish(CacheKey key, Flight flight, String token) {
        return ask(key, flight).transform(end -> {
            if (end.failed()) {
                var _ = tiers.shared.yield(
                        key, token, tiers.settings.ttl().failure().toMillis());
                return Future.failedFuture(end.cause());
            }
            Stored fetched = end.result();
            SharedValue value = forms.shared(fetched);
            return tiers.shared
                    .publish(key, token, value, forms.keepMillis(fetched))
                    .transform(published -> {
                        if (published.succeeded() && !published.result()) {
                            flight.spoil(); // the lease ended meanwhile, or there is a newer one
                        }
                        return Future.succeededFuture(fetched);
                    });
        });
    }

    /** Asks the upstream, whose failure keeps it from being asked again for a while. */
    private Future<Stored> ask(CacheKey key, Flight flight) {
        long startNanos = tiers.clock.nanos();
        Upstream<T> from = java.util.Objects.requireNonNull(upstream);
        counters.load();
        Future<Optional<T>> loading;
        try {
            loading = from.load(key.name());
        } catch (RuntimeException e) {
            loading = Future.failedFuture(e);
        }
        return within(loading).transform(end -> {
            if (end.failed()) {
                counters.loadFailed();
                tiers.failed(key);
                return Future.failedFuture(ServiceException.of(end.cause()));
            }
            long nowNanos = tiers.clock.nanos();
            return Future.succeededFuture(end.result()
                    .map(value -> forms.made(value, startNanos, nowNanos - startNanos, nowNanos, flight.generation))
                    .orElseGet(() -> forms.absent(flight.generation, true)));
        });
    }

    private <V> Future<V> within(Future<V> loading) {
        if (loading.isComplete()) {
            return loading;
        }
        return Future.any(
                        loading, tiers.pause.apply(tiers.settings.loadTimeout().toMillis()))
                .transform(_ -> loading.isComplete()
                        ? loading
                        : Future.failedFuture(new ServiceException(
                                FailureKind.UNAVAILABLE,
                                "no answer within "
                                        + tiers.settings.loadTimeout().toMillis() + " ms")));
    }

    @Override
    public Future<Void> put(String name, T value, long madeEpochMillis) {
        CacheKey key = new CacheKey(type, CacheKey.checked(name));
        long nowNanos = tiers.clock.nanos();
        tiers.spoil(key);
        long madeNanos = Forms.nanos(madeEpochMillis, nowNanos, tiers.clock.epochMillis());
        Stored stored = forms.made(value, madeNanos, 0, nowNanos, tiers.generation());
        tiers.remember(key, stored);
        if (!tiers.shared.present()) {
            return Future.succeededFuture();
        }
        return tiers.shared
                .put(key, forms.shared(stored), forms.keepMillis(stored))
                .onFailure(_ -> {
                    var _ = tiers.shared.drop(key); // a full Redis can still forget, and tell the others
                })
                .mapEmpty();
    }

    @Override
    public Future<Void> invalidate(String name) {
        CacheKey key = new CacheKey(type, CacheKey.checked(name));
        Future<Void> dropped = tiers.shared.present() ? tiers.shared.drop(key) : Future.succeededFuture();
        tiers.changed(key);
        tiers.forget(key);
        return dropped;
    }

    private static ServiceException unavailable(String reason) {
        return new ServiceException(FailureKind.UNAVAILABLE, reason);
    }
}
