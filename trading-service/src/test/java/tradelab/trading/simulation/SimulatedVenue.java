package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.Law;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.order.VenueReport.State;

/**
 * The venue: takes a client id as often as it comes, forgets closed orders after a while, and tells what it did in whatever
 * order. Its orders are values, so that worlds can share them.
 */
final class SimulatedVenue {
    static final long PRICE = 640_000_000_000L;

    private static final long DAY_MILLIS = 86_400_000L;

    /** An order as the venue has it. */
    record Placed(
            String id,
            long cid,
            String symbol,
            long amount,
            long executed,
            State state,
            long createdMillis,
            long closedMillis) {
        VenueReport report() {
            return new VenueReport(
                    cid,
                    id,
                    symbol,
                    amount,
                    state,
                    executed,
                    executed == 0 ? 0 : PRICE,
                    state == State.OPEN ? null : state.name());
        }

        long left() {
            return Math.abs(amount) - executed;
        }
    }

    /** One operation of a call. */
    record Op(boolean cancel, long cid, @Nullable String venueOrderId, String symbol, long amount) {}

    /** What became of it; absent report: refused. */
    record Done(Op op, @Nullable VenueReport report) {}

    private final Setup setup;
    final TreeMap<String, Placed> orders = new TreeMap<>();
    final List<Entry> history = new ArrayList<>();
    final List<VenueFill> trades = new ArrayList<>();
    private final List<Long> callMillis = new ArrayList<>();
    private long arrivals;

    SimulatedVenue(Setup setup) {
        this.setup = setup;
    }

    SimulatedVenue copy() {
        SimulatedVenue copy = new SimulatedVenue(setup);
        copy.orders.putAll(orders);
        copy.trades.addAll(trades);
        copy.arrivals = arrivals;
        return copy;
    }

    /** Carries out a call. {@code refuse}: the first new order of it lacks the money. */
    List<Done> call(int number, List<Op> ops, boolean refuse, long now) {
        paced(now);
        List<Done> done = new ArrayList<>();
        boolean refusing = refuse;
        for (Op op : ops) {
            if (op.cancel()) {
                done.add(cancel(number, op, now));
            } else {
                done.add(refusing ? refused(number, op, now) : place(number, op, now));
                refusing = false;
            }
        }
        return done;
    }

    private void paced(long now) {
        if (setup.callsPerMinute() > 0) {
            callMillis.add(now);
            callMillis.removeIf(at -> at <= now - 60_000);
            Broken.unless(
                    callMillis.size() <= setup.callsPerMinute(), Law.RATE, callMillis.size() + " calls in a minute");
        }
    }

    private Done place(int number, Op op, long now) {
        for (Placed other : orders.values()) {
            Broken.unless(other.cid() != op.cid(), Law.STORED_REACHED_ONCE, "accepted twice: client id " + op.cid());
        }
        String id = Integer.toString(1_000 + orders.size());
        Placed placed = new Placed(id, op.cid(), op.symbol(), op.amount(), 0, State.OPEN, now, 0);
        orders.put(id, placed);
        arrived(number, Entry.Kind.NEW, op, id, null, now);
        return new Done(op, placed.report());
    }

    private Done refused(int number, Op op, long now) {
        arrived(number, Entry.Kind.NEW, op, null, "not enough balance", now);
        return new Done(op, null);
    }

    private Done cancel(int number, Op op, long now) {
        Placed placed = orders.get(String.valueOf(op.venueOrderId()));
        Broken.unless(placed != null, Law.IN_TURN, "a cancel of what is not there: " + op);
        if (placed == null || placed.state() != State.OPEN) {
            return new Done(op, null);
        }
        arrived(number, Entry.Kind.CANCEL, op, placed.id(), null, now);
        Placed closed = close(placed, State.CANCELED, placed.executed(), now);
        return new Done(op, closed.report());
    }

    private Placed close(Placed placed, State state, long executed, long now) {
        Placed next = new Placed(
                placed.id(),
                placed.cid(),
                placed.symbol(),
                placed.amount(),
                executed,
                state,
                placed.createdMillis(),
                now);
        orders.put(placed.id(), next);
        if (setup.history()) {
            history.add(new Entry.Close(Long.toString(placed.cid()), placed.id(), now));
        }
        return next;
    }

    /** Executes {@code amount} of an open order. */
    VenueFill execute(Placed placed, long amount, long now) {
        long executed = placed.executed() + amount;
        VenueFill fill = new VenueFill(trades.size() + 1L, placed.cid(), placed.id(), PRICE, amount, null, null, now);
        trades.add(fill);
        if (setup.history()) {
            history.add(new Entry.Execution(
                    Long.toString(fill.tradeId()),
                    Long.toString(placed.cid()),
                    placed.id(),
                    new Price(PRICE),
                    new Amount(amount),
                    now));
        }
        if (executed == Math.abs(placed.amount())) {
            var _ = close(placed, State.FILLED, executed, now);
        } else {
            orders.put(
                    placed.id(),
                    new Placed(
                            placed.id(),
                            placed.cid(),
                            placed.symbol(),
                            placed.amount(),
                            executed,
                            State.OPEN,
                            placed.createdMillis(),
                            0));
        }
        return fill;
    }

    List<VenueReport> open() {
        return orders.values().stream()
                .filter(placed -> placed.state() == State.OPEN)
                .map(Placed::report)
                .toList();
    }

    /** Closed orders created since {@code since}. */
    List<VenueReport> closed(long since, long now) {
        long day = now / DAY_MILLIS;
        return orders.values().stream()
                .filter(placed -> placed.state() != State.OPEN && placed.createdMillis() >= since)
                .filter(placed -> !setup.has(Bug.FORGETS_THE_DATE) || placed.createdMillis() / DAY_MILLIS == day)
                .map(Placed::report)
                .toList();
    }

    private void arrived(int call, Entry.Kind kind, Op op, @Nullable String id, @Nullable String reason, long now) {
        arrivals++;
        if (setup.history()) {
            history.add(new Entry.Arrival(
                    arrivals,
                    kind,
                    "BITFINEX:" + op.symbol(),
                    Long.toString(op.cid()),
                    id,
                    new Amount(Math.abs(op.amount())),
                    reason == null,
                    reason,
                    Integer.toString(call),
                    now));
        }
    }
}
