package tradelab.venue.taiwan.flow;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.venue.taiwan.exchange.Crowd;
import tradelab.venue.taiwan.exchange.TaiwanExchange;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.OrderType;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.TimeInForce;
import tradelab.venue.taiwan.rules.Lots;
import tradelab.venue.taiwan.rules.PriceLimits;
import tradelab.venue.taiwan.rules.Ticks;

/**
 * The crowd of the whole market: a seeded stream of orders and cancels around what each security is worth.
 *
 * <p>Prices follow, because orders around a new value trade with those around the old one. Not thread-safe.
 */
public final class BackgroundFlow implements Crowd {
    /** Market time between two turns where nothing else is asked for. */
    public static final int SLICE_MILLIS = 50;

    private static final int EVENTS_PER_SECOND_MAX = 1_000_000;
    private static final int SLICE_MILLIS_MAX = 1_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final int LEVELS_AT_FIRST = 5;
    private static final int ORDERS_MAX = 48;
    private static final int ORDERS_KEPT = 16;
    private static final double TAKE = 0.12;
    private static final double CANCEL = 0.4;
    private static final double ODD = 0.02;
    private static final double NEXT_TICK = 0.7;
    private static final int TICKS_AWAY_MAX = 12;
    private static final double MEAN_LOTS = 6;

    /** Of the buyers that a security at its lower limit would have, and sellers at the upper one. */
    private static final double BRAVE = 0.03;

    private final SplittableRandom random;
    private Regime regime;
    private BigDecimal volatility = BigDecimal.ONE;
    private final int eventsPerSecond;
    private final int sliceMillis;
    private final List<ArrayDeque<Order>> orders = new ArrayList<>();
    private @Nullable FairValues values;
    private @Nullable Popularity popularity;
    private long owedEventMillis;
    private long lastStepMillis;

    public BackgroundFlow(long seed, int eventsPerSecond, Regime regime) {
        this(seed, eventsPerSecond, SLICE_MILLIS, regime);
    }

    /**
     * @param eventsPerSecond orders and cancels in a second of market time, over all securities; 0 for none
     * @param sliceMillis market time between two turns, in each of which what is due comes at once; 1 to 1,000
     */
    public BackgroundFlow(long seed, int eventsPerSecond, int sliceMillis, Regime regime) {
        this.sliceMillis = (int) Require.range("sliceMillis", sliceMillis, 1, SLICE_MILLIS_MAX);
        this.random = new SplittableRandom(seed);
        this.eventsPerSecond = (int) Require.range("eventsPerSecond", eventsPerSecond, 0, EVENTS_PER_SECOND_MAX);
        this.regime = regime;
    }

    /** Returns what kind of day it is. */
    public Regime regime() {
        return regime;
    }

    /** Returns how many times as wide as in the regime values swing. */
    public BigDecimal volatility() {
        return volatility;
    }

    /** Makes it another kind of day from now on: what the opening of another regime would have brought comes at once. */
    public void change(DayChange change) {
        if (change.volatility() != null) {
            volatility = change.volatility();
            if (values != null) {
                values.volatility(volatility.doubleValue());
            }
        }
        if (change.regime() != null) {
            regime = change.regime();
            if (values != null) {
                values.enter(regime);
            }
        }
    }

    @Override
    public long sliceMillis() {
        return sliceMillis;
    }

    @Override
    public void begin(TaiwanExchange exchange) {
        if (eventsPerSecond == 0) {
            return;
        }
        List<SecurityMarket> markets = exchange.markets();
        values = new FairValues(markets, random, regime, volatility.doubleValue());
        if (popularity == null) {
            popularity = new Popularity(markets, random);
            markets.forEach(_ -> orders.add(new ArrayDeque<>()));
        }
        lastStepMillis = exchange.nowMillis();
        for (int i = 0; i < markets.size(); i++) {
            orders.get(i).clear();
            for (int level = 0; level < LEVELS_AT_FIRST; level++) {
                place(exchange, i, values.price(i), Side.BUY, level);
                place(exchange, i, values.price(i), Side.SELL, level);
            }
        }
    }

    @Override
    public void act(TaiwanExchange exchange) {
        FairValues worth = values;
        Popularity popular = popularity;
        if (worth == null || popular == null) {
            return;
        }
        if (exchange.nowMillis() - lastStepMillis >= MILLIS_PER_SECOND) {
            worth.step();
            lastStepMillis += MILLIS_PER_SECOND;
        }
        owedEventMillis += (long) eventsPerSecond * sliceMillis;
        for (; owedEventMillis >= MILLIS_PER_SECOND; owedEventMillis -= MILLIS_PER_SECOND) {
            int index = popular.draw(random);
            event(exchange, index, worth.price(index));
        }
    }

    @Override
    public void closed(Order order) {} // its place among the orders is taken away when its turn comes

    private void event(TaiwanExchange exchange, int index, long worth) {
        SecurityMarket market = exchange.markets().get(index);
        double draw = random.nextDouble();
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        if (draw < TAKE) {
            take(exchange, market, side);
        } else if (draw < TAKE + CANCEL) {
            cancelOldest(exchange, market, index);
        } else if (draw < TAKE + CANCEL + ODD) {
            odd(exchange, market, worth, side);
        } else {
            place(exchange, index, worth, side, ticksAway());
        }
    }

    private void take(TaiwanExchange exchange, SecurityMarket market, Side side) {
        long price = market.best(side == Side.SELL);
        if (price != 0 && market.isContinuous()) {
            @Nullable Order _ = exchange.place(market, OrderTerms.taking(side, price, shares()));
        }
    }

    private void cancelOldest(TaiwanExchange exchange, SecurityMarket market, int index) {
        ArrayDeque<Order> own = orders.get(index);
        while (!own.isEmpty() && !own.getFirst().isOpen()) {
            Order _ = own.removeFirst();
        }
        if (own.size() > ORDERS_KEPT) {
            exchange.withdraw(market, own.removeFirst());
        }
    }

    private void odd(TaiwanExchange exchange, SecurityMarket market, long worth, Side side) {
        long price = price(market, worth, side, 0);
        if (price != 0) {
            OrderTerms terms = new OrderTerms(
                    side,
                    OrderType.LIMIT,
                    TimeInForce.ROD,
                    OrderSession.ODD,
                    price,
                    1 + random.nextInt(Lots.BOARD - 1));
            @Nullable Order _ = exchange.place(market, terms);
        }
    }

    private void place(TaiwanExchange exchange, int index, long worth, Side side, int ticksAway) {
        SecurityMarket market = exchange.markets().get(index);
        long price = price(market, worth, side, ticksAway);
        if (price == 0) {
            return;
        }
        Order placed = exchange.place(market, OrderTerms.limit(side, price, shares()));
        if (placed != null && placed.isOpen()) {
            ArrayDeque<Order> own = orders.get(index);
            own.addLast(placed);
            if (own.size() > ORDERS_MAX) {
                exchange.withdraw(market, own.removeFirst());
            }
        }
    }

    /** Returns a valid price some ticks from the value, or 0 if nobody would trade there. */
    private long price(SecurityMarket market, long worth, Side side, int ticksAway) {
        Ticks ticks = market.security().ticks();
        PriceLimits limits = market.limits();
        long price = ticks.floor(Math.max(worth, limits.down()));
        for (int i = 0; i < ticksAway && price > 0; i++) {
            price = side == Side.BUY ? ticks.down(price) : ticks.up(price);
        }
        price = side == Side.SELL ? ticks.up(price) : price;
        boolean hopeless = side == Side.BUY
                ? worth < limits.down() || price < limits.down()
                : worth > limits.up() || price > limits.up();
        if (hopeless) {
            return random.nextDouble() < BRAVE ? (side == Side.BUY ? limits.down() : limits.up()) : 0;
        }
        if (worth < limits.down() && ticksAway == 0) {
            return limits.down(); // a seller at the lower limit
        }
        return limits.clamp(price);
    }

    private int ticksAway() {
        int ticks = 0;
        while (ticks < TICKS_AWAY_MAX && random.nextDouble() < NEXT_TICK) {
            ticks++;
        }
        return ticks;
    }

    private long shares() {
        double lots = 1 - MEAN_LOTS * Math.log(1 - random.nextDouble());
        return Math.min(Lots.BOARD_LOTS_MAX, (long) lots) * Lots.BOARD;
    }
}
