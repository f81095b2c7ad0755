package tradelab.venue.taiwan.inspect;

import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.runtime.http.ApiRequest;
import tradelab.venue.taiwan.TaiwanVenue;
import tradelab.venue.taiwan.exchange.Account;
import tradelab.venue.taiwan.exchange.Execution;
import tradelab.venue.taiwan.exchange.OrderView;
import tradelab.venue.taiwan.exchange.RefusalCode;
import tradelab.venue.taiwan.exchange.TaiwanArrival;
import tradelab.venue.taiwan.exchange.TaiwanExchange;
import tradelab.venue.taiwan.exchange.TaiwanLedger;
import tradelab.venue.taiwan.flow.DayChange;
import tradelab.venue.taiwan.flow.Regime;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderTerms;

/** Answers {@code /sim/taiwan/...}; not found while the market is switched off. Runs on the exchange's event loop. */
public final class TaiwanInspection {
    private static final int LIMIT_DEFAULT = 1_000;

    private final Supplier<@Nullable TaiwanVenue> venue;

    public TaiwanInspection(Supplier<@Nullable TaiwanVenue> venue) {
        this.venue = venue;
    }

    private record Status(
            String date,
            String phase,
            long marketTime,
            int securities,
            boolean halted,
            Regime regime,
            List<Regime> regimes,
            BigDecimal volatility,
            long events,
            String digest,
            int subscribers) {}

    private record ArrivalView(
            long sequence,
            long marketTime,
            long receivedMillis,
            String operation,
            String outcome,
            String account,
            @Nullable String clientOrderId,
            @Nullable Long orderId,
            @Nullable String symbol,
            @Nullable String market,
            @Nullable OrderTermsView order,
            @Nullable String regime,
            @Nullable BigDecimal volatility,
            @Nullable Long remaining,
            @Nullable String price,
            @Nullable RefusalCode code,
            @Nullable String refusal) {}

    private record OrderTermsView(
            String side,
            String orderType,
            String timeInForce,
            String session,
            @Nullable String price,
            long shares) {}

    private record LedgerPage(List<ArrivalView> entries, long next) {}

    private record OrderPage(
            List<OrderView> orders, @Nullable Long next) {}

    private record ExecutionPage(
            List<Execution> executions, @Nullable Long next) {}

    private record Halt(String symbol, boolean halted) {
        Halt {
            symbol = Require.text("symbol", symbol, 16);
        }
    }

    public Future<?> status(ApiRequest request) {
        return with(TaiwanInspection::status);
    }

    /** Makes it another kind of day, and returns how it is then. */
    public Future<?> change(ApiRequest request) {
        DayChange change = request.body(DayChange.class);
        return with(open -> {
            open.change(change);
            return status(open);
        });
    }

    private static Status status(TaiwanVenue open) {
        TaiwanExchange exchange = open.exchange();
        return new Status(
                exchange.date().toString(),
                exchange.phase().name(),
                exchange.nowMillis(),
                exchange.markets().size(),
                exchange.isHalted(),
                open.regime(),
                List.of(Regime.values()),
                open.volatility(),
                exchange.events(),
                Long.toHexString(exchange.digest()),
                open.stream().connections());
    }

    /** Returns a page of arrivals, oldest first, and where the next one begins. */
    public Future<?> ledger(ApiRequest request) {
        long after = request.query("after", 0, 0, Long.MAX_VALUE - 1);
        int limit = (int) request.query("limit", LIMIT_DEFAULT, 1, TaiwanLedger.PAGE_MAX);
        return with(open -> {
            List<ArrivalView> entries = open.exchange().ledger().page(after, limit).stream()
                    .map(arrival -> view(open.exchange(), arrival))
                    .toList();
            return new LedgerPage(
                    entries, entries.isEmpty() ? after : entries.getLast().sequence());
        });
    }

    public Future<?> summary(ApiRequest request) {
        return with(open -> open.exchange().ledger().summary());
    }

    /** Returns orders of an account with their state and fills, or the one with the client's id. */
    public Future<?> orders(ApiRequest request) {
        String name = Require.present("account", request.query("account"));
        String clientOrderId = request.query("clientOrderId");
        long after = request.query("after", 0, 0, Long.MAX_VALUE - 1);
        int limit = (int) request.query("limit", LIMIT_DEFAULT, 1, TaiwanLedger.PAGE_MAX);
        return with(open -> {
            Account account = account(open, name);
            if (clientOrderId != null) {
                Order order = account.order(clientOrderId);
                return new OrderPage(order == null ? List.of() : List.of(OrderView.of(order)), null);
            }
            Collection<Order> page = account.orders(false, after, limit);
            List<OrderView> views = page.stream().map(OrderView::of).toList();
            return new OrderPage(
                    views,
                    views.size() < limit ? null : Long.valueOf(views.getLast().orderId()));
        });
    }

    /** Returns what an account traded, oldest first; of very many the last are remembered. */
    public Future<?> executions(ApiRequest request) {
        String name = Require.present("account", request.query("account"));
        long after = request.query("after", 0, 0, Long.MAX_VALUE - 1);
        int limit = (int) request.query("limit", LIMIT_DEFAULT, 1, TaiwanLedger.PAGE_MAX);
        return with(open -> {
            List<Execution> page = account(open, name).executions(after, limit);
            return new ExecutionPage(
                    page, page.size() < limit ? null : page.getLast().executionId());
        });
    }

    private static Account account(TaiwanVenue open, String name) {
        Account account = open.exchange().account(name);
        if (account == null) {
            throw new ServiceException(FailureKind.NOT_FOUND, "account: expected one of the venue, got '" + name + "'");
        }
        return account;
    }

    /** Halts a security, or the whole market, or lets it go on. */
    public Future<?> halt(ApiRequest request) {
        Halt halt = request.body(Halt.class);
        return with(open -> {
            String code = halt.symbol().equals("*") ? null : halt.symbol();
            if (!open.desk().halt(code, halt.halted(), open.wallMillis().getAsLong())) {
                throw new ServiceException(
                        FailureKind.NOT_FOUND, "symbol: expected a listed security or *, got '" + code + "'");
            }
            return halt;
        });
    }

    private interface Question {
        Object ask(TaiwanVenue open);
    }

    private Future<?> with(Question question) {
        TaiwanVenue open = venue.get();
        if (open == null) {
            return Future.failedFuture(new ServiceException(
                    FailureKind.NOT_FOUND, "taiwan: switched off; venue.taiwan.enabled=true switches it on"));
        }
        try {
            return Future.succeededFuture(question.ask(open));
        } catch (ServiceException e) {
            return Future.failedFuture(e);
        }
    }

    private static ArrivalView view(TaiwanExchange exchange, TaiwanArrival arrival) {
        OrderTerms terms = arrival.terms();
        int index = arrival.symbol() == null ? -1 : exchange.index(arrival.symbol());
        return new ArrivalView(
                arrival.sequence(),
                arrival.marketMillis(),
                arrival.wallMillis(),
                arrival.operation().name(),
                arrival.refusal() == null ? "ACCEPTED" : "REFUSED",
                arrival.account(),
                arrival.clientOrderId(),
                arrival.orderId() == 0 ? null : arrival.orderId(),
                arrival.symbol(),
                index < 0
                        ? null
                        : exchange.markets().get(index).security().market().name(),
                terms == null
                        ? null
                        : new OrderTermsView(
                                terms.side().name(),
                                terms.type().name(),
                                terms.timeInForce().name(),
                                terms.session().name(),
                                decimal(terms.price()),
                                terms.shares()),
                arrival.regime(),
                arrival.volatility(),
                arrival.remaining() == 0 ? null : arrival.remaining(),
                decimal(arrival.price()),
                arrival.refusal() == null ? null : arrival.refusal().code(),
                arrival.refusal() == null ? null : arrival.refusal().message());
    }

    private static @Nullable String decimal(long units) {
        return units == 0 ? null : Decimals.format(units);
    }
}
