package tradelab.trading.venue.taiwan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.order.VenueReport.State;
import tradelab.trading.venue.VenueRecords;

/**
 * Reads the venue's own records, page by page.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class TaiwanRecords {
    /*
     * Ids of orders and executions rise. So after each reading we note the highest ones beside our own time: whatever we
     * send after that time has higher ids, and a later reading need not begin at the beginning. Orders that the venue has
     * forgotten are told by the highest of their ids; what the list says about the time before it proves nothing.
     */

    private static final int PAGE = 1_000;

    /** The venue remembers 100,000; one more page tells that there is nothing more. */
    private static final int PAGES_MAX = 200;

    private static final int MARKS_MAX = 64;

    /** The highest ids at a time of ours. */
    private record Mark(long orderId, long executionId) {
        static final Mark NONE = new Mark(0, 0);
    }

    private static final class Reading {
        private final List<VenueReport> open = new ArrayList<>();
        private final List<VenueReport> closed = new ArrayList<>();
        private final List<VenueFill> fills = new ArrayList<>();
        private long orderId;
        private long executionId;
        private long forgotten;
    }

    private final TaiwanLine line;
    private final LongSupplier wallMillis;
    private final TreeMap<Long, Mark> marks = new TreeMap<>();

    TaiwanRecords(TaiwanLine line, LongSupplier wallMillis) {
        this.line = line;
        this.wallMillis = wallMillis;
    }

    Future<VenueRecords> read(long sinceMillis) {
        Map.Entry<Long, Mark> known = marks.floorEntry(sinceMillis);
        Mark from = known == null ? Mark.NONE : known.getValue();
        Reading reading = new Reading();
        reading.orderId = from.orderId();
        reading.executionId = from.executionId();
        return orders(reading, "open", 0, PAGES_MAX)
                .compose(_ -> orders(reading, "all", from.orderId(), PAGES_MAX))
                .compose(_ -> executions(reading, from.executionId(), PAGES_MAX))
                .map(_ -> {
                    mark(new Mark(reading.orderId, reading.executionId));
                    return new VenueRecords(
                            reading.open, reading.closed, reading.fills, completeSince(reading, from, sinceMillis));
                });
    }

    /** Returns from when on the list of orders is complete, by our clock; never if that is not known. */
    private long completeSince(Reading reading, Mark from, long sinceMillis) {
        if (reading.forgotten <= from.orderId()) {
            return sinceMillis;
        }
        return marks.entrySet().stream()
                .filter(mark -> mark.getValue().orderId() >= reading.forgotten)
                .mapToLong(Map.Entry::getKey)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private void mark(Mark reached) {
        marks.put(wallMillis.getAsLong(), reached);
        if (marks.size() > MARKS_MAX) {
            // every second one goes: old times are then told less finely, which costs only pages
            boolean[] drop = new boolean[1];
            marks.keySet().removeIf(_ -> drop[0] = !drop[0]);
        }
    }

    private Future<Void> orders(Reading reading, String state, long after, int pages) {
        ObjectNode request =
                Wire.request("orders").put("state", state).put("after", after).put("limit", PAGE);
        return page(request, pages).compose(result -> {
            for (JsonNode row : result.path("orders")) {
                VenueReport report = Wire.report(row);
                reading.orderId = Math.max(reading.orderId, Wire.number(row, "orderId"));
                (report.state() == State.OPEN ? reading.open : reading.closed).add(report);
            }
            if (result.hasNonNull("forgotten")) {
                reading.forgotten = Math.max(reading.forgotten, Wire.number(result, "forgotten"));
            }
            return result.hasNonNull("next")
                    ? orders(reading, state, Wire.number(result, "next"), pages - 1)
                    : Future.succeededFuture();
        });
    }

    private Future<Void> executions(Reading reading, long after, int pages) {
        ObjectNode request = Wire.request("executions").put("after", after).put("limit", PAGE);
        return page(request, pages).compose(result -> {
            for (JsonNode row : result.path("executions")) {
                reading.executionId = Math.max(reading.executionId, Wire.number(row, "executionId"));
                if (Wire.cid(row) > 0) {
                    reading.fills.add(Wire.fill(row));
                }
            }
            return result.hasNonNull("next")
                    ? executions(reading, Wire.number(result, "next"), pages - 1)
                    : Future.succeededFuture();
        });
    }

    private Future<JsonNode> page(ObjectNode request, int pages) {
        if (pages == 0) {
            return Future.failedFuture("the venue's list has more than " + PAGES_MAX + " pages");
        }
        return line.ask(request)
                .compose(reply -> reply.ok()
                        ? Future.succeededFuture(reply.result())
                        : Future.failedFuture(reply.code() + ": " + reply.message()));
    }
}
