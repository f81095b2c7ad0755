package tradelab.trading.reconcile;

import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.batch.Steps;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.pace.Timing;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueRecords;

/**
 * Holds our orders against the venue's records: at start, when the stream comes back, often while something is in
 * doubt, and now and then anyway.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final long TICK_MILLIS = 100;

    private final OrderCore core;
    private final Venue venue;
    private final ReconcileSettings settings;
    private final Steps steps;
    private final Timing timing;
    private final Runnable whenRead;
    private final Conclusions conclusions;
    private boolean running;
    private long readMillis;
    private long completeMillis;
    private boolean wanted = true;
    private boolean reading;
    private String failure = "the venue's records were not read yet";

    /** @param whenRead called after each complete reading whose conclusions are durable */
    public Reconciler(
            OrderCore core, Venue venue, ReconcileSettings settings, Steps steps, Runnable whenRead, Timing timing) {
        this.whenRead = whenRead;
        this.core = core;
        this.venue = venue;
        this.settings = settings;
        this.steps = steps;
        this.timing = timing;
        this.conclusions = new Conclusions(
                core,
                settings.readingsMin(),
                settings.quarantine().toMillis(),
                settings.clockSkew().toMillis());
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
        boolean doubts = core.count(OrderStatus.IN_DOUBT) > 0;
        long interval = doubts || !failure.isEmpty() || wanted
                ? settings.interval().toMillis()
                : settings.sweepInterval().toMillis();
        boolean first = wanted && readMillis == 0;
        if (!reading && (first || now - readMillis >= interval)) {
            var _ = read();
        }
    }

    /** Reads the records once and draws the conclusions. Never fails. */
    public Future<Void> read() {
        reading = true;
        wanted = false;
        long began = timing.epochMillis();
        readMillis = began;
        return venue.records(since(began))
                .compose(records -> {
                    reading = false;
                    failure = "";
                    completeMillis = began;
                    return steps.apply(conclude(records, began)).onSuccess(_ -> whenRead.run());
                })
                .recover(cause -> {
                    reading = false;
                    failure = String.valueOf(cause.getMessage());
                    LOG.warn("event=venue_records_unread cause=\"{}\"", failure);
                    return Future.succeededFuture();
                });
    }

    /** Closed orders matter from the creation of our oldest open one, fills since the last complete reading. */
    private long since(long now) {
        long since = completeMillis == 0 ? now : completeMillis;
        for (Order oldest : core.open()) {
            since = Math.min(since, oldest.createdMillis());
            break; // open orders come oldest first
        }
        return since - settings.clockSkew().toMillis();
    }

    private List<Effect> conclude(VenueRecords records, long began) {
        Conclusions.Result result = conclusions.of(records, began, timing.epochMillis());
        for (Order order : result.provenUnsent()) {
            LOG.info("event=order_proven_unsent order={}", order.orderId());
        }
        for (Order order : result.missing()) {
            LOG.error("event=order_missing_at_venue order={} venue_order={}", order.orderId(), order.venueOrderId());
        }
        return result.effects();
    }
}
