package tradelab.trading.venue.taiwan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;
import tradelab.trading.venue.Balance;
import tradelab.trading.venue.NotWrittenException;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Unanswered;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;
import tradelab.trading.venue.VenueRecords;

/**
 * TWSE and TPEx over one WebSocket. An order's client id there is its public id here, and the venue takes each once.
 *
 * <p>Orders and amendments say until when the venue may take them. So a process that was stopped between its last look at
 * the clock and the writing does no harm when it wakes: what it then writes comes too late.
 */
final class TaiwanVenue implements Venue {
    private final TaiwanLine line;
    private final TaiwanRecords records;
    private @Nullable VenueEvents events;
    private @Nullable TaiwanMarket market;

    TaiwanVenue(Vertx vertx, TaiwanSettings settings) {
        this.line = new TaiwanLine(vertx, settings, new Listener(), System::currentTimeMillis);
        this.records = new TaiwanRecords(line, System::currentTimeMillis);
    }

    @Override
    public void follow(VenueEvents listener) {
        events = listener;
        market = new TaiwanMarket(line, listener);
        if (line.isReady()) {
            opened();
        }
    }

    private void opened() {
        TaiwanMarket listed = market;
        VenueEvents listener = events;
        if (listed != null && listener != null) {
            listed.read();
            listener.connected();
        }
    }

    @Override
    public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(notAfterNanos - System.nanoTime());
        if (leftMillis <= 0) {
            OperationResult late = new NotExecuted("the intent had become too old");
            return Future.succeededFuture(operations.stream().map(_ -> late).toList());
        }
        long notAfter = line.time().at(System.currentTimeMillis() + leftMillis);
        List<Order> orders = new ArrayList<>(operations.size());
        List<Future<OperationResult>> results = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            results.add(
                    switch (operation) {
                        case Operation.Cancel(Order _, String id) -> change(Submission.cancel(id));
                        case Operation.Amend amend -> change(Submission.amend(amend, notAfter));
                        case Operation.Place(Order order) -> unfit(order, orders);
                    });
        }
        Future<List<OperationResult>> placed = place(orders, notAfter);
        return Future.join(results).compose(_ -> placed).map(taken -> {
            List<OperationResult> all = new ArrayList<>(results.size());
            int next = 0;
            for (int i = 0; i < results.size(); i++) {
                boolean sent = operations.get(i) instanceof Operation.Place(Order order) && orders.contains(order);
                all.add(sent ? taken.get(next++) : results.get(i).result());
            }
            return all;
        });
    }

    /** Adds the order to those that are to be sent, unless the market has no such orders. */
    private static Future<OperationResult> unfit(Order order, List<Order> fit) {
        String why = Wire.unfit(order);
        if (why == null) {
            fit.add(order);
        }
        return Future.succeededFuture(new Refused(String.valueOf(why)));
    }

    private Future<List<OperationResult>> place(List<Order> orders, long notAfter) {
        if (orders.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return line.ask(Submission.places(orders, notAfter))
                .map(reply -> Submission.placed(orders, reply))
                .otherwise(cause -> {
                    OperationResult result = lost(cause);
                    return orders.stream().map(_ -> result).toList();
                });
    }

    private Future<OperationResult> change(ObjectNode request) {
        return line.ask(request).map(Submission::changed).otherwise(TaiwanVenue::lost);
    }

    private static OperationResult lost(Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        return cause instanceof NotWrittenException ? new NotExecuted(reason) : new Unanswered(reason);
    }

    @Override
    public Future<VenueRecords> records(long sinceMillis) {
        return line.ready().compose(_ -> records.read(sinceMillis));
    }

    @Override
    public Future<List<Balance>> balances() {
        return line.ready().compose(_ -> line.ask(Wire.request("account"))).map(reply -> {
            if (!reply.ok()) {
                throw new IllegalStateException(reply.code() + ": " + reply.message());
            }
            return Wire.balances(reply.result());
        });
    }

    @Override
    public long marketMillis(long wallMillis) {
        return line.time().at(wallMillis);
    }

    @Override
    public Future<Void> close() {
        return line.close();
    }

    private final class Listener implements TaiwanLine.Listener {
        @Override
        public void open() {
            opened();
        }

        @Override
        public void report(String type, JsonNode frame) {
            VenueEvents listener = events;
            if (listener == null) {
                return; // the records are read before anybody listens
            }
            if (type.equals("order")) {
                listener.report(Wire.report(frame.path("order")));
            } else if (Wire.cid(frame) > 0) {
                listener.fill(Wire.fill(frame));
            }
        }

        @Override
        public void status(JsonNode frame) {
            TaiwanMarket listed = market;
            if (listed != null) {
                listed.status(frame);
            }
        }

        @Override
        public void gap() {
            VenueEvents listener = events;
            if (listener != null) {
                listener.connected();
            }
        }

        @Override
        public void lost(String why) {
            VenueEvents listener = events;
            if (listener != null) {
                listener.disconnected(why);
            }
        }
    }
}
