package tradelab.trading.venue.bitfinex;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.trading.venue.InstrumentFacts;
import tradelab.trading.venue.VenueEvents;

/**
 * Asks the venue what it trades and in what sizes, at the start and every hour. Until it has answered, and while it does
 * not, what was known before holds.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class PairInfo {
    private static final Logger LOG = LoggerFactory.getLogger(PairInfo.class);
    private static final String CODE = "BITFINEX";
    private static final String PATH = "/v2/conf/pub:info:pair,pub:info:pair:futures";
    private static final long EVERY_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long AGAIN_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private static final int LEAST = 3;
    private static final int MOST = 4;

    private final Vertx vertx;
    private final String url;
    private final Duration connectTimeout;
    private final Duration callTimeout;
    private final HttpClient client;
    private final Set<Instrument> known = new HashSet<>();
    private final Set<Instrument> gone = new HashSet<>();
    private boolean closed;

    /** @param url of the public REST interface */
    PairInfo(Vertx vertx, String url, Duration connectTimeout, Duration callTimeout) {
        this.vertx = vertx;
        this.url = url;
        this.connectTimeout = connectTimeout;
        this.callTimeout = callTimeout;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) connectTimeout.toMillis())
                        .setIdleTimeout((int) Math.max(1, callTimeout.toSeconds()))
                        .setVerifyHost(true),
                new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(1));
    }

    void follow(VenueEvents events) {
        var _ = read().onComplete(
                        pairs -> {
                            tell(pairs, events);
                            later(EVERY_MILLIS, events);
                        },
                        cause -> {
                            LOG.warn("event=venue_pairs_unread cause=\"{}\"", cause.getMessage());
                            later(AGAIN_MILLIS, events);
                        });
    }

    Future<Void> close() {
        closed = true;
        return client.close();
    }

    private void later(long millis, VenueEvents events) {
        if (!closed) {
            var _ = vertx.setTimer(millis, _ -> {
                if (!closed) {
                    follow(events);
                }
            });
        }
    }

    private Future<List<InstrumentFacts>> read() {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url + PATH)
                .setConnectTimeout(connectTimeout.toMillis())
                .setIdleTimeout(callTimeout.toMillis());
        return client.request(options)
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .timeout(callTimeout.toMillis() * 2, TimeUnit.MILLISECONDS)
                .map(body -> facts(Wire.parse(body.toString())));
    }

    /** Returns what the answer says. Fails for one that names no pair: an exchange that trades nothing is none. */
    static List<InstrumentFacts> facts(JsonNode lists) {
        List<InstrumentFacts> pairs = new ArrayList<>();
        for (JsonNode list : lists) {
            for (JsonNode row : list) {
                InstrumentFacts facts = pair(row);
                if (facts != null) {
                    pairs.add(facts);
                }
            }
        }
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("pairs: expected some, got " + Wire.shortened(lists.toString()));
        }
        return pairs;
    }

    /** {@code [PAIR, [n, n, n, MIN, MAX, ...]]}; a row that cannot be read is left out. */
    private static @Nullable InstrumentFacts pair(JsonNode row) {
        String pair = row.path(0).asText();
        if (pair.isEmpty()) {
            return null;
        }
        try {
            JsonNode values = row.path(1);
            return new InstrumentFacts(
                    new Instrument(CODE, "t" + pair),
                    null,
                    null,
                    amount(values.path(LEAST)),
                    amount(values.path(MOST)),
                    false);
        } catch (IllegalArgumentException e) {
            LOG.debug("event=venue_pair_unparsed cause=\"{}\"", e.getMessage());
            return null;
        }
    }

    private static @Nullable Amount amount(JsonNode value) {
        String text = value.asText();
        return value.isValueNode() && !value.isNull() && !text.isEmpty()
                ? new Amount(Decimals.parse("amount", text))
                : null;
    }

    /** A pair that is not named any more is not traded until it is named again. */
    void tell(List<InstrumentFacts> pairs, VenueEvents events) {
        Set<Instrument> missing = new HashSet<>(known);
        for (InstrumentFacts facts : pairs) {
            Instrument instrument = facts.instrument();
            boolean _ = missing.remove(instrument);
            boolean _ = known.add(instrument);
            events.instrument(facts);
            if (gone.remove(instrument)) {
                events.halted(instrument, false);
            }
        }
        missing.removeAll(gone);
        missing.forEach(instrument -> events.halted(instrument, true));
        boolean _ = gone.addAll(missing);
        events.listed(CODE);
        LOG.info("event=venue_pairs count={} gone={}", pairs.size(), gone.size());
    }
}
