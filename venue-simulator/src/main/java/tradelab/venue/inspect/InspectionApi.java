package tradelab.venue.inspect;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tradelab.runtime.http.ApiRequest;
import tradelab.venue.journal.Ledger;
import tradelab.venue.journal.OrderHistory;

/** Answers {@code /sim/...}. Runs on the event loop that owns the ledger. */
public final class InspectionApi {
    private static final int LIMIT_DEFAULT = 1_000;

    private final Vertx vertx;
    private final Ledger ledger;
    private final OrderHistory history;
    private final Supplier<Map<String, Object>> sources;

    public InspectionApi(Vertx vertx, Ledger ledger, OrderHistory history, Supplier<Map<String, Object>> sources) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.history = history;
        this.sources = sources;
    }

    private record Page(List<ArrivalView> entries, long next) {}

    /** Returns a page of arrivals, oldest first, and where the next one begins. */
    public Future<?> page(ApiRequest request) {
        long after = request.query("after", 0, 0, Long.MAX_VALUE - 1);
        int limit = (int) request.query("limit", LIMIT_DEFAULT, 1, Ledger.PAGE_MAX);
        List<ArrivalView> entries =
                ledger.page(after, limit).stream().map(ArrivalView::of).toList();
        long next = entries.isEmpty() ? after : entries.getLast().sequence();
        return Future.succeededFuture(new Page(entries, next));
    }

    private record HistoryPage(List<HistoryView> entries, long next, long oldest) {}

    /** Returns a page of what happened to orders, oldest first, and where the next one begins. */
    public Future<?> history(ApiRequest request) {
        long after = request.query("after", 0, 0, Long.MAX_VALUE - 1);
        int limit = (int) request.query("limit", LIMIT_DEFAULT, 1, OrderHistory.PAGE_MAX);
        List<HistoryView> entries =
                history.page(after, limit).stream().map(HistoryView::of).toList();
        long next = entries.isEmpty() ? after : entries.getLast().sequence();
        return Future.succeededFuture(new HistoryPage(entries, next, history.oldest()));
    }

    /** Counts arrivals; sorting a million client ids happens away from the event loop. */
    public Future<?> summary(ApiRequest request) {
        Ledger.Snapshot snapshot = ledger.snapshot();
        return vertx.executeBlocking(snapshot::count);
    }

    public Future<?> sources(ApiRequest request) {
        return Future.succeededFuture(sources.get());
    }
}
