package tradelab.venue.taiwan.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.exchange.TaiwanArrival.Operation;
import tradelab.venue.taiwan.flow.BackgroundFlow;
import tradelab.venue.taiwan.flow.DayChange;
import tradelab.venue.taiwan.flow.Regime;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.OrderType;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.TimeInForce;
import tradelab.venue.taiwan.universe.GeneratedUniverse;

/** The ledger is enough to do a day again: same seed and requests, same events, however time is cut. */
class ReplayedRequestsPropertyTest {
    private static final int DAYS = 25;
    private static final int DAYS_DEEP = 100;
    private static final int REQUESTS = 60;
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 5, 8, 59, 30);
    private static final long STEP_MILLIS_MAX = 4_000;

    @Test
    void doesADayAgainFromItsLedgerEventByEvent() {
        compare(1, DAYS);
    }

    @Test
    @Tag("deep")
    void doesManyDaysAgainFromTheirLedgers() {
        compare(DAYS + 1, DAYS_DEEP);
    }

    private static void compare(int from, int to) {
        long events = 0;
        List<Long> digests = new ArrayList<>();
        for (int seed = from; seed <= to; seed++) {
            BackgroundFlow livedFlow = new BackgroundFlow(seed, 100, Regime.OPEN);
            TaiwanExchange lived = exchange(seed, livedFlow);
            live(lived, livedFlow, seed);
            BackgroundFlow flow = new BackgroundFlow(seed, 100, Regime.OPEN);
            TaiwanExchange again = exchange(seed, flow);
            replay(again, flow, lived.ledger().page(0, TaiwanLedger.PAGE_MAX));
            advance(again, lived.nowMillis());
            assertThat(again.events()).isEqualTo(lived.events());
            assertThat(again.digest()).as("seed %d", seed).isEqualTo(lived.digest());
            assertThat(account(again).holdings().cash())
                    .isEqualTo(account(lived).holdings().cash());
            events += lived.events();
            digests.add(lived.digest());
        }
        assertThat(digests).doesNotHaveDuplicates();
        System.out.println("replayed days: equal=" + (to - from + 1) + " events=" + events);
    }

    private static TaiwanExchange exchange(int seed, BackgroundFlow flow) {
        TaiwanExchange exchange = new TaiwanExchange(
                GeneratedUniverse.make(seed).subList(0, 20),
                START,
                seed,
                flow,
                new TaiwanLedger(TaiwanLedger.PAGE_MAX));
        exchange.add(new Account(1, "test", "secret", new Holdings(1_000_000_000L * Decimals.ONE, 1_000_000)));
        return exchange;
    }

    private static Account account(TaiwanExchange exchange) {
        Account account = exchange.account("test");
        if (account == null) {
            throw new AssertionError("no account");
        }
        return account;
    }

    private static void advance(TaiwanExchange exchange, long toMillis) {
        assertThat(exchange.advance(toMillis, Integer.MAX_VALUE)).isTrue();
    }

    private static void live(TaiwanExchange exchange, BackgroundFlow flow, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OrderDesk desk = new OrderDesk(exchange);
        Account account = account(exchange);
        for (int i = 0; i < REQUESTS; i++) {
            if (i == REQUESTS / 2) {
                BigDecimal volatility = BigDecimal.valueOf(random.nextInt(40), 1);
                desk.regime(Regime.CRASH.toString(), volatility, 0);
                flow.change(new DayChange(Regime.CRASH, volatility));
            }
            advance(exchange, exchange.nowMillis() + random.nextLong(STEP_MILLIS_MAX));
            SecurityMarket market =
                    exchange.markets().get(random.nextInt(exchange.markets().size()));
            String code = market.security().code();
            List<Order> open = account.orders(true, 0, 1_000);
            switch (random.nextInt(open.isEmpty() ? 3 : 6)) {
                case 0, 1, 2 -> {
                    Decision _ = desk.submit(account, "c" + random.nextInt(REQUESTS), code, terms(market, random), 0);
                }
                case 3 -> {
                    Decision _ = desk.cancel(account, ref(open, random), 0);
                }
                case 4 -> {
                    Decision _ = desk.amend(account, ref(open, random), 1_000, market.reference(), 0);
                }
                default -> {
                    boolean _ = desk.halt(code, random.nextBoolean(), 0);
                }
            }
        }
    }

    private static OrderRef ref(List<Order> open, SplittableRandom random) {
        return new OrderRef(open.get(random.nextInt(open.size())).id(), null);
    }

    private static OrderTerms terms(SecurityMarket market, SplittableRandom random) {
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        TimeInForce time = TimeInForce.values()[random.nextInt(3)];
        long shares = 1_000L * (1 + random.nextInt(9));
        boolean priced = random.nextInt(4) > 0;
        long price =
                market.security().ticks().floor(Math.round(market.reference() * (0.93 + 0.14 * random.nextDouble())));
        return new OrderTerms(
                side,
                priced ? OrderType.LIMIT : OrderType.MARKET,
                time,
                OrderSession.BOARD,
                priced ? price : 0,
                shares);
    }

    private static void replay(TaiwanExchange exchange, BackgroundFlow flow, List<TaiwanArrival> arrivals) {
        OrderDesk desk = new OrderDesk(exchange);
        Account account = account(exchange);
        for (TaiwanArrival each : arrivals) {
            advance(exchange, each.marketMillis());
            Decision decision = switch (each.operation()) {
                case SUBMIT ->
                    desk.submit(
                            account,
                            String.valueOf(each.clientOrderId()),
                            String.valueOf(each.symbol()),
                            java.util.Objects.requireNonNull(each.terms()),
                            0);
                case AMEND ->
                    desk.amend(
                            account,
                            java.util.Objects.requireNonNull(each.target()),
                            each.remaining(),
                            each.price(),
                            0);
                case CANCEL -> desk.cancel(account, java.util.Objects.requireNonNull(each.target()), 0);
                case HALT, RELEASE -> {
                    boolean known = desk.halt(each.symbol(), each.operation() == Operation.HALT, 0);
                    yield new Decision.Refused(RefusalCode.HALTED, "halt " + known);
                }
                case REGIME -> {
                    flow.change(new DayChange(Regime.parse(each.regime()), each.volatility()));
                    yield new Decision.Refused(RefusalCode.HALTED, "no order");
                }
            };
            boolean accepted = decision instanceof Decision.Accepted;
            boolean expected = each.orderId() != 0;
            assertThat(accepted).isEqualTo(expected);
        }
    }
}
