package tradelab.trading;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Order;
import tradelab.trading.order.Terms;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.order.VenueReport.State;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Taken;
import tradelab.trading.venue.OperationResult.Unanswered;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;
import tradelab.trading.venue.VenueRecords;

/** An exchange in memory that outlives the service, knows what arrived how often, and answers as badly as it is told. */
final class FakeExchange {
    /** What it does with a call. */
    enum Mode {
        HONEST,
        /** Does it, and the answer is lost. */
        ANSWER_LOST,
        /** The call is lost on its way. */
        CALL_LOST,
        /** Does it, and never answers. */
        HANGS_AFTER,
        /** Never does it, never answers. */
        HANGS_BEFORE,
        /** Does it all, and answers only for every other operation. */
        PARTIAL_ANSWER,
        TURNS_AWAY,
        REFUSES
    }

    private final Map<Long, VenueReport> orders = new LinkedHashMap<>();
    private final Map<Long, Integer> arrivals = new LinkedHashMap<>();
    private final List<VenueFill> fills = new ArrayList<>();
    private final List<Terms> amends = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private Mode mode = Mode.HONEST;
    private int badCalls;
    private boolean readable = true;
    private @Nullable VenueEvents events;
    private long trades;
    private int readings;

    synchronized void behave(Mode next, int calls) {
        mode = next;
        badCalls = calls;
    }

    synchronized void readable(boolean isReadable) {
        readable = isReadable;
    }

    /** Returns how often each cid was placed. */
    synchronized Map<Long, Integer> arrivals() {
        return Map.copyOf(arrivals);
    }

    /** Returns the terms of each amendment that it made. */
    synchronized List<Terms> amends() {
        return List.copyOf(amends);
    }

    synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }

    /** Somebody else places an order with our key; it is shown, and told if anybody listens. */
    synchronized void foreign(VenueReport report) {
        orders.put(-orders.size() - 1L, report);
        if (events != null) {
            events.report(report);
        }
    }

    /** Executes a part of an order, and tells it if anybody listens. */
    synchronized void fill(long cid, long amount) {
        fill(cid, amount, true);
    }

    /** Executes a part of an order, and the message of the trade is lost. */
    synchronized void fillUnheard(long cid, long amount) {
        fill(cid, amount, false);
    }

    private void fill(long cid, long amount, boolean heard) {
        VenueReport old = Objects.requireNonNull(orders.get(cid));
        long executed = old.executed() + amount;
        VenueReport next = report(old, executed == Math.abs(old.signedAmount()) ? State.FILLED : State.OPEN, executed);
        VenueFill fill = new VenueFill(
                ++trades, cid, old.venueOrderId(), 640_000_000_000L, amount, -10L, "USD", System.currentTimeMillis());
        orders.put(cid, next);
        fills.add(fill);
        if (events != null) {
            if (heard) {
                events.fill(fill);
            }
            events.report(next);
        }
    }

    Venue venue() {
        return new Venue() {
            @Override
            public void follow(VenueEvents listener) {
                synchronized (FakeExchange.this) {
                    events = listener;
                }
                listener.connected();
            }

            @Override
            public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
                return call(operations);
            }

            @Override
            public Future<VenueRecords> records(long sinceMillis) {
                return read(sinceMillis);
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        };
    }

    /** Returns how often the records were read. */
    synchronized int readings() {
        return readings;
    }

    private synchronized Future<VenueRecords> read(long sinceMillis) {
        readings++;
        if (!readable) {
            return Future.failedFuture("the records cannot be read");
        }
        return Future.succeededFuture(new VenueRecords(
                orders.values().stream()
                        .filter(order -> order.state() == State.OPEN)
                        .toList(),
                orders.values().stream()
                        .filter(order -> order.state() != State.OPEN)
                        .toList(),
                fills.stream().filter(fill -> fill.atMillis() >= sinceMillis).toList(),
                sinceMillis));
    }

    private synchronized Future<List<OperationResult>> call(List<Operation> operations) {
        Mode now = badCalls-- > 0 ? mode : Mode.HONEST;
        batches.add(operations.size());
        List<OperationResult> done = new ArrayList<>();
        if (now == Mode.HONEST || now == Mode.ANSWER_LOST || now == Mode.HANGS_AFTER || now == Mode.PARTIAL_ANSWER) {
            operations.forEach(operation -> done.add(execute(operation)));
        }
        return switch (now) {
            case HONEST -> Future.succeededFuture(done);
            case ANSWER_LOST, CALL_LOST -> all(operations, new Unanswered("reset"));
            case HANGS_AFTER, HANGS_BEFORE ->
                Promise.<List<OperationResult>>promise().future();
            case TURNS_AWAY -> all(operations, new NotExecuted("429"));
            case REFUSES -> all(operations, new Refused("not enough balance"));
            case PARTIAL_ANSWER -> {
                for (int i = 0; i < done.size(); i += 2) {
                    done.set(i, new Unanswered("short list"));
                }
                yield Future.succeededFuture(done);
            }
        };
    }

    private OperationResult execute(Operation operation) {
        return switch (operation) {
            case Operation.Place(Order order) -> {
                arrivals.merge(order.cid(), 1, Integer::sum);
                VenueReport report = new VenueReport(
                        order.cid(),
                        "9" + order.cid(),
                        order.request().instrument().symbol(),
                        order.signedAmount(),
                        State.OPEN,
                        0,
                        0,
                        null);
                orders.put(order.cid(), report);
                yield new Taken(report);
            }
            case Operation.Cancel(Order order, String _) -> {
                VenueReport old = orders.get(order.cid());
                if (old == null || old.state() != State.OPEN) {
                    yield new Refused("Order not found");
                }
                VenueReport next = report(old, State.CANCELED, old.executed());
                orders.put(order.cid(), next);
                yield new Taken(next);
            }
            case Operation.Amend(Order order, String _, Terms terms) -> {
                VenueReport old = orders.get(order.cid());
                if (old == null || old.state() != State.OPEN) {
                    yield new Refused("Order not found");
                }
                amends.add(terms);
                long total = order.signedAmount() < 0 ? -terms.amount() : terms.amount();
                VenueReport next = new VenueReport(
                        old.cid(), old.venueOrderId(), old.symbol(), total, State.OPEN, old.executed(), 0, null);
                orders.put(order.cid(), next);
                yield new Taken(next);
            }
        };
    }

    private static VenueReport report(VenueReport old, State state, long executed) {
        return new VenueReport(
                old.cid(),
                old.venueOrderId(),
                old.symbol(),
                old.signedAmount(),
                state,
                executed,
                executed == 0 ? 0 : 640_000_000_000L,
                state == State.OPEN ? null : state.name());
    }

    private static Future<List<OperationResult>> all(List<Operation> operations, OperationResult result) {
        List<OperationResult> results = operations.stream().map(_ -> result).toList();
        return Future.succeededFuture(results);
    }
}
