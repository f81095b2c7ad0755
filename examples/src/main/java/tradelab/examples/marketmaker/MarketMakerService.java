package tradelab.examples.marketmaker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.contracts.trading.TradingApi;
import tradelab.runtime.Service;
import tradelab.runtime.ServiceContext;

/** Composes the market maker: quotes and order events in, orders out, figures to Prometheus. */
public final class MarketMakerService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(MarketMakerService.class);
    private static final long FLAT_TICK_MILLIS = 50;

    @Override
    public String name() {
        return "market-maker";
    }

    @Override
    public String prefix() {
        return "market-maker";
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("market-maker.management.port", "9087");
    }

    @Override
    public List<Class<?>> settings() {
        return List.of(MarketMakerSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        MarketMakerSettings settings = context.settings(MarketMakerSettings.class);
        Vertx vertx = context.vertx();
        Instrument instrument = Instrument.parse(settings.instrument());
        MarketMaker maker = new MarketMaker(
                vertx.eventBus(),
                quoting(settings),
                instrument,
                Require.id("market-maker.account", settings.account()),
                settings.callTimeout(),
                settings.quoteAgeMax(),
                System::currentTimeMillis);
        measure(context.meters(), maker, instrument);
        context.sample(values -> sample(values, maker));
        var quotes = MarketDataApi.QUOTES.subscribe(vertx.eventBus(), maker::quoted);
        var events = TradingApi.ORDER_EVENTS.subscribe(vertx.eventBus(), maker::happened);
        begin(vertx, maker, settings.interval().toMillis());
        context.onDrain("quotes", () -> {
            maker.stop();
            return quotes.unregister()
                    .compose(_ -> maker.cancelAll())
                    .transform(_ -> flat(vertx, maker))
                    .compose(_ -> events.unregister());
        });
        return Future.succeededFuture();
    }

    /** Orders of an earlier run end first: they are not in this one's books. Trading may not be there yet. */
    private static void begin(Vertx vertx, MarketMaker maker, long intervalMillis) {
        var _ = maker.cancelAll()
                .onSuccess(_ -> {
                    var _ = vertx.setPeriodic(intervalMillis, _ -> maker.look());
                })
                .onFailure(cause -> {
                    LOG.info("event=trading_not_there cause=\"{}\"", cause.getMessage());
                    var _ = vertx.setTimer(intervalMillis, _ -> begin(vertx, maker, intervalMillis));
                });
    }

    /** Completes when no order is left; the graceful stop bounds how long that may take. */
    private static Future<Void> flat(Vertx vertx, MarketMaker maker) {
        return maker.isFlat()
                ? Future.succeededFuture()
                : vertx.timer(FLAT_TICK_MILLIS, TimeUnit.MILLISECONDS).compose(_ -> flat(vertx, maker));
    }

    private static Quoting quoting(MarketMakerSettings settings) {
        return new Quoting(
                Decimals.parse("market-maker.half-spread", settings.halfSpread()),
                Decimals.parse("market-maker.amount", settings.amount()),
                Decimals.parse("market-maker.inventory-max", settings.inventoryMax()),
                Decimals.parse("market-maker.skew", settings.skew()),
                Decimals.parse("market-maker.tolerance", settings.tolerance()),
                settings.priceDigits());
    }

    /** What the live page shows. */
    private static void sample(Map<String, Double> values, MarketMaker maker) {
        Ledger ledger = maker.ledger();
        long middle = maker.middle();
        values.put(SampleKeys.STRATEGY_POSITION, scaled(ledger.inventory()));
        values.put(SampleKeys.STRATEGY_QUOTES, (double) maker.standing());
        values.put(SampleKeys.STRATEGY_PROFIT_REALIZED, scaled(ledger.realized()));
        if (middle > 0) {
            values.put(SampleKeys.STRATEGY_PROFIT_UNREALIZED, scaled(ledger.unrealized(middle)));
            values.put(SampleKeys.STRATEGY_PROFIT, scaled(ledger.profit(middle)));
        }
    }

    private static void measure(MeterRegistry meters, MarketMaker maker, Instrument instrument) {
        gauge(
                meters,
                maker,
                instrument,
                "profit",
                "Profit at the middle of the last quote, before fees",
                each -> scaled(each.ledger().profit(each.middle())));
        gauge(
                meters,
                maker,
                instrument,
                "profit.realized",
                "Profit of what was closed, at the average cost, before fees",
                each -> scaled(each.ledger().realized()));
        gauge(
                meters,
                maker,
                instrument,
                "cash",
                "Taken in less paid, before fees",
                each -> scaled(each.ledger().cash()));
        gauge(
                meters,
                maker,
                instrument,
                "inventory",
                "Held; below 0 owed",
                each -> scaled(each.ledger().inventory()));
        gauge(meters, maker, instrument, "middle", "Middle of the last quote", each -> scaled(each.middle()));
        gauge(meters, maker, instrument, "standing", "Orders that rest at the venue", MarketMaker::standing);
        counter(meters, maker, instrument, "orders.placed", "Orders that were accepted", MarketMaker::placed);
        counter(meters, maker, instrument, "orders.refused", "Orders that were refused", MarketMaker::refused);
    }

    private static void gauge(
            MeterRegistry meters,
            MarketMaker maker,
            Instrument instrument,
            String name,
            String description,
            ToDoubleFunction<MarketMaker> value) {
        var _ = Gauge.builder("market.maker." + name, maker, value)
                .description(description)
                .tag("instrument", instrument.toString())
                .strongReference(true)
                .register(meters);
    }

    private static void counter(
            MeterRegistry meters,
            MarketMaker maker,
            Instrument instrument,
            String name,
            String description,
            ToDoubleFunction<MarketMaker> value) {
        var _ = FunctionCounter.builder("market.maker." + name, maker, value)
                .description(description)
                .tag("instrument", instrument.toString())
                .register(meters);
    }

    /** For people and dashboards only: nothing is decided by it. */
    private static double scaled(long units) {
        return units / (double) Decimals.ONE;
    }
}
