package tradelab.trading.reconcile;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.Order;
import tradelab.trading.pace.Timing;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueRecords;

/**
 * Holds our orders against the venue's records: at start, at take-over, when the stream comes back, often while something
 * is in doubt, and now and then anyway. One reading serves every partition.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final long TICK_MILLIS = 100;

    /** Records or orders that one turn looks at: a few milliseconds of the event loop. More turns would hold a start up. */
    static final int SLICE = 4_000;

    /** A venue that has lost all orders must not fill the log too. */
    private static final int LOGGED_MAX = 20;

    /** A partition and what is known of its records. */
    private static final class Reading {
        private final Conclusions conclusions;
        /** Since when the records are known without a gap, 0 for not yet. */
        private long completeMillis;

        Reading(Conclusions conclusions) {
            this.conclusions = conclusions;
        }
    }

    private final Map<Part, Reading> parts = new LinkedHashMap<>();
    private final Venue venue;
    private final ReconcileSettings settings;
    private final Timing timing;
    private final Predicate<Order> ours;
    private final Homes homes;
    private boolean running;
    private long readMillis;
    private boolean wanted = true;
    private boolean reading;
    private String failure = "the venue's records were not read yet";

    /** @param ours which orders go to this venue */
    public Reconciler(Venue venue, ReconcileSettings settings, Timing timing, Homes homes, Predicate<Order> ours) {
        this.ours = ours;
        this.homes = homes;
        this.venue = venue;
        this.settings = settings;
        this.timing = timing;
    }

    /** Takes a partition in. The next reading begins at once. */
    public void add(Part part) {
        parts.put(
                part,
                new Reading(new Conclusions(
                        part.core(),
                        settings.readingsMin(),
                        settings.quarantine().toMillis(),
                        settings.clockSkew().toMillis(),
                        ours)));
        wanted = true;
        readMillis = 0;
    }

    /** Forgets a partition that is ours no more. */
    public void remove(Part part) {
        parts.remove(part);
    }

    /** Begins to read by itself. */
    public void start() {
        running = true;
        tick();
    }

    public void stop() {
        running = false;
    }

    /** Reads soon: something may have been missed. */
    public void soon() {
        wanted = true;
    }

    /** Returns why the last reading failed, empty if it did not. */
    public String failure() {
        return failure;
    }

    private void tick() {
        if (!running) {
            return;
        }
        timing.after(TICK_MILLIS, this::tick);
        long now = timing.epochMillis();
        boolean doubts = parts.keySet().stream().anyMatch(part -> part.core().count(OrderStatus.IN_DOUBT) > 0);
        long interval = doubts || !failure.isEmpty() || wanted
                ? settings.interval().toMillis()
                : settings.sweepInterval().toMillis();
        boolean first = wanted && readMillis == 0;
        if (!reading && !parts.isEmpty() && (first || now - readMillis >= interval)) {
            var _ = read();
        }
    }

    /** Reads the records once and draws the conclusions. Never fails. */
    public Future<Void> read() {
        reading = true;
        wanted = false;
        long began = timing.epochMillis();
        readMillis = began;
        List<Part> asked = List.copyOf(parts.keySet());
        return venue.records(since(began))
                .compose(records -> {
                    if (!failure.isEmpty()) {
                        LOG.info("event=venue_records_read_again");
                    }
                    failure = "";
                    return new Run(asked, records, began).begin();
                })
                .recover(cause -> {
                    reading = false;
                    String why = String.valueOf(cause.getMessage());
                    if (!why.equals(failure)) { // told once, though it is tried every few seconds
                        LOG.warn("event=venue_records_unread cause=\"{}\"", why);
                    }
                    failure = why;
                    return Future.succeededFuture();
                });
    }

    /**
     * Closed orders matter from the creation of our oldest open one, fills since the last complete reading; both from that
     * of the oldest order whose fills we do not have all.
     */
    private long since(long now) {
        long since = now;
        for (Map.Entry<Part, Reading> part : parts.entrySet()) {
            long complete = part.getValue().completeMillis;
            if (complete > 0) {
                since = Math.min(since, complete);
            }
            since = Math.min(since, oldest(part.getKey().core().open()));
            since = Math.min(since, oldest(part.getKey().core().unsettled()));
        }
        return since - settings.clockSkew().toMillis();
    }

    /** Both come oldest first. */
    private static long oldest(Collection<Order> orders) {
        Iterator<Order> each = orders.iterator();
        return each.hasNext() ? each.next().createdMillis() : Long.MAX_VALUE;
    }

    /** Draws the conclusions of one reading, {@link #SLICE} records or orders a turn, each slice durable before the next. */
    private final class Run {
        private final long began;
        private final Map<Part, Conclusions.Drawing> drawings = new LinkedHashMap<>();
        private final Passage passage;
        private final Promise<Void> done = Promise.promise();
        /** Parts of which a slice could not be stored. */
        private final Set<Part> unstored = new HashSet<>();

        private int provenUnsent;
        private int missing;

        Run(List<Part> asked, VenueRecords records, long began) {
            this.began = began;
            for (Part part : asked) {
                Reading known = parts.get(part);
                if (known != null) { // still ours
                    drawings.put(part, known.conclusions.begin(began, records.closedSinceMillis()));
                }
            }
            this.passage = new Passage(
                    records,
                    homes,
                    List.copyOf(drawings.values()),
                    drawings.keySet().stream().mapToInt(Part::partition).toArray());
        }

        Future<Void> begin() {
            slice();
            return done.future();
        }

        private void slice() {
            try {
                dropLost();
                passage.next(SLICE, timing.epochMillis());
                List<Future<Void>> steps = new ArrayList<>(drawings.size());
                drawings.forEach((part, drawing) -> steps.add(carryOut(part, drawing.take())));
                if (passage.isDone()) {
                    end(steps);
                } else {
                    var _ = Future.join(steps).onComplete(_ -> timing.after(1, this::slice));
                }
            } catch (RuntimeException e) {
                drawings.values().forEach(Conclusions.Drawing::end);
                done.fail(e);
            }
        }

        /** Nothing may be concluded about orders that another may have by now, nor passed over what was not stored. */
        private void dropLost() {
            drawings.entrySet().removeIf(entry -> {
                Part part = entry.getKey();
                boolean ours = parts.containsKey(part);
                boolean goesOn = ours && part.holds() && !unstored.contains(part);
                if (!goesOn) {
                    entry.getValue().end();
                    wanted |= ours; // we may have slept: another reading, once it is clear whose it is
                }
                return !goesOn;
            });
        }

        private Future<Void> carryOut(Part part, Conclusions.Result result) {
            for (Order order : result.provenUnsent()) {
                if (++provenUnsent <= LOGGED_MAX) {
                    LOG.info("event=order_proven_unsent order={}", order.orderId());
                }
            }
            for (Order order : result.missing()) {
                if (++missing <= LOGGED_MAX) {
                    LOG.error(
                            "event=order_missing_at_venue order={} venue_order={}",
                            order.orderId(),
                            order.venueOrderId());
                }
            }
            return part.steps().apply(result.effects()).onFailure(_ -> unstored.add(part));
        }

        private void end(List<Future<Void>> steps) {
            reading = false;
            if (provenUnsent > LOGGED_MAX) {
                LOG.info("event=orders_proven_unsent count={} logged={}", provenUnsent, LOGGED_MAX);
            }
            if (missing > LOGGED_MAX) {
                LOG.error("event=orders_missing_at_venue count={} logged={}", missing, LOGGED_MAX);
            }
            Iterator<Future<Void>> last = steps.iterator();
            drawings.keySet().forEach(part -> {
                Reading known = parts.get(part);
                if (known != null) {
                    known.completeMillis = began;
                }
                var _ = last.next().onSuccess(_ -> {
                    if (parts.containsKey(part)) {
                        part.reconciled();
                    }
                });
            });
            Future.join(steps).<Void>mapEmpty().onComplete(done);
        }
    }
}
