package tradelab.venue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.venue.fault.ArrivalEntry;
import tradelab.venue.fault.Fault;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.journal.Arrival;
import tradelab.venue.journal.LedgerSummary;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.market.Market;
import tradelab.venue.matching.OrderKind;

/**
 * A running venue from the same process, without HTTP between: faults, the truth about what arrived, background orders
 * and the clock. Thread-safe: everything runs on the venue's event loop.
 */
public final class VenueControls {
    private final Context home;
    private final Venue venue;
    private final VenueClock clock;

    VenueControls(Context home, Venue venue, VenueClock clock) {
        this.home = home;
        this.venue = venue;
        this.clock = clock;
    }

    /** Puts a fault in force; completes with its id. */
    public Future<String> addFault(FaultSpec spec) {
        return call(() -> venue.faults().add(spec).id());
    }

    /** Ends a fault; completes with how often it struck, or null if it was not in force (any more). */
    public Future<@Nullable Long> removeFault(String id) {
        return call(() -> {
            Fault fault = venue.faults().remove(id);
            return fault == null ? null : Long.valueOf(fault.strikes());
        });
    }

    public Future<List<String>> faults() {
        return call(() -> venue.faults().inForce().stream().map(Fault::id).toList());
    }

    /** Ends all faults. */
    public Future<Integer> clearFaults() {
        return call(() -> venue.faults().clear().size());
    }

    /** Returns arrivals with a sequence above {@code after}, oldest first, a page at most. */
    public Future<List<ArrivalEntry>> arrivals(long after) {
        return call(() -> venue.faults().journal().page(after, Integer.MAX_VALUE));
    }

    /** Returns orders that arrived with a sequence above {@code after}, oldest first, a page at most. */
    public Future<List<Arrival>> ledger(long after) {
        return call(() -> venue.ledger().page(after, Integer.MAX_VALUE));
    }

    public Future<LedgerSummary> summary() {
        return call(() -> venue.ledger().snapshot().count());
    }

    /** Enters an order of the house, which has no limits and no account. Completes with its id. */
    public Future<Long> submitHouse(String symbol, OrderKind kind, long amount, long price) {
        return call(() -> {
            Market market = venue.market(symbol);
            if (market.isReplayed()) {
                throw Require.refused("symbol", "a market that is not replayed", symbol);
            }
            HouseDesk desk = venue.desk(symbol);
            long id = desk.submit(kind, amount, price, clock.getAsLong());
            desk.publish(clock.getAsLong());
            return id;
        });
    }

    /** Puts the venue's clock forward and does what is due by then. Completes with the new time. */
    public Future<Long> advance(Duration by) {
        return call(() -> {
            clock.advance(by);
            long now = clock.getAsLong();
            venue.tick(now);
            var _ = venue.faults().inForce();
            return now;
        });
    }

    private <T extends @Nullable Object> Future<T> call(Supplier<T> task) {
        Promise<T> done = Promise.promise();
        home.runOnContext(_ -> {
            try {
                done.complete(task.get());
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }
}
