package tradelab.trading.venue;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * An exchange that takes orders. One class per exchange.
 *
 * <p>Called on one event loop, which it must not block, and which it calls back on.
 */
public interface Venue {
    /** Starts to listen to what happens to our orders, and never stops trying to. */
    void follow(VenueEvents events);

    /**
     * Makes one call for all of {@code operations}.
     *
     * @param notAfterNanos if no byte has left by this {@link System#nanoTime()}, none may: the intent is too old
     * @return one result for each operation, in their order; never fails, because a lost answer is a result
     */
    Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos);

    /**
     * From now on a call of {@link #send} that the venue did not execute is made once more only when {@code turn} says so:
     * the venue counts that call too.
     */
    default void again(BooleanSupplier turn) {}

    /**
     * Reads the venue's own records: first the open orders, then the closed ones, then the fills. An order that is in
     * neither was not at the venue when the reading began.
     *
     * @param sinceMillis closed orders and fills from then on
     */
    Future<VenueRecords> records(long sinceMillis);

    /**
     * From now on this instance may read each kind of record so often, for a venue that counts that.
     *
     * @param spentNanos until when another owner of the key may have used all of it; in the past for none
     */
    default void reads(int perMinute, long spentNanos) {}

    /** Returns which part of the reads that may be made at once is used up, 0 to 1. */
    default double readsUsed() {
        return 0;
    }

    /** Reads what we have there; empty for a venue that keeps no account of it. */
    default Future<List<Balance>> balances() {
        return Future.succeededFuture(List.of());
    }

    /** Returns what the clock of its market says when ours says {@code wallMillis}; a replayed market has one of its own. */
    default long marketMillis(long wallMillis) {
        return wallMillis;
    }

    Future<Void> close();
}
