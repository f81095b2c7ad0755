package tradelab.venue.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.legacy.LegacyApi;
import tradelab.venue.rest.RestFaults.Answer;
import tradelab.venue.wire.Inputs;
import tradelab.venue.wire.Rows;

/**
 * Serves everything below {@code /v2/} and {@code /v1/}: collects the body, checks who asks, and answers in the exchange's shapes.
 *
 * <p>Runs on the event loop that owns the exchange.
 */
public final class RestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RestHandler.class);
    private static final String PREFIX = "/v2/";
    private static final String LEGACY_PREFIX = "/v1/";
    private static final String AUTH = "auth/";
    private static final String[] WINDOW = {"start", "end", "limit", "sort"};
    private static final String NOT_FOUND = "[\"error\",10020,\"request: not found\"]";

    private final Exchange exchange;
    private final Backoffice backoffice;
    private final PublicApi publicApi;
    private final AccountApi accountApi;
    private final LegacyApi legacyApi;
    private final LongSupplier clockMillis;
    private final RateLimit rateLimit;
    private final RestFaults faults;
    private final long bodyMax;

    public RestHandler(
            Exchange exchange,
            Backoffice backoffice,
            LongSupplier clockMillis,
            RateLimit rateLimit,
            RestFaults faults,
            long bodyMax) {
        this.faults = faults;
        this.exchange = exchange;
        this.backoffice = backoffice;
        this.publicApi = new PublicApi(exchange, backoffice, clockMillis);
        this.accountApi = new AccountApi(exchange, backoffice);
        this.legacyApi = new LegacyApi(exchange, backoffice, clockMillis);
        this.clockMillis = clockMillis;
        this.rateLimit = rateLimit;
        this.bodyMax = bodyMax;
    }

    /** Handles a request that just arrived. */
    public void handle(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        boolean[] tooLarge = {false};
        request.exceptionHandler(e -> LOG.debug("request_broken reason=\"{}\"", e.getMessage()));
        request.handler(chunk -> {
            if (!tooLarge[0] && body.length() + chunk.length() <= bodyMax) {
                body.appendBuffer(chunk);
            } else if (!tooLarge[0]) {
                tooLarge[0] = true;
                request.response().putHeader("connection", "close");
                RestFaults.send(request, failure(Refusal.PARAMETER, "body: invalid (more than " + bodyMax + " bytes)"));
            }
        });
        request.endHandler(_ -> {
            if (!tooLarge[0]) {
                String text = body.toString(StandardCharsets.UTF_8);
                faults.pass(request, text, () -> answer(request, text));
            }
        });
    }

    private Answer answer(HttpServerRequest request, String body) {
        long now = clockMillis.getAsLong();
        try {
            if (!rateLimit.tryTake(request.remoteAddress().hostAddress(), request.path(), now)) {
                return new Answer(429, error(Refusal.RATE_LIMIT, "ratelimit: error"));
            }
            String answer = isLegacy(request) ? legacy(request, now) : route(request, body, now);
            return answer == null ? new Answer(404, NOT_FOUND) : new Answer(200, answer);
        } catch (Refusal refusal) {
            return isLegacy(request)
                    ? new Answer(400, message(refusal.text()))
                    : failure(refusal.code(), refusal.text());
        } catch (RuntimeException e) {
            LOG.error("request_failed path={}", request.path(), e);
            return failure(Refusal.UNKNOWN, "unknown error");
        } finally {
            exchange.publish();
        }
    }

    private static Answer failure(int code, String text) {
        return new Answer(500, error(code, text));
    }

    private static boolean isLegacy(HttpServerRequest request) {
        return request.path() != null && request.path().startsWith(LEGACY_PREFIX);
    }

    private @Nullable String legacy(HttpServerRequest request, long now) {
        String path = request.path() == null ? null : decoded(request.path());
        if (path == null) {
            return null;
        }
        return request.method().equals(HttpMethod.GET)
                ? legacyApi.read(path, name -> request.getParam(name))
                : legacyApi.command(path, name -> request.getHeader(name), now);
    }

    private @Nullable String route(HttpServerRequest request, String body, long now) {
        String raw = request.path() == null ? "" : request.path();
        String path = decoded(raw);
        if (path == null || !path.startsWith(PREFIX)) {
            return null;
        }
        String rest = path.substring(PREFIX.length());
        if (rest.startsWith(AUTH)) {
            if (!request.method().equals(HttpMethod.POST)) {
                return null;
            }
            if (rest.equals(Backoffice.UNSIGNED) && request.getHeader("bfx-apikey") == null) {
                return backoffice.answer(rest, Long.MAX_VALUE, 0);
            }
            Account account = authenticated(request, raw, path, body, now);
            return accountApi.answer(account, rest.substring(AUTH.length()), fields(request, body), now);
        }
        return request.method().equals(HttpMethod.GET)
                ? publicApi.answer(rest, new Query(request.params()))
                : publicApi.calculate(rest, fields(body), new Query(request.params()));
    }

    /** Some clients ask for a part of a history in the query rather than in the body. */
    private static JsonNode fields(HttpServerRequest request, String body) {
        JsonNode fields = fields(body);
        for (String name : WINDOW) {
            String value = request.getParam(name);
            if (value != null && fields instanceof ObjectNode object && !object.has(name)) {
                object.put(name, value);
            }
        }
        return fields;
    }

    private static JsonNode fields(String body) {
        JsonNode fields = Inputs.read(body.isEmpty() ? "{}" : body);
        if (fields == null || !fields.isObject()) {
            throw new Refusal(Refusal.PARAMETER, "body: invalid");
        }
        return fields;
    }

    /** Some clients sign the path as it travels, others as it reads: both are taken. */
    private Account authenticated(HttpServerRequest request, String raw, String path, String body, long now) {
        String token = request.getHeader("bfx-token");
        if (token != null) {
            Account holder = backoffice.holder(token, now);
            if (holder == null) {
                throw new Refusal(Refusal.AUTH, "token: invalid");
            }
            return holder;
        }
        String key = request.getHeader("bfx-apikey");
        String nonce = request.getHeader("bfx-nonce");
        String signature = request.getHeader("bfx-signature");
        Account account = key == null ? null : exchange.account(key);
        if (account == null || nonce == null || signature == null) {
            throw new Refusal(Refusal.AUTH, "apikey: invalid");
        }
        boolean signed = account.signatures().matches("/api" + raw + nonce + body, signature)
                || !raw.equals(path) && account.signatures().matches("/api" + path + nonce + body, signature);
        if (!signed) {
            throw new Refusal(Refusal.AUTH, "apikey: digest invalid");
        }
        if (!account.nonces().tryTake(nonce)) {
            throw new Refusal(Refusal.NONCE, "nonce: small");
        }
        return account;
    }

    private static @Nullable String decoded(String path) {
        try {
            return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null; // a broken escape names no path
        }
    }

    private static String message(String text) {
        return Rows.quote(new StringBuilder("{\"message\":"), text).append('}').toString();
    }

    private static String error(int code, String text) {
        return Rows.quote(new StringBuilder("[\"error\",").append(code).append(','), text)
                .append(']')
                .toString();
    }
}
