package tradelab.trading.desk;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.trading.order.VenueReport;

/**
 * Orders that a venue shows and memory does not know. What the database does not know either is somebody else's: it is
 * logged and counted once, however often it is shown.
 *
 * <p>Not thread-safe: one event loop owns it. Of more than so many the ones that were not shown for the
 * longest time are forgotten, and would be told again.
 */
final class Strangers {
    /** Enough for the orders of others that a venue shows at once. */
    static final int REMEMBERED_MAX = 20_000;

    /** Orders that one query looks for; the queries of one reading go one after another. */
    static final int QUERY_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);

    private final Function<Collection<Long>, Future<Set<Long>>> stored;
    private final DeskMetrics metrics;
    private final int rememberedMax;
    private final LinkedHashSet<String> foreign = new LinkedHashSet<>();
    /** Ours, so that no sweep asks for them again. */
    private final LinkedHashSet<String> ours = new LinkedHashSet<>();

    private final Set<String> asking = new HashSet<>();

    /**
     * @param stored says which client ids the database has
     * @param rememberedMax of ours, and of others'
     */
    Strangers(Function<Collection<Long>, Future<Set<Long>>> stored, DeskMetrics metrics, int rememberedMax) {
        this.stored = stored;
        this.metrics = metrics;
        this.rememberedMax = rememberedMax;
    }

    /** Looks at those that were not looked at before. */
    void look(List<VenueReport> reports) {
        if (reports.isEmpty()) {
            return; // every order that is taken in passes here
        }
        List<VenueReport> fresh = reports.stream()
                .filter(report -> !isKnown(key(report)) && asking.add(key(report)))
                .toList();
        ask(fresh);
    }

    private boolean isKnown(String key) {
        return again(foreign, key) || again(ours, key);
    }

    /** What is shown still is forgotten last. */
    private static boolean again(LinkedHashSet<String> remembered, String key) {
        boolean known = remembered.contains(key);
        if (known) {
            remembered.addLast(key);
        }
        return known;
    }

    private void ask(List<VenueReport> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        List<VenueReport> part = fresh.subList(0, Math.min(fresh.size(), QUERY_MAX));
        stored.apply(part.stream().map(VenueReport::cid).toList())
                .onComplete(
                        known -> {
                            part.forEach(report -> tell(report, known.contains(report.cid())));
                            ask(fresh.subList(part.size(), fresh.size()));
                        },
                        cause -> {
                            // the next reading shows them again
                            fresh.forEach(report -> asking.remove(key(report)));
                            LOG.warn(
                                    "event=unknown_orders_unchecked count={} cause=\"{}\"",
                                    fresh.size(),
                                    cause.getMessage());
                        });
    }

    private void tell(VenueReport report, boolean isOurs) {
        String key = key(report);
        asking.remove(key);
        remember(isOurs ? ours : foreign, key);
        boolean open = report.state() == VenueReport.State.OPEN;
        if (isOurs && !open) {
            return; // over for us too, and memory has given it up
        }
        if (isOurs) {
            metrics.alarm();
        } else {
            metrics.unknownOrder();
        }
        LOG.warn(
                "event={} venue_order={} cid={} symbol={} state={}",
                isOurs ? "final_order_at_venue" : "unknown_venue_order",
                report.venueOrderId(),
                report.cid(),
                report.symbol(),
                report.state());
    }

    private void remember(LinkedHashSet<String> remembered, String key) {
        remembered.addLast(key);
        if (remembered.size() > rememberedMax) {
            remembered.removeFirst();
        }
    }

    /** Two venues may have the same id for different things. */
    private static String key(VenueReport report) {
        return report.venueOrderId() + ' ' + report.symbol();
    }
}
