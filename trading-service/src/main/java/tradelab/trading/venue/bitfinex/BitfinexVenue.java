package tradelab.trading.venue.bitfinex;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.Balance;
import tradelab.trading.venue.NotWrittenException;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Unanswered;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;
import tradelab.trading.venue.VenueRecords;
import tradelab.trading.venue.bitfinex.ReadBudget.Kind;

/** Bitfinex, or whatever speaks its protocol. */
public final class BitfinexVenue implements Venue {
    private static final Logger LOG = LoggerFactory.getLogger(BitfinexVenue.class);
    private static final int PAGE = 2_500;
    private static final int PAGES_MAX = 8;

    /** More than this never wait for their turn: one reading of the records, and questions about the balances. */
    private static final int READS_WAITING_MAX = 16;

    private final Vertx vertx;
    private final BitfinexSettings settings;
    private final Signature signature;
    private final RestClient rest;
    private final WayChoice choice;
    private Way last;
    private final PairInfo pairs;
    private final ReadBudget reads = new ReadBudget(System.nanoTime());
    private int readsWaiting;
    private boolean closed;
    private BooleanSupplier again = () -> false;
    private @Nullable OrderStream stream;
    private @Nullable VenueEvents events;
    private long quietUntilNanos = System.nanoTime();

    /** @param micros the clock of the nonces, in microseconds; shared by all instances that use the key */
    public BitfinexVenue(Vertx vertx, BitfinexSettings settings, LongSupplier micros) {
        this.vertx = vertx;
        this.settings = settings;
        this.signature = new Signature(settings.secret().value(), micros);
        this.rest = new RestClient(vertx, settings, signature);
        this.pairs = new PairInfo(
                vertx,
                settings.publicUrl().orElse(settings.restUrl()),
                settings.connectTimeout(),
                settings.callTimeout());
        this.choice = new WayChoice(settings.entry());
        this.last = settings.entry();
    }

    @Override
    public void follow(VenueEvents events) {
        this.events = events;
        stream = new OrderStream(vertx, settings, signature, events, this::pause);
        pairs.follow(events);
    }

    /** The venue is in maintenance, or asks to be left alone: neither orders go there nor questions. */
    private void pause(String why, long nanos) {
        quietUntilNanos = System.nanoTime() + nanos;
        VenueEvents listener = events;
        if (listener != null) {
            listener.pause(nanos, why);
        }
    }

    private RestClient.Answer heeded(RestClient.Answer answer) {
        if (answer.retryAfterSeconds() > 0) {
            pause("HTTP " + answer.status(), TimeUnit.SECONDS.toNanos(answer.retryAfterSeconds()));
        }
        return answer;
    }

    @Override
    public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
        OrderStream socket = stream;
        Way way = choice.next(socket != null && socket.isUp(), System.nanoTime());
        if (way != last) {
            LOG.warn("event=venue_entry way={}", way);
            last = way;
        }
        Future<List<OperationResult>> answers = way == Way.WEBSOCKET && socket != null
                ? socket.send(operations, notAfterNanos)
                : rest.post("w/order/multi", MultiOperation.body(operations), notAfterNanos, again)
                        .map(this::heeded)
                        .map(answer -> MultiOperation.results(operations, answer.status(), answer.body()));
        return answers.otherwise(cause -> lost(operations, cause)).onSuccess(results -> {
            boolean silent = results.stream().allMatch(result -> result instanceof Unanswered)
                    || (answers.failed() && System.nanoTime() - notAfterNanos < 0);
            if (silent) {
                choice.failed(way, System.nanoTime());
            } else {
                choice.answered(way);
            }
        });
    }

    private static List<OperationResult> lost(List<Operation> operations, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        LOG.debug("event=venue_call_failed cause=\"{}\"", reason);
        OperationResult result =
                cause instanceof NotWrittenException ? new NotExecuted(reason) : new Unanswered(reason);
        return MultiOperation.all(operations, result);
    }

    @Override
    public void again(BooleanSupplier turn) {
        again = turn;
    }

    @Override
    public void reads(int perMinute, long spentNanos) {
        reads.pace(perMinute, spentNanos, System.nanoTime());
    }

    @Override
    public double readsUsed() {
        return reads.used(System.nanoTime());
    }

    @Override
    public Future<VenueRecords> records(long sinceMillis) {
        return post(Kind.ORDERS, "r/orders", "{}")
                .map(rows -> rows(rows, Wire::order))
                .compose(open -> closed(sinceMillis)
                        .compose(closed -> fills(sinceMillis)
                                .map(fills -> new VenueRecords(
                                        open, List.copyOf(closed.rows.values()), fills.rows, closed.sinceMillis))));
    }

    @Override
    public Future<List<Balance>> balances() {
        return post(Kind.WALLETS, "r/wallets", "{}").map(rows -> rows(rows, Wire::balance));
    }

    @Override
    public Future<Void> close() {
        closed = true;
        OrderStream current = stream;
        return (current == null ? Future.<Void>succeededFuture() : current.close())
                .compose(_ -> pairs.close())
                .compose(_ -> rest.close());
    }

    /** Reads when the budget of its kind lets it. */
    private Future<JsonNode> post(Kind kind, String path, String body) {
        return turn(kind).compose(_ -> read(kind, path, body));
    }

    private Future<Void> turn(Kind kind) {
        if (closed) {
            return Future.failedFuture(new NotWrittenException("the venue was closed"));
        }
        long now = System.nanoTime();
        if (reads.tryTake(kind, now)) {
            return Future.succeededFuture();
        }
        if (readsWaiting >= READS_WAITING_MAX) {
            return Future.failedFuture(new NotWrittenException("more than " + READS_WAITING_MAX + " reads wait"));
        }
        readsWaiting++;
        return vertx.timer(Math.max(1, Math.ceilDiv(reads.nanosUntil(kind, now), 1_000_000L)), TimeUnit.MILLISECONDS)
                .compose(_ -> {
                    readsWaiting--;
                    return turn(kind);
                });
    }

    private Future<JsonNode> read(Kind kind, String path, String body) {
        long notAfterNanos =
                System.nanoTime() + settings.callTimeout().multipliedBy(2).toNanos();
        if (quietUntilNanos - System.nanoTime() > 0) {
            return Future.failedFuture(new NotWrittenException(path + ": the venue asked to be left alone"));
        }
        BooleanSupplier again = () -> reads.tryTake(kind, System.nanoTime());
        return rest.post(path, body, notAfterNanos, again).map(this::heeded).map(answer -> {
            if (answer.status() != 200) {
                throw new IllegalStateException(
                        path + ": HTTP " + answer.status() + " " + Wire.shortened(answer.body()));
            }
            return Wire.array(path, Wire.parse(answer.body()));
        });
    }

    private static final class ClosedOrders {
        private final Map<String, VenueReport> rows = new HashMap<>();
        private long sinceMillis;
    }

    private static final class Fills {
        private final List<VenueFill> rows = new ArrayList<>();
    }

    /** Pages backwards in time. What is older than the last full page we read is not covered. */
    private Future<ClosedOrders> closed(long sinceMillis) {
        ClosedOrders closed = new ClosedOrders();
        closed.sinceMillis = sinceMillis;
        return closedPage(closed, sinceMillis, 0, PAGES_MAX);
    }

    private Future<ClosedOrders> closedPage(ClosedOrders closed, long sinceMillis, long endMillis, int pages) {
        return post(Kind.ORDERS, "r/orders/hist", range(sinceMillis, endMillis)).compose(rows -> {
            long oldest = Long.MAX_VALUE;
            for (JsonNode row : rows) {
                long updated = Wire.whole(row.path(5));
                oldest = Math.min(oldest, updated > 0 ? updated : Wire.whole(row.path(4)));
                try {
                    VenueReport report = Wire.order(row);
                    closed.rows.put(report.venueOrderId(), report);
                } catch (RuntimeException e) {
                    LOG.warn("event=venue_row_unparsed cause=\"{}\"", e.getMessage());
                    closed.sinceMillis = Long.MAX_VALUE; // it may be the very one that is looked for
                }
            }
            if (rows.size() < PAGE) {
                return Future.succeededFuture(closed);
            }
            if (pages == 1 || oldest <= sinceMillis) {
                closed.sinceMillis = Math.max(closed.sinceMillis, oldest + 1);
                return Future.succeededFuture(closed);
            }
            return closedPage(closed, sinceMillis, oldest, pages - 1);
        });
    }

    private Future<Fills> fills(long sinceMillis) {
        return fillsPage(new Fills(), sinceMillis, 0, PAGES_MAX);
    }

    private Future<Fills> fillsPage(Fills fills, long sinceMillis, long endMillis, int pages) {
        return post(Kind.TRADES, "r/trades/hist", range(sinceMillis, endMillis)).compose(rows -> {
            fills.rows.addAll(rows(rows, Wire::fill));
            if (rows.size() < PAGE || pages == 1) {
                return Future.succeededFuture(fills);
            }
            long oldest = Long.MAX_VALUE;
            for (JsonNode row : rows) {
                oldest = Math.min(oldest, Wire.whole(row.path(2)));
            }
            return oldest <= sinceMillis || oldest == endMillis
                    ? Future.succeededFuture(fills)
                    : fillsPage(fills, sinceMillis, oldest, pages - 1);
        });
    }

    private static String range(long sinceMillis, long endMillis) {
        var range = Wire.JSON.createObjectNode().put("start", sinceMillis).put("limit", PAGE);
        if (endMillis > 0) {
            range.put("end", endMillis);
        }
        return range.toString();
    }

    /** A row that cannot be read fails the whole reading: nothing may be concluded from what is left. */
    private static <T> List<T> rows(JsonNode rows, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>(rows.size());
        for (JsonNode row : rows) {
            values.add(read.apply(row));
        }
        return values;
    }
}
