package tradelab.trading.api;

import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.HttpReply;
import tradelab.runtime.settings.HttpSettings;
import tradelab.trading.desk.OrderDesk;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.journal.StoredOrder;

/** The HTTP interface: {@code openapi.yaml}, on the event loop that calls. */
public final class TradingHttp {
    private static final int PAGE_DEFAULT = 100;
    private static final String RETRY_SECONDS = "1";

    private final OrderDesk desk;
    private final OrderStore store;

    private TradingHttp(OrderDesk desk, OrderStore store) {
        this.desk = desk;
        this.store = store;
    }

    /** Returns the bound port. */
    public static Future<Integer> listen(
            ServiceContext context, HttpSettings settings, OrderDesk desk, OrderStore store) {
        TradingHttp http = new TradingHttp(desk, store);
        return HttpApi.create(context, settings)
                .strict("submitOrder", http::submit)
                .operation("getOrder", request -> desk.get(ref(request)))
                .operation("cancelOrder", http::cancel)
                .operation("listOrders", http::list)
                .operation("summarizeOrders", _ -> http.summary())
                .listen("tradelab/trading/openapi.yaml");
    }

    private Future<HttpReply> submit(ApiRequest request) {
        return desk.submit(request.body(SubmitOrder.class))
                .map(outcome -> switch (outcome) {
                    case SubmitOutcome.Accepted accepted -> HttpReply.of(accepted.duplicate() ? 200 : 201, accepted);
                    case SubmitOutcome.Refused refused -> HttpReply.of(422, refused);
                })
                .recover(TradingHttp::refusedForNow);
    }

    private Future<HttpReply> cancel(ApiRequest request) {
        return desk.cancel(ref(request))
                .map(outcome -> HttpReply.of(202, outcome))
                .recover(TradingHttp::refusedForNow);
    }

    private Future<OrderPage> list(ApiRequest request) {
        long after = request.query("after", 0, 0, Long.MAX_VALUE);
        int limit = (int) request.query("limit", PAGE_DEFAULT, 1, OrderStore.LIST_MAX);
        String account = request.query("account");
        String status = request.query("status");
        return store.list(
                        after,
                        account == null ? null : Require.id("account", account),
                        status == null ? null : status(status),
                        limit)
                .recover(TradingHttp::unavailable)
                .map(orders ->
                        new OrderPage(orders.stream().map(StoredOrder::view).toList(), next(orders, limit)));
    }

    private static @Nullable String next(List<StoredOrder> orders, int limit) {
        return orders.size() < limit ? null : Long.toString(orders.getLast().cid());
    }

    private static OrderStatus status(String text) {
        try {
            return OrderStatus.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw Require.refused("status", "one of " + List.of(OrderStatus.values()), text);
        }
    }

    private Future<OrderSummary> summary() {
        return store.counts().recover(TradingHttp::unavailable).map(counts -> {
            Map<OrderStatus, Long> byStatus = new EnumMap<>(OrderStatus.class);
            for (OrderStatus status : OrderStatus.values()) {
                byStatus.put(status, counts.byStatus().getOrDefault(status, 0L));
            }
            long total = byStatus.values().stream().mapToLong(Long::longValue).sum();
            return new OrderSummary(total, counts.neverSent(), byStatus);
        });
    }

    private static OrderRef ref(ApiRequest request) {
        return new OrderRef(request.path("account"), request.path("clientOrderId"));
    }

    /** Says, where it is so, that nothing was accepted: then the caller may try elsewhere or later. */
    private static Future<HttpReply> refusedForNow(Throwable cause) {
        ServiceException failure = ServiceException.of(cause);
        if (!failure.kind().retryable()) {
            return Future.failedFuture(cause);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", failure.kind().name());
        body.put("message", String.valueOf(failure.getMessage()));
        body.put("accepted", false);
        return Future.succeededFuture(HttpReply.of(failure.kind().code(), body).with("retry-after", RETRY_SECONDS));
    }

    private static <T> Future<T> unavailable(Throwable cause) {
        return Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, cause));
    }
}
