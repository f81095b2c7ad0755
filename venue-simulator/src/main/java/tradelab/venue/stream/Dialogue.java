package tradelab.venue.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.wire.OrderBatch;
import tradelab.venue.wire.Row;
import tradelab.venue.wire.Rows;

/** Answers what clients say on their sockets: events such as {@code auth}, and inputs such as {@code on}. */
final class Dialogue {
    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);
    private static final int UNKNOWN_EVENT = 10000;
    private static final int AUTH_FAILED = 10100;
    private static final int ALREADY_AUTHENTICATED = 10101;
    private static final int CANCEL_ON_CLOSE = 4;
    private static final int AUTHENTICATIONS_MAX = 5;
    private static final long AUTHENTICATIONS_MILLIS = 15_000;

    private final Exchange exchange;
    private final Backoffice backoffice;
    private final Subscriptions subscriptions;
    private final AccountStream accountStream;
    private final StreamLimits limits;
    private final LongSupplier clockMillis;
    private final String serverId;
    private final Pacer authentications = new Pacer(AUTHENTICATIONS_MAX, AUTHENTICATIONS_MILLIS);

    Dialogue(
            Exchange exchange,
            Backoffice backoffice,
            Subscriptions subscriptions,
            AccountStream accountStream,
            StreamLimits limits,
            LongSupplier clockMillis,
            String serverId) {
        this.exchange = exchange;
        this.backoffice = backoffice;
        this.subscriptions = subscriptions;
        this.accountStream = accountStream;
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.serverId = serverId;
    }

    /** Does what the client asks for; {@code message} is null if it was not JSON. */
    void answer(Connection connection, @Nullable JsonNode message) {
        try {
            if (message != null && message.isObject()) {
                event(connection, message);
            } else if (message != null && message.isArray()) {
                input(connection, message);
            } else {
                notUnderstood(connection);
            }
        } catch (Refusal refusal) {
            error(connection, refusal.code(), refusal.text());
        } catch (RuntimeException e) {
            LOG.error("input_failed", e); // without the text: it may be an auth frame with a secret in it
            error(connection, UNKNOWN_EVENT, "unknown error");
        } finally {
            exchange.publish();
        }
    }

    private void event(Connection connection, JsonNode message) {
        switch (message.path("event").asText()) {
            case "subscribe" -> subscriptions.subscribe(connection, message);
            case "unsubscribe" -> subscriptions.unsubscribe(connection, message);
            case "ping" -> {
                JsonNode cid = message.path("cid");
                connection.event("{\"event\":\"pong\",\"ts\":" + clockMillis.getAsLong()
                        + (cid.isIntegralNumber() ? ",\"cid\":" + cid : "") + "}");
            }
            case "conf" -> {
                JsonNode flags = message.path("flags");
                if (flags.isMissingNode() || flags.canConvertToLong()) {
                    connection.flags(flags.asLong(0));
                    connection.event("{\"event\":\"conf\",\"status\":\"OK\",\"flags\":" + flags.asLong(0) + "}");
                } else {
                    error(connection, Refusal.PARAMETER, "flags: invalid");
                }
            }
            case "auth" -> authenticate(connection, message);
            case "unauth" -> connection.event("{\"event\":\"unauth\",\"status\":\"FAILED\",\"chanId\":0}");
            default -> notUnderstood(connection);
        }
    }

    private void authenticate(Connection connection, JsonNode message) {
        if (connection.account() != null) {
            error(connection, ALREADY_AUTHENTICATED, "auth: dup");
            return;
        }
        if (limits.paced() && !authentications.tryTake(connection.address(), clockMillis.getAsLong())) {
            refuse(connection, Refusal.RATE_LIMIT, "ratelimit: error");
            return;
        }
        String token = message.path("token").asText();
        Account holder = token.isEmpty() ? null : backoffice.holder(token, clockMillis.getAsLong());
        if (holder != null) {
            welcome(connection, holder, message);
            return;
        }
        Account account = exchange.account(message.path("apiKey").asText());
        String nonce = message.path("authNonce").asText();
        boolean signed = account != null
                && account.signatures()
                        .matches(
                                message.path("authPayload").asText(),
                                message.path("authSig").asText());
        if (account == null || !signed) {
            refuse(connection, AUTH_FAILED, "apikey: invalid");
        } else if (!account.nonces().tryTake(nonce)) {
            refuse(connection, Refusal.NONCE, "nonce: small");
        } else {
            welcome(connection, account, message);
        }
    }

    private void welcome(Connection connection, Account account, JsonNode message) {
        connection.account(
                account,
                AccountFilter.read(message.path("filter")),
                message.path("dms").asInt(0) == CANCEL_ON_CLOSE);
        connection.event("{\"event\":\"auth\",\"status\":\"OK\",\"chanId\":0,\"userId\":" + account.owner()
                + ",\"auth_id\":\"" + serverId + "\",\"caps\":{\"orders\":{\"read\":1,\"write\":1},"
                + "\"account\":{\"read\":1,\"write\":1},\"funding\":{\"read\":1,\"write\":1},"
                + "\"history\":{\"read\":1,\"write\":0},\"wallets\":{\"read\":1,\"write\":1},"
                + "\"withdraw\":{\"read\":1,\"write\":1},\"positions\":{\"read\":1,\"write\":1}}}");
        accountStream.add(account, connection, backoffice.offers(account));
    }

    private static void refuse(Connection connection, int code, String text) {
        connection.event("{\"event\":\"auth\",\"status\":\"FAILED\",\"chanId\":0,\"code\":" + code + ",\"msg\":\""
                + text + "\"}");
    }

    private void input(Connection connection, JsonNode message) {
        Account account = connection.account();
        if (message.size() != 4
                || message.get(0).asInt(-1) != 0
                || !message.get(1).isTextual()) {
            notUnderstood(connection);
            return;
        }
        if (account == null) {
            error(connection, AUTH_FAILED, "auth: invalid");
            return;
        }
        String name = message.get(1).textValue();
        JsonNode body = message.get(3);
        long now = clockMillis.getAsLong();
        switch (name) {
            case "on", "ou", "oc", "oc_multi" -> {
                if (!body.isObject()) {
                    throw Fields.invalid(name, body.toString());
                }
                OrderBatch.run(
                        exchange,
                        account,
                        name,
                        body,
                        now,
                        answer ->
                                connection.answerFrame(Rows.notification(new StringBuilder("\"n\","), answer, false)));
            }
            case "ox_multi" ->
                connection.answerFrame(OrderBatch.run(
                        exchange,
                        account,
                        body,
                        now,
                        false,
                        answer -> connection.answerFrame(Rows.notification(new StringBuilder("\"n\","), answer, false)),
                        new StringBuilder("\"n\",")));
            case "calc" -> new Calculations(exchange, backoffice, account, connection).answer(body, now);
            case "n" -> broadcast(account, body, now);
            case "fon", "foc" -> connection.answerFrame("\"n\"," + funding(account, name, body, now));
            default -> notUnderstood(connection);
        }
    }

    /** A client may tell its account's other connections whatever it wants. */
    private void broadcast(Account account, JsonNode body, long now) {
        String type = Fields.text(body, "type", "");
        JsonNode info = body.path("info");
        if (!type.matches("ucm-[a-zA-Z0-9_-]{1,60}")) {
            throw Fields.invalid("type", type);
        }
        accountStream.broadcast(
                account,
                Row.of(now, type, null, null, info.isMissingNode() ? null : Row.raw(info.toString()), Row.nulls(3)));
    }

    private String funding(Account account, String name, JsonNode body, long now) {
        String path = "w/funding/offer/" + (name.equals("fon") ? "submit" : "cancel");
        String answer = backoffice.answer(account, path, body, now);
        return answer == null ? "[]" : answer;
    }

    static void notUnderstood(Connection connection) {
        error(connection, UNKNOWN_EVENT, "event: invalid");
    }

    private static void error(Connection connection, int code, String text) {
        connection.event(Rows.quote(new StringBuilder("{\"event\":\"error\",\"msg\":"), text)
                .append(",\"code\":")
                .append(code)
                .append('}')
                .toString());
    }
}
