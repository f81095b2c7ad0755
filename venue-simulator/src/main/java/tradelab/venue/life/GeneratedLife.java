package tradelab.venue.life;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.venue.market.GeneratorOptions;
import tradelab.venue.market.MarketFloor;
import tradelab.venue.market.MarketSource;
import tradelab.venue.market.MarketSpec;

/**
 * Drives every market with a seeded crowd that looks like the recorded one: first through two hours of the past, so that
 * there are trades and candles, then with the clock.
 *
 * <p>Owned by the event loop on which {@link #start} is called.
 */
public final class GeneratedLife implements MarketSource {
    private static final long TURN_MILLIS = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What one turn does at most in one market: twice of what the highest rate asks for. */
    private static final int TURN_EVENTS_MAX = 1_000;

    private static final long PAST_MILLIS = 2 * 60 * 60 * 1_000;
    private static final long PAST_STEP_MILLIS = 30_000;
    private static final int PAST_STEP_EVENTS = 20;

    /** Steps of the past before the loop is given back. */
    private static final int PAST_STEPS_PER_TURN = 10;

    /** Mixed into the seed, so that prices, arrivals and orders are drawn independently. */
    private static final long SEED_STRIDE = 0x9E3779B97F4A7C15L;

    private final GeneratorOptions options;
    private final double volatility;
    private final List<MarketCrowd> crowds = new ArrayList<>();
    private boolean stopped;
    private long timer = -1;
    private long lastMillis;
    private @Nullable MarketFloor floor;

    private GeneratedLife(GeneratorOptions options, double volatility) {
        if (!(volatility >= 0 && volatility <= 1_000)) {
            throw new IllegalArgumentException("volatility: expected 0 to 1000, got " + volatility);
        }
        this.options = options;
        this.volatility = volatility;
    }

    public static GeneratedLife of(GeneratorOptions options) {
        return of(options, 1);
    }

    /** @param volatility times the recorded one; 0 is a market whose price stands still */
    public static GeneratedLife of(GeneratorOptions options, double volatility) {
        return new GeneratedLife(options, volatility);
    }

    @Override
    public Future<Void> start(MarketFloor begun) {
        floor = begun;
        long nowMillis = begun.clockMillis().getAsLong();
        lastMillis = nowMillis - PAST_MILLIS;
        List<MarketSpec> markets = begun.markets();
        var prices =
                new FairPrices(markets, options.seed(), volatility, Math.multiplyExact(lastMillis, NANOS_PER_MILLI));
        long seed = options.seed();
        for (MarketSpec market : markets) {
            seed += SEED_STRIDE;
            var arrivals = new Arrivals(options.eventsPerSecond(), ~seed, nowMillis * NANOS_PER_MILLI);
            crowds.add(new MarketCrowd(begun.desk(market.symbol()), new OrderFlow(market, seed), arrivals));
        }
        Promise<Void> started = Promise.promise();
        past(begun, prices, begun.vertx().getOrCreateContext(), nowMillis, started);
        return started.future();
    }

    private void past(MarketFloor begun, FairPrices prices, Context context, long endMillis, Promise<Void> started) {
        for (int step = 0; step < PAST_STEPS_PER_TURN; step++) {
            if (stopped) {
                started.fail("the generator was stopped before it began");
                return;
            }
            if (lastMillis >= endMillis) {
                follow(begun, prices, started);
                return;
            }
            lastMillis = Math.min(endMillis, lastMillis + PAST_STEP_MILLIS);
            prices.advance(lastMillis * NANOS_PER_MILLI);
            for (int i = 0; i < crowds.size(); i++) {
                crowds.get(i).past(prices.price(i), PAST_STEP_EVENTS, lastMillis);
            }
        }
        context.runOnContext(_ -> past(begun, prices, context, endMillis, started));
    }

    private void follow(MarketFloor begun, FairPrices prices, Promise<Void> started) {
        if (!crowds.stream().allMatch(MarketCrowd::isTwoSided)) {
            started.fail("the generator could not make a two-sided book: check the markets' start prices");
            return;
        }
        if (options.eventsPerSecond() > 0) {
            timer = begun.vertx().setPeriodic(TURN_MILLIS, _ -> turn(begun, prices));
        }
        started.complete();
    }

    private void turn(MarketFloor begun, FairPrices prices) {
        if (stopped) {
            return;
        }
        lastMillis = Math.max(lastMillis, begun.clockMillis().getAsLong());
        long nowNanos = lastMillis * NANOS_PER_MILLI;
        prices.advance(nowNanos);
        for (int i = 0; i < crowds.size(); i++) {
            crowds.get(i).turn(prices.price(i), nowNanos, lastMillis, TURN_EVENTS_MAX);
        }
    }

    @Override
    public Future<Void> stop() {
        stopped = true;
        if (floor != null && timer >= 0) {
            boolean _ = floor.vertx().cancelTimer(timer);
        }
        return Future.succeededFuture();
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("source", "generator");
        status.put("seed", options.seed());
        status.put("events.per.second", options.eventsPerSecond());
        status.put("volatility", volatility);
        status.put("actions", crowds.stream().mapToLong(MarketCrowd::actions).sum());
        return status;
    }
}
