package tradelab.trading.api;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.OrderEventPage;
import tradelab.contracts.trading.ReplayOrderEvents;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpApi;
import tradelab.trading.desk.Balances;
import tradelab.trading.journal.EventStore;
import tradelab.trading.journal.FillStore;
import tradelab.trading.stream.OrderEventHub;

/** What has happened, and what is left of it: events, executions, positions, balances, over HTTP. */
public final class HistoryHttp {
    private static final int PAGE_DEFAULT = 100;

    private final EventStore events;
    private final FillStore fills;
    private final Balances balances;
    private final OrderEventHub hub;

    public HistoryHttp(EventStore events, FillStore fills, Balances balances, OrderEventHub hub) {
        this.events = events;
        this.fills = fills;
        this.balances = balances;
        this.hub = hub;
    }

    /** @param next what to give as {@code after} for the page that follows; absent on the last */
    record PositionPage(
            List<FillStore.Position> positions, @Nullable String next) {}

    record BalanceList(List<Balances.AtVenue> venues) {}

    HttpApi serve(HttpApi api) {
        return api.operation("listOrderEvents", this::events)
                .operation("listFills", this::fills)
                .operation("listPositions", this::positions)
                .operation("listBalances", this::balances)
                // the streams themselves come first: what gets here is none
                .operation("streamOrderEvents", _ -> Future.failedFuture(Require.refused("upgrade", "websocket", null)))
                .operation(
                        "streamOrderEventsSse",
                        _ -> Future.failedFuture(new ServiceException(FailureKind.NOT_FOUND, "no stream is here")))
                .routes(hub::mount);
    }

    /** Answers a piece of the stream, to a caller on the bus. */
    Future<OrderEventPage> replay(ReplayOrderEvents request) {
        return events.page(request).recover(HistoryHttp::unavailable);
    }

    private Future<OrderEventPage> events(ApiRequest request) {
        request.queryOnly("partition", "after", "account", "limit");
        return replay(new ReplayOrderEvents(
                (int) request.query("partition", 0, 0, 1_000),
                request.query("after", 0, 0, Long.MAX_VALUE - ReplayOrderEvents.LIMIT_MAX),
                limit(request, ReplayOrderEvents.LIMIT_MAX),
                account(request)));
    }

    private Future<FillStore.Page> fills(ApiRequest request) {
        request.queryOnly("account", "after", "limit");
        String after = request.query("after");
        return fills.fills(
                        after == null ? FillStore.After.NONE : FillStore.After.parse(after),
                        account(request),
                        limit(request, FillStore.LIST_MAX))
                .recover(HistoryHttp::unavailable);
    }

    private Future<PositionPage> positions(ApiRequest request) {
        request.queryOnly("account", "after", "limit");
        PositionCursor after = PositionCursor.parse(request.query("after"));
        int limit = limit(request, FillStore.LIST_MAX);
        return fills.positions(account(request), after.account(), after.instrument(), limit)
                .recover(HistoryHttp::unavailable)
                .map(positions -> new PositionPage(positions, next(positions, limit)));
    }

    /** The last position of a page. */
    private record PositionCursor(String account, String instrument) {
        static PositionCursor parse(@Nullable String text) {
            if (text == null) {
                return new PositionCursor("", "");
            }
            int slash = text.indexOf('/');
            try {
                return new PositionCursor(
                        Require.id("account", text.substring(0, Math.max(0, slash))),
                        Instrument.parse(text.substring(slash + 1)).toString());
            } catch (IllegalArgumentException _) {
                throw Require.refused("after", "the next of the page before", text);
            }
        }
    }

    private Future<BalanceList> balances(ApiRequest request) {
        request.queryOnly("venue");
        return balances.read(request.query("venue")).map(BalanceList::new);
    }

    private static @Nullable String next(List<FillStore.Position> positions, int limit) {
        return positions.size() < limit
                ? null
                : positions.getLast().account() + "/" + positions.getLast().instrument();
    }

    private static int limit(ApiRequest request, int max) {
        return (int) request.query("limit", PAGE_DEFAULT, 1, max);
    }

    private static @Nullable String account(ApiRequest request) {
        String account = request.query("account");
        return account == null ? null : Require.id("account", account);
    }

    private static <T> Future<T> unavailable(Throwable cause) {
        return Future.failedFuture(
                cause instanceof ServiceException refused
                        ? refused
                        : new ServiceException(FailureKind.UNAVAILABLE, cause));
    }
}
