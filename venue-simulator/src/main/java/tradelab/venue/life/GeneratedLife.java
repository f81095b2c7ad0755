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
 * there are trades and candles, then with the clock, at the speed that is set and through the regime that is set.
 *
 * <p>Its own time is the crowd's: at twice the speed the prices take half of the clock's time for the same way, and twice
 * as many orders come. Owned by the event loop on which {@link #start} is called.
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

    /** What a leap of the clock brings at most. */
    private static final double TURN_NANOS_MAX = 24 * 3_600 * 1e9;

    /** Mixed into the seed, so that prices, arrivals and orders are drawn independently. */
    private static final long SEED_STRIDE = 0x9E3779B97F4A7C15L;

    private final GeneratorOptions options;
    private final List<MarketCrowd> crowds = new ArrayList<>();
    private double volatility = 1;
    private double speed = 1;
    private boolean paused;
    private Regime regime = Regime.CALM;
    private boolean stopped;
    private long timer = -1;
    private long lastMillis;
    private long lifeNanos;
    private @Nullable FairPrices prices;
    private @Nullable MarketFloor floor;

    private GeneratedLife(GeneratorOptions options) {
        this.options = options;
    }

    /** Returns a calm life at the clock's speed. */
    public static GeneratedLife of(GeneratorOptions options) {
        return new GeneratedLife(options);
    }

    /** Changes what the change says, before the start or while it runs. */
    public void change(GeneratorChange change) {
        paused = change.paused() == null ? paused : change.paused();
        speed = change.speed() == null ? speed : change.speed().doubleValue();
        volatility =
                change.volatility() == null ? volatility : change.volatility().doubleValue();
        regime = change.regime() == null ? regime : change.regime();
        FairPrices followed = prices;
        if (followed != null) {
            followed.volatility(volatility);
            if (change.regime() != null) {
                enter(followed);
            }
        }
    }

    private void enter(FairPrices followed) {
        followed.regime(regime);
        crowds.forEach(crowd -> crowd.taking(regime.taking()));
    }

    /**
     * How the generated life goes on.
     *
     * @param regimeSeconds of its own time since the regime began
     * @param actions orders and cancels so far
     * @param regimes what {@code regime} may be
     */
    public record View(
            long seed,
            int eventsPerSecond,
            boolean paused,
            double speed,
            Regime regime,
            double regimeSeconds,
            double volatility,
            long actions,
            List<Regime> regimes) {}

    public View view() {
        return new View(
                options.seed(),
                options.eventsPerSecond(),
                paused,
                speed,
                regime,
                prices == null ? 0 : prices.regimeSeconds(),
                volatility,
                actions(),
                List.of(Regime.values()));
    }

    private long actions() {
        return crowds.stream().mapToLong(MarketCrowd::actions).sum();
    }

    @Override
    public Future<Void> start(MarketFloor begun) {
        floor = begun;
        long nowMillis = begun.clockMillis().getAsLong();
        lastMillis = nowMillis - PAST_MILLIS;
        List<MarketSpec> markets = begun.markets();
        var past = new FairPrices(markets, options.seed(), volatility, Math.multiplyExact(lastMillis, NANOS_PER_MILLI));
        long seed = options.seed();
        for (MarketSpec market : markets) {
            seed += SEED_STRIDE;
            var arrivals = new Arrivals(options.eventsPerSecond(), ~seed);
            crowds.add(new MarketCrowd(begun.desk(market.symbol()), new OrderFlow(market, seed), arrivals));
        }
        Promise<Void> started = Promise.promise();
        past(begun, past, begun.vertx().getOrCreateContext(), nowMillis, started);
        return started.future();
    }

    private void past(MarketFloor begun, FairPrices past, Context context, long endMillis, Promise<Void> started) {
        for (int step = 0; step < PAST_STEPS_PER_TURN; step++) {
            if (stopped) {
                started.fail("the generator was stopped before it began");
                return;
            }
            if (lastMillis >= endMillis) {
                follow(begun, past, started);
                return;
            }
            lastMillis = Math.min(endMillis, lastMillis + PAST_STEP_MILLIS);
            past.advance(lastMillis * NANOS_PER_MILLI);
            for (int i = 0; i < crowds.size(); i++) {
                crowds.get(i).past(past.price(i), PAST_STEP_EVENTS, lastMillis);
            }
        }
        context.runOnContext(_ -> past(begun, past, context, endMillis, started));
    }

    private void follow(MarketFloor begun, FairPrices followed, Promise<Void> started) {
        if (!crowds.stream().allMatch(MarketCrowd::isTwoSided)) {
            started.fail("the generator could not make a two-sided book: check the markets' start prices");
            return;
        }
        lifeNanos = lastMillis * NANOS_PER_MILLI;
        prices = followed;
        enter(followed);
        if (options.eventsPerSecond() > 0) {
            timer = begun.vertx().setPeriodic(TURN_MILLIS, _ -> turn(begun, followed));
        }
        started.complete();
    }

    private void turn(MarketFloor begun, FairPrices followed) {
        long nowMillis = Math.max(lastMillis, begun.clockMillis().getAsLong());
        double lived = Math.min(TURN_NANOS_MAX, speed * (nowMillis - lastMillis) * NANOS_PER_MILLI);
        lastMillis = nowMillis;
        if (stopped || paused) {
            return;
        }
        lifeNanos += Math.round(lived);
        long passedNanos = Math.round(lived * regime.activity());
        followed.advance(lifeNanos);
        for (int i = 0; i < crowds.size(); i++) {
            crowds.get(i).turn(followed.price(i), passedNanos, nowMillis, TURN_EVENTS_MAX);
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
        status.put("regime", regime.toString());
        status.put("volatility", volatility);
        status.put("speed", speed);
        status.put("paused", paused);
        status.put("actions", actions());
        return status;
    }
}
