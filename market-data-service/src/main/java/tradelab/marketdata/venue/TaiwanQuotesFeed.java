package tradelab.marketdata.venue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.contracts.Json;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.marketdata.feed.Feed;
import tradelab.marketdata.feed.FeedContext;
import tradelab.marketdata.feed.FeedSink;
import tradelab.marketdata.feed.Unparsed;

/**
 * The Taiwan exchange's public quote JSON, asked one page of instruments after the other, one call at a time and never
 * faster than the exchange allows: about three calls in five seconds. Its trades are the last one of each look.
 *
 * <p>Options: {@code url}, {@code instruments} (such as {@code TWSE:2330,TPEX:6488}), {@code interval-millis} between two
 * calls, {@code page} instruments a call. Owned by the feed's event loop.
 */
public final class TaiwanQuotesFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(TaiwanQuotesFeed.class);
    private static final int NAMES_MAX = 100;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int ANSWER_MAX = 1024 * 1024;

    private final List<List<Instrument>> pages = new ArrayList<>();
    private final QuotedTrades trades = new QuotedTrades();

    @SuppressWarnings("NullAway.Init") // set by start()
    private FeedSink sink;

    @SuppressWarnings("NullAway.Init") // set by start()
    private FeedContext context;

    @SuppressWarnings("NullAway.Init") // set by start()
    private HttpClient client;

    private String url = "";
    private long intervalMillis;
    private int next;
    private boolean away = true;
    private boolean stopped;

    @Override
    public String name() {
        return "taiwan-quotes";
    }

    @Override
    public void start(FeedSink sink, FeedContext context) {
        context.options().only("url", "instruments", "interval-millis", "page");
        this.sink = sink;
        this.context = context;
        url = context.options().text("url", "https://mis.twse.com.tw");
        intervalMillis = context.options().number("interval-millis", 2_000, 10, 3_600_000);
        int page = (int) context.options().number("page", 50, 1, NAMES_MAX);
        String _ = context.options().required("instruments");
        List<Instrument> all = context.options().list("instruments").stream()
                .map(Instrument::parse)
                .toList();
        for (int from = 0; from < all.size(); from += page) {
            pages.add(all.subList(from, Math.min(all.size(), from + page)));
        }
        all.forEach(one -> {
            String _ = exchangeName(one); // refuses those of other venues
        });
        sink.instruments(all);
        client = context.vertx()
                .createHttpClient(
                        new HttpClientOptions()
                                .setConnectTimeout(TIMEOUT_MILLIS)
                                .setVerifyHost(true)
                                .setTrustAll(false)
                                .setDecompressionSupported(true),
                        new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(1));
        poll();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** Returns what the exchange calls it: {@code tse_2330.tw}, {@code otc_00679B.tw}; codes keep their capitals. */
    private static String exchangeName(Instrument instrument) {
        String market = switch (instrument.venue()) {
            case "TWSE" -> "tse";
            case "TPEX" -> "otc";
            default -> throw Require.refused("instruments", "those of TWSE and TPEX", instrument.toString());
        };
        return market + "_" + instrument.symbol() + ".tw";
    }

    private void poll() {
        if (stopped) {
            return;
        }
        List<Instrument> page = pages.get(next++ % pages.size());
        var _ = ask(page)
                .map(body -> {
                    take(page, body);
                    return body;
                })
                .onSuccess(_ -> {
                    if (away) {
                        away = false;
                        sink.connected();
                    }
                })
                .onFailure(cause -> {
                    LOG.debug("event=quotes_not_read", cause);
                    away = true;
                    sink.interrupted(String.valueOf(cause.getMessage()));
                })
                .onComplete(_ -> context.vertx().setTimer(intervalMillis, _ -> poll()));
    }

    private Future<Buffer> ask(List<Instrument> page) {
        String names = page.stream().map(TaiwanQuotesFeed::exchangeName).collect(Collectors.joining("%7C"));
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url + "/stock/api/getStockInfo.jsp?json=1&delay=0&ex_ch=" + names)
                        .setTimeout(TIMEOUT_MILLIS))
                .compose(request -> request.send())
                .compose(response -> response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture("the exchange answered with status " + response.statusCode()))
                .compose(body -> body.length() <= ANSWER_MAX
                        ? Future.succeededFuture(body)
                        : Future.failedFuture("an answer of " + body.length() + " bytes"));
    }

    private void take(List<Instrument> page, Buffer body) {
        JsonNode answer = Json.read(body, JsonNode.class);
        if (!"0000".equals(answer.path("rtcode").asText())) {
            throw Require.refused("rtcode", "0000", answer.path("rtcode").asText() + " " + answer.path("rtmessage"));
        }
        for (JsonNode quote : answer.path("msgArray")) {
            for (Instrument instrument : page) {
                if (instrument.symbol().equals(quote.path("c").asText())) {
                    tell(instrument, quote);
                }
            }
        }
    }

    private void tell(Instrument instrument, JsonNode quote) {
        try {
            Price last = TaiwanRows.quotedPrice(text(quote, "z"));
            long millis = Long.parseLong(text(quote, "tlong"));
            sink.snapshot(
                    instrument,
                    TaiwanRows.quotedLevels(text(quote, "b"), text(quote, "g")),
                    TaiwanRows.quotedLevels(text(quote, "a"), text(quote, "f")),
                    last,
                    millis);
            trades.look(
                    instrument,
                    last,
                    TaiwanRows.lots(text(quote, "tv")),
                    TaiwanRows.lots(text(quote, "v")),
                    millis,
                    sink);
        } catch (IllegalArgumentException e) {
            sink.unparsed(Unparsed.SHAPE);
            LOG.debug("event=quote_unparsed instrument={}", instrument, e);
        }
    }

    private static String text(JsonNode quote, String field) {
        return quote.path(field).asText("");
    }
}
