package tradelab.trading.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.AmendOrder;
import tradelab.contracts.trading.CancelOrders;
import tradelab.contracts.trading.NotAcceptedException;
import tradelab.contracts.trading.OrderJson;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOrders;
import tradelab.runtime.ServiceContext;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HotPath;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.HttpReply;
import tradelab.runtime.settings.HttpSettings;
import tradelab.trading.desk.NotRequestedException;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.journal.StoredOrder;

/** The HTTP interface: {@code openapi.yaml}, on the event loop that calls. */
public final class TradingHttp {
    private static final int PAGE_DEFAULT = 100;
    private static final String RETRY_SECONDS = "1";

    private static final String ORDERS_PATH = "/api/v1/orders";
    private static final String BULK_PATH = "/api/v1/orders/bulk";
    private static final long BULK_BODY_MAX = 512 * 1024;

    private final OrderIntake intake;
    private final OrderStore store;
    private final long bodyMax;
    private final long answerMillis;
    private final LongSupplier millis;

    private TradingHttp(
            OrderIntake intake, OrderStore store, HttpSettings settings, Duration answerMax, LongSupplier millis) {
        this.intake = intake;
        this.store = store;
        this.bodyMax = settings.bodyMax().bytes();
        this.answerMillis = answerMax.toMillis();
        this.millis = millis;
    }

    /**
     * Returns the bound port.
     *
     * @param answerMax how long another instance may take for an answer
     */
    public static Future<Integer> listen(
            ServiceContext context,
            HttpSettings settings,
            OrderIntake intake,
            KillHttp kill,
            LimitHttp limits,
            HistoryHttp history,
            OrderStore store,
            Duration answerMax,
            LongSupplier millis) {
        TradingHttp http = new TradingHttp(intake, store, settings, answerMax, millis);
        return history.serve(HttpApi.create(context, settings))
                .hot("submitOrder", HttpMethod.POST, ORDERS_PATH, http::submit)
                .hot("submitOrders", HttpMethod.POST, BULK_PATH, http::submitAll)
                .operation("getOrder", request -> intake.get(ref(request)))
                .operation("cancelOrder", http::cancel)
                .strict("amendOrder", http::amend)
                .operation("cancelOrders", http::cancelAll)
                .operation("listOrders", http::list)
                .operation("summarizeOrders", http::summary)
                .operation("getKillSwitch", kill::read)
                .strict("putKillSwitch", kill::put)
                .operation("getLimits", limits::read)
                .operation("getLimitChanges", limits::changes)
                .strict("putLimits", limits::put)
                .listen("tradelab/trading/openapi.yaml");
    }

    private void submit(HttpServerRequest request) {
        HotPath.body(request, bodyMax, body -> {
            SubmitOrder order;
            try {
                order = OrderJson.readOrder(body);
            } catch (IllegalArgumentException e) {
                HotPath.fail(request, e, ORDERS_PATH);
                return;
            }
            intake.submit(order, millis.getAsLong() + answerMillis)
                    .onComplete(
                            outcome -> HotPath.reply(request, outcome.status(), OrderJson.write(outcome)),
                            cause -> failed(request, cause, ORDERS_PATH));
        });
    }

    private void submitAll(HttpServerRequest request) {
        HotPath.body(request, BULK_BODY_MAX, body -> {
            SubmitOrders orders;
            try {
                orders = OrderJson.readOrders(body);
            } catch (IllegalArgumentException e) {
                HotPath.fail(request, e, BULK_PATH);
                return;
            }
            intake.submitAll(orders, millis.getAsLong() + answerMillis)
                    .onComplete(
                            results -> HotPath.reply(request, 200, OrderJson.write(results)),
                            cause -> failed(request, cause, BULK_PATH));
        });
    }

    private static void failed(HttpServerRequest request, Throwable cause, String route) {
        ServiceException failure = ServiceException.of(cause);
        if (failure.kind().retryable()) {
            HotPath.reply(request, later(failure, failure instanceof NotAcceptedException));
        } else {
            HotPath.fail(request, cause, route);
        }
    }

    private Future<HttpReply> cancel(ApiRequest request) {
        return intake.cancel(ref(request), millis.getAsLong() + answerMillis)
                .map(outcome -> HttpReply.of(202, outcome))
                .recover(TradingHttp::refusedForNow);
    }

    /** What an amendment may change. */
    record NewTerms(@Nullable Price price, @Nullable Amount amount) {}

    private Future<HttpReply> amend(ApiRequest request) {
        OrderRef ref = ref(request);
        NewTerms terms = request.body(NewTerms.class);
        AmendOrder amend = new AmendOrder(ref.account(), ref.clientOrderId(), terms.price(), terms.amount());
        return intake.amend(amend, millis.getAsLong() + answerMillis)
                .map(outcome -> HttpReply.of(outcome.taken() ? 202 : 422, outcome))
                .recover(TradingHttp::refusedForNow);
    }

    private Future<HttpReply> cancelAll(ApiRequest request) {
        request.queryOnly("account", "instrument", "all");
        String account = request.query("account");
        String instrument = request.query("instrument");
        if (account == null && instrument == null && !"true".equals(request.query("all"))) {
            throw Require.refused("all", "true, or an account, or an instrument", null);
        }
        CancelOrders scope = new CancelOrders(account, instrument == null ? null : Instrument.parse(instrument));
        return intake.cancelAll(scope, millis.getAsLong() + answerMillis)
                .map(cancelled -> HttpReply.of(202, cancelled))
                .recover(TradingHttp::refusedForNow);
    }

    private Future<OrderPage> list(ApiRequest request) {
        request.queryOnly("account", "status", "instrument", "after", "limit");
        long after = request.query("after", 0, 0, Long.MAX_VALUE);
        int limit = (int) request.query("limit", PAGE_DEFAULT, 1, OrderStore.LIST_MAX);
        String account = request.query("account");
        String status = request.query("status");
        String instrument = request.query("instrument");
        return store.list(
                        after,
                        account == null ? null : Require.id("account", account),
                        status == null ? null : status(status),
                        instrument == null ? null : Instrument.parse(instrument),
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

    private Future<OrderSummary> summary(ApiRequest request) {
        request.queryOnly();
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
        request.queryOnly();
        return new OrderRef(request.path("account"), request.path("clientOrderId"));
    }

    /** Says, where it is so, that nothing was stored: then the caller may try elsewhere or later. */
    private static Future<HttpReply> refusedForNow(Throwable cause) {
        ServiceException failure = ServiceException.of(cause);
        if (!failure.kind().retryable()) {
            return Future.failedFuture(cause);
        }
        return Future.succeededFuture(later(failure, failure instanceof NotRequestedException));
    }

    /** @param unaccepted whether it is certain that nothing was stored; of an order by an earlier attempt either */
    private static HttpReply later(ServiceException failure, boolean unaccepted) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", failure.kind().name());
        body.put("message", String.valueOf(failure.getMessage()));
        if (unaccepted) {
            body.put("accepted", false);
        }
        return HttpReply.of(failure.kind().code(), body).with("retry-after", RETRY_SECONDS);
    }

    private static <T> Future<T> unavailable(Throwable cause) {
        return Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, cause));
    }
}
