package tradelab.contracts.monitor;

/** Names of the values in a {@link ServiceSample}. Units last; ratios are 0 to 1. */
public final class SampleKeys {
    public static final String PROCESS_CPU_RATIO = "process.cpu.ratio";
    public static final String HEAP_USED_BYTES = "heap.used.bytes";
    public static final String HEAP_MAX_BYTES = "heap.max.bytes";
    public static final String GC_PAUSE_MILLIS = "gc.pause.millis";
    public static final String THREADS = "threads";
    public static final String LOOP_LAG_P99_MILLIS = "loop.lag.p99.millis";
    public static final String LOOP_LAG_MAX_MILLIS = "loop.lag.max.millis";
    public static final String BUS_LATENCY_P99_MILLIS = "bus.latency.p99.millis";

    public static final String HTTP_REQUESTS_PER_SECOND = "http.requests.perSecond";
    public static final String HTTP_ERRORS_PER_SECOND = "http.errors.perSecond";
    public static final String HTTP_P50_MILLIS = "http.p50.millis";
    public static final String HTTP_P99_MILLIS = "http.p99.millis";

    public static final String FRAMES_PER_SECOND = "feed.frames.perSecond";
    public static final String FRAMES_UNPARSED = "feed.frames.unparsed";
    public static final String BOOKS_LIVE = "books.live";
    public static final String BOOKS_CROSSED = "books.crossed";
    public static final String CACHE_HIT_RATIO = "cache.hit.ratio";
    public static final String CACHE_READS_PER_SECOND = "cache.reads.perSecond";
    public static final String QUOTES_PUBLISHED_PER_SECOND = "quotes.published.perSecond";

    public static final String ORDERS_ACCEPTED_PER_SECOND = "orders.accepted.perSecond";
    public static final String ORDERS_CANCELLED_PER_SECOND = "orders.cancelled.perSecond";
    public static final String ORDERS_FILLED_PER_SECOND = "orders.filled.perSecond";
    public static final String ORDERS_OPEN = "orders.open";
    public static final String ORDERS_IN_DOUBT = "orders.inDoubt";
    public static final String ORDERS_QUEUED = "orders.queued";
    public static final String COMMIT_GROUP_MEAN = "commit.group.mean";
    public static final String COMMIT_P99_MILLIS = "commit.p99.millis";
    public static final String VENUE_BATCH_MEAN = "venue.batch.mean";
    public static final String VENUE_CALLS_PER_SECOND = "venue.calls.perSecond";

    public static final String LOAD_OFFERED_PER_SECOND = "load.offered.perSecond";
    public static final String LOAD_ACHIEVED_PER_SECOND = "load.achieved.perSecond";
    public static final String LOAD_ERRORS_PER_SECOND = "load.errors.perSecond";
    public static final String LOAD_P50_MILLIS = "load.p50.millis";
    public static final String LOAD_P99_MILLIS = "load.p99.millis";
    public static final String LOAD_LAG_P99_MILLIS = "load.lag.p99.millis";

    /** Of a strategy, in the base currency; below 0 what is owed. */
    public static final String STRATEGY_POSITION = "strategy.position";

    public static final String STRATEGY_QUOTES = "strategy.quotes";
    /** In the quote currency, as all profits: the other two together. */
    public static final String STRATEGY_PROFIT = "strategy.profit";

    public static final String STRATEGY_PROFIT_REALIZED = "strategy.profit.realized";
    public static final String STRATEGY_PROFIT_UNREALIZED = "strategy.profit.unrealized";

    private SampleKeys() {}
}
