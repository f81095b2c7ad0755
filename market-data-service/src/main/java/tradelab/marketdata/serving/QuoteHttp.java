package tradelab.marketdata.serving;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.contracts.marketdata.QuoteRequest;
import tradelab.marketdata.cache.Freshness;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.cache.QuoteJson;
import tradelab.marketdata.serving.Answers.Element;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpReply;

/**
 * Quotes over HTTP: one by the shortest way that there is, or by the router, which may not be stored; or many, with a tag that
 * changes with any of them.
 */
final class QuoteHttp {
    static final String PATH = "/api/v1/quotes/";

    private static final Logger LOG = LoggerFactory.getLogger(QuoteHttp.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private final QuoteCache cache;
    private final LongSupplier epochMillis;

    /** Why a request failed. */
    record FailureBody(
            String error, String message, @Nullable String field) {}

    QuoteHttp(QuoteCache cache, LongSupplier epochMillis) {
        this.cache = cache;
        this.epochMillis = epochMillis;
    }

    /** The hot path: from memory without parsing the instrument or building JSON. */
    void hot(HttpServerRequest request) {
        String name = Require.present("path", request.path()).substring(PATH.length());
        String query = request.query();
        long nowMillis = epochMillis.getAsLong();
        QuoteEntry entry = cache.held(name, nowMillis);
        try {
            long maxAgeMillis = query == null ? Freshness.ANY : MarketDataHttp.maxAge(request.getParam("maxAgeMillis"));
            Buffer json = entry == null ? null : entry.json(nowMillis, maxAgeMillis);
            if (json != null) {
                var _ = head(request.response()).end(json); // nobody hears if it fails: that costs each answer
                return;
            }
            Instrument instrument = Instrument.parse(URLDecoder.decode(name, StandardCharsets.UTF_8));
            cache.get(new QuoteRequest(instrument, maxAgeMillis == Freshness.ANY ? null : maxAgeMillis))
                    .onSuccess(answer -> reply(request.response(), reply(answer)))
                    .onFailure(cause -> reply(request.response(), failure(cause)));
        } catch (IllegalArgumentException e) {
            reply(request.response(), failure(e));
        }
    }

    Future<HttpReply> one(ApiRequest request) {
        return cache.get(new QuoteRequest(Instrument.parse(request.path("instrument")), MarketDataHttp.maxAge(request)))
                .map(QuoteHttp::reply);
    }

    Future<HttpReply> many(ApiRequest request) {
        Long maxAgeMillis = MarketDataHttp.maxAge(request);
        List<Future<Element>> answers = new ArrayList<>();
        for (Instrument instrument : MarketDataHttp.instrumentList(request)) {
            answers.add(cache.get(new QuoteRequest(instrument, maxAgeMillis))
                    .map(answer -> element(instrument, answer))
                    .recover(cause -> Future.succeededFuture(Element.failed(instrument, failure(cause)))));
        }
        return Future.all(answers).compose(all -> Answers.many(request, "quotes", all.list()));
    }

    private static Element element(Instrument instrument, QuoteAnswer answer) {
        return switch (answer) {
            case QuoteAnswer.Found found ->
                new Element(QuoteJson.of(found), QuoteJson.head(found.quote()), found.ageMillis());
            case QuoteAnswer.TooOld tooOld -> Element.failed(instrument, Answers.tooOld("quote", tooOld));
        };
    }

    private static HttpReply reply(QuoteAnswer answer) {
        return switch (answer) {
            case QuoteAnswer.Found found -> fresh(QuoteJson.of(found)).with("content-type", "application/json");
            case QuoteAnswer.TooOld tooOld -> Answers.tooOld("quote", tooOld);
        };
    }

    /** Returns what a request failed with. */
    static HttpReply failure(Throwable cause) {
        ServiceException failure = cause instanceof IllegalArgumentException
                ? new ServiceException(FailureKind.INVALID_REQUEST, cause)
                : ServiceException.of(cause);
        if (failure.kind() == FailureKind.INTERNAL) {
            LOG.error("event=request_failed route={}", PATH, cause);
            return HttpReply.of(
                    failure.kind().code(),
                    new FailureBody(failure.kind().name(), "a defect on our side; it is in the log", null));
        }
        String message = String.valueOf(failure.getMessage());
        String field = message.startsWith("maxAgeMillis:") ? "maxAgeMillis" : "instrument";
        HttpReply reply = HttpReply.of(
                failure.kind().code(), new FailureBody(failure.kind().name(), message, field));
        return failure.kind().retryable() ? reply.with("retry-after", "1") : reply;
    }

    /** Returns an answer that may not be stored. */
    static HttpReply fresh(Object body) {
        return HttpReply.of(200, body).with("cache-control", "no-store");
    }

    private static Buffer body(HttpReply reply) {
        return reply.body() instanceof Buffer buffer ? buffer : Json.write(Require.present("body", reply.body()));
    }

    private static void reply(HttpServerResponse response, HttpReply reply) {
        reply.headers().forEach(response::putHeader);
        write(response, reply.status(), body(reply));
    }

    private static void write(HttpServerResponse response, int status, Buffer json) {
        if (response.ended() || response.closed()) {
            return; // the client did not wait
        }
        head(response.setStatusCode(status)).end(json).onFailure(cause -> LOG.debug("event=response_not_sent", cause));
    }

    private static HttpServerResponse head(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
}
