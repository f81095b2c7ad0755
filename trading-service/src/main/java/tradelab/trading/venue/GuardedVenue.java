package tradelab.trading.venue;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Unanswered;

/** A venue behind its last gate and its circuit breaker. One event loop owns it. */
public final class GuardedVenue implements Venue {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedVenue.class);

    private final OpenVenue open;
    private final LastGate gate;
    private final Breaker breaker;
    private final LongSupplier nanoTime;
    private final Consumer<String> halt;
    private boolean halted;

    /** @param halt told once why nothing is placed any more */
    public GuardedVenue(OpenVenue open, LastGate gate, Breaker breaker, LongSupplier nanoTime, Consumer<String> halt) {
        this.open = open;
        this.gate = gate;
        this.breaker = breaker;
        this.nanoTime = nanoTime;
        this.halt = halt;
    }

    public LastGate gate() {
        return gate;
    }

    public Breaker breaker() {
        return breaker;
    }

    @Override
    public void follow(VenueEvents events) {
        open.venue().follow(events);
    }

    @Override
    public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
        if (!breaker.tryCall(nanoTime.getAsLong())) {
            return all(operations, "the circuit breaker of " + open.name() + " is open");
        }
        if (!gate.passes(operations)) {
            breaker.succeeded(); // nothing is said about the venue
            String why = String.valueOf(gate.mismatch());
            if (!halted) {
                halted = true;
                LOG.error("event=last_gate_mismatch venue={} cause=\"{}\"", open.name(), why);
                halt.accept(why);
            }
            return all(operations, why);
        }
        return open.venue().send(operations, notAfterNanos).onComplete(results -> {
            Breaker.State before = breaker.state();
            if (results.failed() || isFailure(results.result())) {
                breaker.failed(nanoTime.getAsLong());
            } else {
                breaker.succeeded();
            }
            if (breaker.state() != before) {
                LOG.warn("event=venue_breaker venue={} state={}", open.name(), breaker.state());
            }
        });
    }

    @Override
    public void again(BooleanSupplier turn) {
        open.venue().again(turn);
    }

    /** A venue that answers for some of them is there. */
    private static boolean isFailure(List<OperationResult> results) {
        return results.stream().allMatch(result -> result instanceof Unanswered || result instanceof NotExecuted);
    }

    private static Future<List<OperationResult>> all(List<Operation> operations, String why) {
        OperationResult result = new NotExecuted(why);
        return Future.succeededFuture(operations.stream().map(_ -> result).toList());
    }

    @Override
    public Future<VenueRecords> records(long sinceMillis) {
        return open.venue().records(sinceMillis);
    }

    @Override
    public void reads(int perMinute, long spentNanos) {
        open.venue().reads(perMinute, spentNanos);
    }

    @Override
    public double readsUsed() {
        return open.venue().readsUsed();
    }

    @Override
    public Future<List<Balance>> balances() {
        return open.venue().balances();
    }

    @Override
    public long marketMillis(long wallMillis) {
        return open.venue().marketMillis(wallMillis);
    }

    @Override
    public Future<Void> close() {
        return open.venue().close();
    }
}
