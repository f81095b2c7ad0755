package tradelab.venue.inspect;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.runtime.http.ApiRequest;
import tradelab.venue.fault.ArrivalEntry;
import tradelab.venue.fault.ArrivalJournal;
import tradelab.venue.fault.Fault;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.fault.Faults;

/** Answers {@code /sim/faults} and {@code /sim/arrivals}. Runs on the event loop that owns the faults. */
public final class FaultApi {
    private static final int LIMIT_DEFAULT = 1_000;

    private final Faults faults;

    public FaultApi(Faults faults) {
        this.faults = faults;
    }

    private record FaultView(String id, FaultSpec fault, long begunMillis, long occasions, long strikes) {
        static FaultView of(Fault fault) {
            return new FaultView(fault.id(), fault.spec(), fault.begunMillis(), fault.occasions(), fault.strikes());
        }
    }

    private record FaultList(List<FaultView> faults) {
        static FaultList of(List<Fault> faults) {
            return new FaultList(faults.stream().map(FaultView::of).toList());
        }
    }

    private record Page(List<ArrivalEntry> entries, long next, long arrivals) {}

    public Future<?> list(ApiRequest request) {
        return Future.succeededFuture(FaultList.of(faults.inForce()));
    }

    /** Puts a fault in force. */
    public Future<?> add(ApiRequest request) {
        return Future.succeededFuture(FaultView.of(faults.add(request.body(FaultSpec.class))));
    }

    /** Ends all faults, and returns what they did. */
    public Future<?> clear(ApiRequest request) {
        return Future.succeededFuture(FaultList.of(faults.clear()));
    }

    /** Ends one fault, and returns what it did. */
    public Future<?> remove(ApiRequest request) {
        String id = request.path("id");
        @Nullable Fault fault = faults.remove(id);
        if (fault == null) {
            return Future.failedFuture(
                    new ServiceException(FailureKind.NOT_FOUND, "id: expected a fault in force, got '" + id + "'"));
        }
        return Future.succeededFuture(FaultView.of(fault));
    }

    /** Returns a page of arrivals, oldest first, and where the next one begins. */
    public Future<?> arrivals(ApiRequest request) {
        long after = request.query("after", 0, 0, Long.MAX_VALUE - 1);
        int limit = (int) request.query("limit", LIMIT_DEFAULT, 1, ArrivalJournal.PAGE_MAX);
        List<ArrivalEntry> entries = faults.journal().page(after, limit);
        long next = entries.isEmpty() ? after : entries.getLast().sequence();
        return Future.succeededFuture(new Page(entries, next, faults.journal().arrivals()));
    }
}
