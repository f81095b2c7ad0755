package tradelab.venue.taiwan.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Decimals;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.venue.taiwan.exchange.Account;
import tradelab.venue.taiwan.exchange.Decision;
import tradelab.venue.taiwan.exchange.Decision.Refused;
import tradelab.venue.taiwan.exchange.Execution;
import tradelab.venue.taiwan.exchange.OrderDesk;
import tradelab.venue.taiwan.exchange.OrderView;
import tradelab.venue.taiwan.exchange.RefusalCode;
import tradelab.venue.taiwan.exchange.TaiwanExchange;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.stream.Replies.Reply;

/** Decides about one request and returns its reply. Not thread-safe. */
final class RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
    private static final int CHARACTERS_MAX = 65_536;
    private static final int ID_CHARACTERS_MAX = 64;
    private static final int REPORTS_MAX = Account.REMEMBERED_MAX;

    private final TaiwanExchange exchange;
    private final OrderDesk desk;
    private final LongSupplier wallMillis;
    private final String clockSpeed;
    private final Gate gate;

    RequestHandler(TaiwanExchange exchange, LongSupplier wallMillis, String clockSpeed, Gate gate) {
        this.gate = gate;
        this.exchange = exchange;
        this.desk = new OrderDesk(exchange);
        this.wallMillis = wallMillis;
        this.clockSpeed = clockSpeed;
    }

    /** Decides whether a fault refuses an order before the exchange sees it. */
    interface Gate {
        @Nullable
        Refused check(Account account, String symbol, boolean batched);
    }

    /**
     * A request as far as it could be read.
     *
     * @param message missing if it is no JSON
     * @param problem why it cannot be decided about, or null
     */
    record Request(
            JsonNode message,
            @Nullable JsonNode id,
            Buffer body,
            @Nullable String problem) {}

    static String refused(Request request, RefusalCode code, String message) {
        return json(Reply.refused(request.id(), code, message));
    }

    static String notText() {
        return json(Reply.refused(null, RefusalCode.BAD_REQUEST, "frame: expected text, got binary"));
    }

    static Request read(String text) {
        Buffer body = Buffer.buffer(text);
        try {
            if (text.length() > CHARACTERS_MAX) {
                throw Require.refused(
                        "frame", "at most " + CHARACTERS_MAX + " characters", Integer.toString(text.length()));
            }
            JsonNode message = Json.read(body, JsonNode.class);
            return new Request(message, id(message.path("id")), body, null);
        } catch (IllegalArgumentException e) {
            return new Request(MissingNode.getInstance(), null, body, String.valueOf(e.getMessage()));
        }
    }

    String answer(TaiwanConnection connection, Request request) {
        if (request.problem() != null) {
            return refused(request, RefusalCode.BAD_REQUEST, request.problem());
        }
        try {
            return json(reply(connection, request.message(), request.id(), request.body()));
        } catch (IllegalArgumentException e) {
            return refused(request, RefusalCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("request_failed", e); // without the text: it may hold a secret
            return refused(request, RefusalCode.BAD_REQUEST, "request: failed inside the venue");
        }
    }

    private static @Nullable JsonNode id(JsonNode id) {
        boolean text = id.isTextual() && id.textValue().length() <= ID_CHARACTERS_MAX;
        return text || id.canConvertToLong() && id.isIntegralNumber() ? id : null;
    }

    private Reply reply(TaiwanConnection connection, JsonNode message, @Nullable JsonNode id, Buffer body) {
        String op = message.path("op").asText();
        return switch (op) {
            case "ping" -> {
                var _ = Json.read(body, Requests.Plain.class);
                yield Reply.of(id, new Replies.Times(exchange.nowMillis(), wallMillis.getAsLong()));
            }
            case "session" -> {
                var _ = Json.read(body, Requests.Plain.class);
                yield Reply.of(id, session());
            }
            case "securities" -> Reply.of(id, securities(Json.read(body, Requests.Securities.class)));
            case "subscribe" -> subscribe(connection, id, Json.read(body, Requests.Subscribe.class));
            case "unsubscribe" -> {
                channel(connection, Json.read(body, Requests.Unsubscribe.class).channel())
                        .leave();
                yield Reply.of(id, new Replies.Nothing());
            }
            case "login" -> login(connection, id, Json.read(body, Requests.Login.class));
            case "submit", "submitMany", "amend", "cancel", "cancelAll", "order", "orders", "executions", "account" -> {
                Account account = connection.account();
                yield account == null
                        ? Reply.refused(id, RefusalCode.NOT_LOGGED_IN, "op: expected login before " + op)
                        : own(account, op, message, id, body);
            }
            default -> throw Require.refused("op", "an operation of the protocol", op);
        };
    }

    private Reply own(Account account, String op, JsonNode message, @Nullable JsonNode id, Buffer body) {
        long now = wallMillis.getAsLong();
        return switch (op) {
            case "submit" -> Reply.of(id, submit(account, message, body, now));
            case "submitMany" -> Reply.of(id, submitMany(account, Json.read(body, Requests.SubmitMany.class), now));
            case "amend" -> {
                Requests.Amend amend = Json.read(body, Requests.Amend.class);
                yield isLate(amend.notAfter())
                        ? Reply.refused(id, RefusalCode.TOO_LATE, late(amend.notAfter()))
                        : Reply.of(id, amend(account, amend, now));
            }
            case "cancel" ->
                Reply.of(
                        id,
                        desk.cancel(
                                account, Json.read(body, Requests.Named.class).target(), now));
            case "cancelAll" -> {
                String symbol = Json.read(body, Requests.CancelAll.class).symbol();
                yield Reply.of(id, new Replies.Cancelled(desk.cancelAll(account, symbol, now)));
            }
            case "order" -> {
                Requests.Named named = Json.read(body, Requests.Named.class);
                Order order = desk.find(account, named.target());
                yield order == null
                        ? Reply.refused(
                                id,
                                RefusalCode.UNKNOWN_ORDER,
                                "orderId: expected an order of the account, got '" + named.target() + "'")
                        : Reply.of(id, OrderView.of(order));
            }
            case "orders" -> Reply.of(id, orders(account, Json.read(body, Requests.Page.class)));
            case "executions" -> Reply.of(id, executions(account, Json.read(body, Requests.Page.class)));
            default -> {
                var _ = Json.read(body, Requests.Plain.class);
                yield Reply.of(id, view(account));
            }
        };
    }

    private Decision submit(Account account, JsonNode message, Buffer body, long now) {
        try {
            Requests.Submit submit = Json.read(body, Requests.Submit.class);
            return submit(account, submit.fields(), submit.notAfter(), false, now);
        } catch (IllegalArgumentException e) {
            return unreadable(account, message, e, now);
        }
    }

    private Replies.Batch submitMany(Account account, Requests.SubmitMany many, long now) {
        List<Replies.BatchResult> results = new ArrayList<>();
        for (JsonNode each : many.orders()) {
            Decision decision;
            try {
                Requests.OrderFields fields = Json.read(Json.write(each), Requests.OrderFields.class);
                decision = submit(account, fields, many.notAfter(), true, now);
            } catch (IllegalArgumentException e) {
                decision = unreadable(account, each, e, now);
            }
            results.add(Replies.BatchResult.of(decision));
        }
        return new Replies.Batch(results);
    }

    private Decision amend(Account account, Requests.Amend amend, long now) {
        long price = amend.newPrice();
        Order order = desk.find(account, amend.target());
        Refused refused = order == null ? null : gate.check(account, order.code(), false);
        long remaining = amend.remaining() == null ? 0 : amend.remaining();
        return refused == null ? desk.amend(account, amend.target(), remaining, price, now) : refused;
    }

    private Decision submit(
            Account account, Requests.OrderFields fields, @Nullable Long notAfter, boolean batched, long now) {
        if (isLate(notAfter)) {
            return desk.refuse(account, fields.clientOrderId(), RefusalCode.TOO_LATE, late(notAfter), now);
        }
        OrderTerms terms = fields.terms();
        Refused refused = gate.check(account, fields.symbol(), batched);
        if (refused != null) {
            return desk.refuse(account, fields.clientOrderId(), refused.code(), refused.message(), now);
        }
        return desk.submit(account, fields.clientOrderId(), fields.symbol(), terms, now);
    }

    private Decision unreadable(Account account, JsonNode message, IllegalArgumentException e, long now) {
        String clientOrderId = message.path("clientOrderId").asText();
        boolean shown = !clientOrderId.isEmpty() && clientOrderId.length() <= ID_CHARACTERS_MAX;
        return desk.refuse(
                account, shown ? clientOrderId : null, RefusalCode.BAD_REQUEST, String.valueOf(e.getMessage()), now);
    }

    /** What a client wanted done by a time that is over is not done. */
    private boolean isLate(@Nullable Long notAfter) {
        return notAfter != null && exchange.nowMillis() > notAfter;
    }

    private String late(@Nullable Long notAfter) {
        return "notAfter: expected a time to come, got " + notAfter + " at " + exchange.nowMillis();
    }

    private Replies.Session session() {
        return new Replies.Session(
                exchange.date().toString(),
                exchange.phase().name(),
                exchange.nowMillis(),
                clockSpeed,
                exchange.isHalted());
    }

    private Replies.SecurityPage securities(Requests.Securities asked) {
        int limit = (int)
                Require.range("limit", asked.limit() == null ? Requests.PAGE_MAX : asked.limit(), 1, Requests.PAGE_MAX);
        int from = 0;
        if (asked.after() != null) {
            from = exchange.index(asked.after()) + 1;
            if (from == 0) {
                throw Require.refused("after", "the code of a security", asked.after());
            }
        }
        int size = exchange.markets().size();
        int to = Math.min(size, from + limit);
        List<Replies.SecurityView> page = exchange.markets().subList(from, to).stream()
                .map(Replies.SecurityView::of)
                .toList();
        return new Replies.SecurityPage(
                page, to < size ? exchange.markets().get(to - 1).security().code() : null);
    }

    private Reply subscribe(TaiwanConnection connection, @Nullable JsonNode id, Requests.Subscribe asked) {
        TaiwanConnection.Channel channel = channel(connection, asked.channel());
        BitSet symbols = new BitSet();
        if (asked.symbols().asText().equals("*")) {
            symbols.set(0, exchange.markets().size());
        } else if (asked.symbols().isArray() && !asked.symbols().isEmpty()) {
            for (JsonNode symbol : asked.symbols()) {
                int index = symbol.isTextual() ? exchange.index(symbol.textValue()) : -1;
                if (index < 0) {
                    return Reply.refused(
                            id, RefusalCode.UNKNOWN_SYMBOL, "symbols: expected listed securities, got " + symbol);
                }
                symbols.set(index);
            }
        } else {
            throw Require.refused(
                    "symbols", "\"*\" or a list of codes", asked.symbols().toString());
        }
        channel.follow(symbols);
        return Reply.of(id, new Replies.Subscribed(channel.name, symbols.cardinality()));
    }

    private static TaiwanConnection.Channel channel(TaiwanConnection connection, String name) {
        TaiwanConnection.Channel channel = connection.channel(name);
        if (channel == null) {
            throw Require.refused("channel", "snapshots, trades or status", name);
        }
        return channel;
    }

    private Reply login(TaiwanConnection connection, @Nullable JsonNode id, Requests.Login login) {
        Account account = exchange.account(login.account());
        if (account == null || !account.hasSecret(login.secret())) {
            return Reply.refused(id, RefusalCode.LOGIN_FAILED, "account: unknown, or the secret is not its own");
        }
        long last = account.lastReport();
        long after =
                login.afterSequence() == null ? last : Require.range("afterSequence", login.afterSequence(), 0, last);
        connection.account(account, last, account.reports(after, REPORTS_MAX));
        return Reply.of(id, new Replies.LoggedIn(account.name(), last));
    }

    private static Replies.OrderPage orders(Account account, Requests.Page page) {
        List<Order> orders = account.orders(page.openOnly(), page.from(), page.size());
        Long next = orders.size() < page.size()
                ? null
                : Long.valueOf(orders.getLast().id());
        return new Replies.OrderPage(
                orders.stream().map(OrderView::of).toList(),
                next,
                account.forgotten() == 0 ? null : account.forgotten());
    }

    private static Replies.ExecutionPage executions(Account account, Requests.Page page) {
        List<Execution> executions = account.executions(page.from(), page.size());
        Long next = executions.size() < page.size()
                ? null
                : Long.valueOf(executions.getLast().executionId());
        return new Replies.ExecutionPage(executions, next);
    }

    private static Replies.AccountView view(Account account) {
        return new Replies.AccountView(
                account.name(),
                Decimals.format(account.holdings().cash()),
                Decimals.format(account.holdings().reserved()),
                Decimals.format(account.holdings().fees()),
                Decimals.format(account.holdings().taxes()),
                account.holdings().holdings());
    }

    private static String json(Object reply) {
        return Json.write(reply).toString();
    }
}
