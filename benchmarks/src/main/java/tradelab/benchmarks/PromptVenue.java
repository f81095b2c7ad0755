package tradelab.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tradelab.trading.order.Order;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;
import tradelab.trading.venue.VenueProvider;
import tradelab.trading.venue.VenueRecords;

/** A venue that takes every order at once and notes when: what is left of the time is the gateway's. */
public final class PromptVenue implements VenueProvider, Venue {
    static final String NAME = "prompt";
    static final String CODE = "PROMPT";

    /** When the venue acknowledged each order, by its client's id. */
    static final Map<String, Long> ACKNOWLEDGED_NANOS = new ConcurrentHashMap<>();

    private final Map<Long, VenueReport> open = new LinkedHashMap<>();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> codes() {
        return Set.of(CODE);
    }

    @Override
    public Venue open(Vertx vertx, Map<String, String> settings) {
        return this;
    }

    @Override
    public void follow(VenueEvents events) {
        events.connected();
    }

    @Override
    public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
        List<OperationResult> results = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            Order order = operation.order();
            VenueReport report = new VenueReport(
                    order.cid(),
                    "V" + order.cid(),
                    order.request().instrument().symbol(),
                    order.signedAmount(),
                    VenueReport.State.OPEN,
                    0,
                    0,
                    null);
            open.put(order.cid(), report);
            results.add(new OperationResult.Taken(report));
            ACKNOWLEDGED_NANOS.put(order.request().clientOrderId(), System.nanoTime());
        }
        return Future.succeededFuture(results);
    }

    @Override
    public Future<VenueRecords> records(long sinceMillis) {
        return Future.succeededFuture(new VenueRecords(List.copyOf(open.values()), List.of(), List.of(), sinceMillis));
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
