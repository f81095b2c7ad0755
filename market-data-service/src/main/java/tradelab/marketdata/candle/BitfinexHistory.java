package tradelab.marketdata.candle;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;

/** Bitfinex' public REST API v2, as far as it tells the past. Each call is bounded in time and size. */
public final class BitfinexHistory implements VenueHistory {
    private static final int CONNECTIONS_MAX = 2;
    private static final int WAITING_MAX = 32;

    private final HttpClient client;
    private final HistorySettings settings;
    private final String url;

    /** @param websocketUrl of the same venue: its host serves REST too, unless the settings name another one */
    public BitfinexHistory(Vertx vertx, HistorySettings settings, String websocketUrl) {
        this.settings = settings;
        this.url = settings.venueUrl().orElseGet(() -> rest(websocketUrl));
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) settings.venueTimeout().toMillis())
                        .setVerifyHost(true)
                        .setTrustAll(false)
                        .setTcpKeepAlive(true)
                        .setKeepAliveTimeout(30)
                        .setMaxHeaderSize(16 * 1024)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX));
    }

    private static String rest(String websocketUrl) {
        URI uri = URI.create(websocketUrl);
        return ("wss".equals(uri.getScheme()) ? "https" : "http") + "://" + uri.getAuthority();
    }

    @Override
    public Future<List<Trade>> trades(Instrument instrument, long fromMillis, long toMillis) {
        return get(
                "/v2/trades/" + instrument.symbol() + "/hist?sort=1&limit=" + TRADES_MAX + "&start=" + fromMillis
                        + "&end=" + toMillis,
                VenueRows::trades);
    }

    @Override
    public Future<List<VenueCandle>> candles(Instrument instrument, Timeframe frame, long fromMillis, long toMillis) {
        String name = frame == Timeframe.W1 ? "7D" : frame.toString(); // the venue's name of a week
        return get(
                "/v2/candles/trade:" + name + ":" + instrument.symbol() + "/hist?sort=1&limit=" + CANDLES_MAX
                        + "&start=" + fromMillis + "&end=" + toMillis,
                VenueRows::candles);
    }

    private <T> Future<T> get(String path, Function<byte[], T> read) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url + path)
                .setTimeout(settings.venueTimeout().toMillis());
        return client.request(options)
                .compose(request -> request.send())
                .compose(this::body)
                .map(body -> read.apply(body.getBytes()))
                .timeout(settings.venueTimeout().toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        long bytesMax = settings.venueAnswerMax().bytes();
        response.handler(part -> {
            if (body.length() + part.length() > bytesMax) {
                whole.tryFail(new ServiceException(FailureKind.UNAVAILABLE, "an answer of more than " + bytesMax));
                var _ = response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> {
            if (response.statusCode() == 200) {
                var _ = whole.tryComplete(body);
            } else {
                var _ = whole.tryFail(new ServiceException(
                        FailureKind.UNAVAILABLE, "the venue answered with status " + response.statusCode()));
            }
        });
        return whole.future();
    }
}
