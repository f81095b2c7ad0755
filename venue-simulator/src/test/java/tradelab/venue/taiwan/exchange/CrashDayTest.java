package tradelab.venue.taiwan.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.TaiwanData;
import tradelab.venue.taiwan.flow.BackgroundFlow;
import tradelab.venue.taiwan.flow.Regime;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.Trade;
import tradelab.venue.taiwan.rules.SecurityType;
import tradelab.venue.taiwan.session.TradingDays;
import tradelab.venue.taiwan.universe.GeneratedUniverse;
import tradelab.venue.taiwan.universe.Market;
import tradelab.venue.taiwan.universe.Security;

/**
 * 19 March 2020, when half of the market fell to its limit: the day's prices as orders, among others off tick, outside the
 * limits and in wrong lots; every decision is compared with the rules said again in decimals.
 */
class CrashDayTest {
    private static final String FILE = "daily_2020-02-03_2020-04-30_adjusted.csv.gz";
    private static final LocalDate DAY = LocalDate.of(2020, 3, 19);
    private static final int OTHERS = 30;

    /** A stock's day: yesterday's close, and the prices to replay. */
    private record StockDay(String code, BigDecimal reference, List<BigDecimal> path) {}

    @Test
    void acceptsNothingWrongOnTheDayOfTheLimitDowns() throws IOException {
        List<StockDay> days = TaiwanData.isThere() ? recorded() : generated();
        TaiwanExchange exchange = new TaiwanExchange(
                days.stream().map(CrashDayTest::security).toList(),
                LocalDateTime.of(DAY, LocalTime.of(8, 30)),
                1,
                Crowd.NOBODY,
                new TaiwanLedger(1_000_000));
        Account account = new Account(1, "test", "secret", new Holdings(90_000_000_000L * Decimals.ONE, 1_000_000_000));
        exchange.add(account);
        Replay replay = new Replay(exchange, account);
        LocalTime time = LocalTime.of(8, 30);
        for (int step = 0; step < 4; step++) {
            for (int i = 0; i < days.size(); i++) {
                replay.others(days.get(i), i);
            }
            int _ = new OrderDesk(exchange).cancelAll(account, null, 0);
            advance(exchange, time.plusMinutes(3)); // what the others interrupted goes on
            for (int i = 0; i < days.size(); i++) {
                replay.pair(days.get(i), i, step);
            }
            time = LocalTime.of(9 + step, 5);
            advance(exchange, time);
        }
        advance(exchange, LocalTime.of(13, 30));
        long atLimitDown = exchange.markets().stream()
                .filter(each -> each.day().last() == each.limits().down())
                .count();
        System.out.println("19 March 2020: stocks=" + days.size() + " orders="
                + exchange.ledger().submits()
                + " accepted=" + exchange.ledger().acceptances() + " wrong_acceptances=" + replay.wrongAcceptances
                + " wrong_refusals=" + replay.wrongRefusals + " limit_down=" + atLimitDown);
        assertThat(replay.wrongAcceptances).isZero();
        assertThat(replay.wrongRefusals).isZero();
        assertThat(exchange.ledger().acceptances()).isGreaterThan(days.size() * 8L);
        assertThat(atLimitDown).isGreaterThan(days.size() / 5);
    }

    @Test
    void bringsHalfOfTheGeneratedMarketToItsLowerLimit() {
        TaiwanExchange exchange = new TaiwanExchange(
                GeneratedUniverse.make(1),
                LocalDateTime.of(2026, 1, 5, 8, 59, 50),
                1,
                new BackgroundFlow(1, 4_000, Regime.LIMIT_DOWN),
                new TaiwanLedger(1));
        List<Trade> outside = new ArrayList<>();
        exchange.observe(new TradeWatch(outside));
        advance(exchange, LocalTime.of(9, 1));
        List<SecurityMarket> limited = exchange.markets().stream()
                .filter(each -> !each.limits().isNone()
                        && each.security().leverage() == 1
                        && each.day().last() != 0)
                .toList();
        double down = limited.stream()
                        .filter(each -> each.day().last() == each.limits().down())
                        .count()
                / (double) limited.size();
        System.out.println("regime limit-down: traded=" + limited.size() + " at_limit_down=" + down + " events="
                + exchange.events());
        assertThat(outside).isEmpty();
        assertThat(limited).hasSizeGreaterThan(200);
        assertThat(down).isBetween(0.35, 0.65);
    }

    private static void advance(TaiwanExchange exchange, LocalTime time) {
        assertThat(exchange.advance(TradingDays.millis(exchange.date(), time), Integer.MAX_VALUE))
                .isTrue();
    }

    private record TradeWatch(List<Trade> outside) implements ExchangeObserver {
        @Override
        public void traded(SecurityMarket market, Trade trade) {
            if (!market.limits().allows(trade.price())
                    || !market.security().ticks().isOn(trade.price())) {
                outside.add(trade);
            }
        }

        @Override
        public void report(Account account, Report report) {}

        @Override
        public void state(SecurityMarket market, tradelab.venue.taiwan.market.SecurityState state, long nowMillis) {}

        @Override
        public void phase(tradelab.venue.taiwan.session.Phase phase, long nowMillis) {}

        @Override
        public void changed(int index) {}
    }

    /** Submits orders and compares each decision with the rules in decimals. */
    private static final class Replay {
        private final TaiwanExchange exchange;
        private final OrderDesk desk;
        private final Account account;
        private final SplittableRandom random = new SplittableRandom(319);
        private long ids;
        private long wrongAcceptances;
        private long wrongRefusals;

        Replay(TaiwanExchange exchange, Account account) {
            this.exchange = exchange;
            this.desk = new OrderDesk(exchange);
            this.account = account;
        }

        /** Trades at the recorded price. */
        void pair(StockDay day, int index, int step) {
            submit(day, index, Side.BUY, day.path().get(step), 1_000);
            submit(day, index, Side.SELL, day.path().get(step), 1_000);
        }

        /** Orders that are right and wrong in every way. */
        void others(StockDay day, int index) {
            for (int i = 0; i < OTHERS / 4; i++) {
                Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
                int move = random.nextInt(-1_300, 1_300);
                BigDecimal other = day.reference()
                        .multiply(BigDecimal.valueOf(10_000L + move, 4))
                        .setScale(2, java.math.RoundingMode.HALF_UP)
                        .max(new BigDecimal("0.01"));
                BigDecimal sent = random.nextInt(3) == 0 ? other : onTick(other);
                long shares = random.nextInt(8) == 0
                        ? 1 + random.nextInt(1_500)
                        : 1_000L * (random.nextInt(20) == 0 ? 500 : 1 + random.nextInt(5));
                submit(day, index, side, sent, shares);
            }
        }

        private void submit(StockDay day, int index, Side side, BigDecimal price, long shares) {
            OrderTerms terms = OrderTerms.limit(side, Decimals.parse("price", price.toPlainString()), shares);
            String code = exchange.markets().get(index).security().code();
            Decision decision = desk.submit(account, "c" + ++ids, code, terms, 0);
            boolean accepted = decision instanceof Decision.Accepted;
            boolean right = price.remainder(tick(price)).signum() == 0
                    && price.compareTo(day.reference().multiply(new BigDecimal("1.1"))) <= 0
                    && price.compareTo(day.reference().multiply(new BigDecimal("0.9"))) >= 0
                    && shares % 1_000 == 0
                    && shares <= 499_000;
            wrongAcceptances += accepted && !right ? 1 : 0;
            wrongRefusals += !accepted && right ? 1 : 0;
        }
    }

    private static Security security(StockDay day) {
        return new Security(
                day.code(),
                "Stock",
                Market.TWSE,
                SecurityType.STOCK,
                "",
                null,
                Decimals.parse("reference", day.reference().toPlainString()),
                1);
    }

    /** The file's prices are adjusted for later dividends, so they are brought back to the nearest tick below. */
    private static List<StockDay> recorded() throws IOException {
        Map<String, BigDecimal> closes = new HashMap<>();
        List<StockDay> days = new ArrayList<>();
        for (TaiwanData.Row row : TaiwanData.rows(FILE)) {
            if (row.get("code").length() != 4 || row.get("adj_close").isEmpty()) {
                continue;
            }
            BigDecimal close = new BigDecimal(row.get("adj_close"));
            BigDecimal before = closes.get(row.get("code"));
            if (row.get("date").equals(DAY.toString())
                    && before != null
                    && !row.get("adj_open").isEmpty()) {
                BigDecimal reference = onTick(before);
                List<BigDecimal> path = new ArrayList<>();
                for (String column : List.of("adj_open", "adj_high", "adj_low", "adj_close")) {
                    BigDecimal moved = new BigDecimal(row.get(column))
                            .multiply(reference)
                            .divide(before, 4, java.math.RoundingMode.HALF_UP);
                    path.add(onTick(moved.max(lowest(reference))));
                }
                days.add(new StockDay(row.get("code"), reference, path));
            }
            closes.put(row.get("code"), close);
        }
        return days;
    }

    private static List<StockDay> generated() {
        SplittableRandom random = new SplittableRandom(19);
        List<StockDay> days = new ArrayList<>();
        for (Security security : GeneratedUniverse.make(1)) {
            if (security.type() == SecurityType.STOCK) {
                BigDecimal reference = new BigDecimal(Decimals.format(security.reference()));
                BigDecimal open = reference.multiply(BigDecimal.valueOf(91L + random.nextInt(9), 2));
                BigDecimal low = onTick(lowest(reference));
                BigDecimal close = random.nextBoolean() ? low : onTick(open);
                days.add(new StockDay(security.code(), reference, List.of(onTick(open), onTick(open), low, close)));
            }
        }
        return days;
    }

    /** The lowest price that is allowed. */
    private static BigDecimal lowest(BigDecimal reference) {
        BigDecimal least = reference.multiply(new BigDecimal("0.9"));
        BigDecimal on = onTick(least);
        return on.compareTo(least) < 0 ? on.add(tick(on)) : on;
    }

    private static BigDecimal onTick(BigDecimal price) {
        BigDecimal on = price.subtract(price.remainder(tick(price)));
        return on.signum() == 0 ? new BigDecimal("0.01") : on.setScale(2, java.math.RoundingMode.UNNECESSARY);
    }

    private static BigDecimal tick(BigDecimal price) {
        String[][] bands = {{"10", "0.01"}, {"50", "0.05"}, {"100", "0.1"}, {"500", "0.5"}, {"1000", "1"}};
        for (String[] band : bands) {
            if (price.compareTo(new BigDecimal(band[0])) < 0) {
                return new BigDecimal(band[1]);
            }
        }
        return new BigDecimal(5);
    }
}
