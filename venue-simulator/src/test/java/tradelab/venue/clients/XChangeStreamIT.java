package tradelab.venue.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import info.bitrich.xchangestream.bitfinex.BitfinexStreamingAccountService;
import info.bitrich.xchangestream.bitfinex.BitfinexStreamingMarketDataService;
import info.bitrich.xchangestream.bitfinex.BitfinexStreamingService;
import info.bitrich.xchangestream.bitfinex.BitfinexStreamingTradeService;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knowm.xchange.ExchangeFactory;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.bitfinex.BitfinexExchange;
import org.knowm.xchange.currency.Currency;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order.OrderType;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.dto.trade.MarketOrder;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;

/** The streams of XChange 5.2.0 as they are: public channels, and everything that an account is told. */
class XChangeStreamIT {
    private static final long PATIENCE_SECONDS = 60;
    private static final CurrencyPair PAIR = CurrencyPair.BTC_USD;
    private static final BigDecimal AMOUNT = new BigDecimal("0.01");
    private static final int BOOKS = 100;

    /** The client files a subscription after asking for it: it loses a snapshot that comes faster than any network. */
    private static final String FAR_AWAY =
            "{\"kind\":\"delay\",\"scope\":{\"route\":\"ws/subscribe\"},\"probability\":1,\"millis\":200,"
                    + "\"durationMillis\":600000}";

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ServiceHost host;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BitfinexExchange exchange;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BitfinexStreamingService stream;

    private final List<Disposable> subscriptions = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        host = await(ServiceHost.start(
                Map.of("venue.http.port", "0", "venue.management.port", "0", "venue.further-accounts", "x=x-s"),
                new VenueService()));
        int port = host.port("venue-simulator", "http");
        subscribeFromAfar(port);
        ExchangeSpecification specification = new ExchangeSpecification(BitfinexExchange.class);
        specification.setSslUri("http://127.0.0.1:" + port + "/");
        specification.setHost("127.0.0.1");
        specification.setPort(port);
        specification.setApiKey("x");
        specification.setSecretKey("x-s");
        exchange = (BitfinexExchange) ExchangeFactory.INSTANCE.createExchange(specification);
        stream = new BitfinexStreamingService("ws://127.0.0.1:" + port + "/ws/2", exchange.getNonceFactory());
        // The exchange class has the stream's address fixed; its parts take one, and the key by this only.
        set("setApiKey", "x");
        set("setApiSecret", "x-s");
        assertThat(stream.connect().blockingAwait(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }

    private static void subscribeFromAfar(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sim/faults"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(FAR_AWAY))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private static void set(String setter, String value) throws ReflectiveOperationException {
        Method method = BitfinexStreamingService.class.getDeclaredMethod(setter, String.class);
        method.setAccessible(true);
        Object _ = method.invoke(stream, value);
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(stream.disconnect().blockingAwait(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        var _ = await(host.close());
    }

    private <T> BlockingQueue<T> follow(Observable<T> observable) {
        BlockingQueue<T> queue = new LinkedBlockingQueue<>();
        subscriptions.add(observable.subscribe(queue::add, failure -> {
            throw new AssertionError(failure);
        }));
        return queue;
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void followsTheMarkets() throws Exception {
        var service = new BitfinexStreamingMarketDataService(stream);
        BlockingQueue<OrderBook> books = follow(service.getOrderBook(PAIR, 25));
        var tickers = follow(service.getTicker(PAIR));
        var trades = follow(service.getTrades(PAIR));
        for (int i = 0; i < BOOKS; i++) {
            OrderBook book = next(books);
            assertThat(book.getBids().getFirst().getLimitPrice())
                    .isLessThan(book.getAsks().getFirst().getLimitPrice());
        }
        assertThat(next(tickers).getBid()).isPositive();
        assertThat(next(trades).getPrice()).isPositive();
        subscriptions.forEach(Disposable::dispose); // unsubscribes
    }

    @Test
    void hearsWhatHappensToItsAccount() throws Exception {
        var trading = new BitfinexStreamingTradeService(stream);
        var money = new BitfinexStreamingAccountService(stream);
        var orders = follow(trading.getOrderChanges());
        var ofPair = follow(trading.getOrderChanges(PAIR));
        var fills = follow(trading.getUserTrades());
        var fillsOfPair = follow(trading.getUserTrades(PAIR));
        var rawOrders = follow(trading.getRawAuthenticatedOrders());
        var rawBefore = follow(trading.getRawAuthenticatedPreTrades());
        var rawTrades = follow(trading.getRawAuthenticatedTrades());
        var rawBalances = follow(money.getRawAuthenticatedBalances());
        var balances = follow(money.getBalanceChanges(Currency.USD, "exchange"));
        String limit = exchange.getTradeService()
                .placeLimitOrder(
                        new LimitOrder(OrderType.BID, AMOUNT, PAIR, null, new Date(), new BigDecimal("20000")));
        assertThat(next(orders).getId()).isEqualTo(limit);
        assertThat(next(ofPair).getId()).isEqualTo(limit);
        assertThat(String.valueOf(next(rawOrders).getId())).isEqualTo(limit);
        assertThat(exchange.getTradeService().cancelOrder(limit)).isTrue();
        assertThat(next(orders).getStatus().isFinal()).isTrue();
        String market = exchange.getTradeService().placeMarketOrder(new MarketOrder(OrderType.BID, AMOUNT, PAIR));
        assertThat(next(fills).getOrderId()).isEqualTo(market);
        assertThat(next(fillsOfPair).getOrderId()).isEqualTo(market);
        assertThat(next(rawBefore).getPair()).isEqualTo("tBTCUSD");
        assertThat(next(rawTrades).getPair()).isEqualTo("tBTCUSD");
        assertThat(next(rawBalances).getCurrency()).isNotEmpty();
        assertThat(next(balances).getAvailable()).isPositive();
        subscriptions.forEach(Disposable::dispose);
    }
}
