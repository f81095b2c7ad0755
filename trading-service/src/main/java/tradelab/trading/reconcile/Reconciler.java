package tradelab.trading.reconcile;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.VenueReport;
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

    /** A venue that has lost all orders must not fill the log too. */
    private static final int MISSING_LOGGED_MAX = 20;

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
                    reading = false;
                    if (!failure.isEmpty()) {
                        LOG.info("event=venue_records_read_again");
                    }
                    failure = "";
                    return Future.join(asked.stream()
                                    .map(part -> conclude(part, records, began))
                                    .toList())
                            .<Void>mapEmpty();
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

    private Future<Void> conclude(Part part, VenueRecords all, long began) {
        Reading known = parts.get(part);
        if (known == null) {
            return Future.succeededFuture(); // ours no more
        }
        if (!part.holds()) {
            wanted = true; // we may have slept: another reading, once it is clear whose it is
            return Future.succeededFuture();
        }
        known.completeMillis = began;
        return part.steps().apply(conclusions(known, of(part, all), began)).onSuccess(_ -> {
            if (parts.containsKey(part)) {
                part.reconciled();
            }
        });
    }

    private List<Effect> conclusions(Reading known, VenueRecords records, long began) {
        Conclusions.Result result = known.conclusions.of(records, began, timing.epochMillis());
        for (Order order : result.provenUnsent()) {
            LOG.info("event=order_proven_unsent order={}", order.orderId());
        }
        List<Order> missing = result.missing();
        for (Order order : missing.subList(0, Math.min(missing.size(), MISSING_LOGGED_MAX))) {
            LOG.error("event=order_missing_at_venue order={} venue_order={}", order.orderId(), order.venueOrderId());
        }
        if (missing.size() > MISSING_LOGGED_MAX) {
            LOG.error("event=orders_missing_at_venue count={} logged={}", missing.size(), MISSING_LOGGED_MAX);
        }
        return result.effects();
    }

    private VenueRecords of(Part part, VenueRecords all) {
        return new VenueRecords(
                all.open().stream().filter(report -> isOf(part, report)).toList(),
                all.closed().stream().filter(report -> isOf(part, report)).toList(),
                all.fills().stream()
                        .filter(fill -> fill.cid() == 0 || ClientIds.partition(fill.cid()) == part.partition())
                        .toList(),
                all.closedSinceMillis());
    }

    /** An order without an id of ours belongs to the part that knows the venue's id; a foreign one to its home. */
    private boolean isOf(Part part, VenueReport report) {
        if (homes.mayBeOurs(report) || parts.keySet().stream().noneMatch(each -> knows(each, report))) {
            return homes.of(report) == part.partition();
        }
        return knows(part, report);
    }

    private static boolean knows(Part part, VenueReport report) {
        return part.core().knows(report.venueOrderId());
    }
}
