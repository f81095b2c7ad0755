package tradelab.venue.taiwan.exchange;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.OrderType;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.TimeInForce;
import tradelab.venue.taiwan.market.Trade;
import tradelab.venue.taiwan.rules.SecurityType;
import tradelab.venue.taiwan.session.Phase;
import tradelab.venue.taiwan.session.TradingDays;
import tradelab.venue.taiwan.universe.Market;
import tradelab.venue.taiwan.universe.Security;

/** An exchange with two stocks and a client that does what a test says. */
public final class TestFloor implements ExchangeObserver {
    public static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);
    private static final long CASH = 1_000_000_000L * Decimals.ONE;

    public final TaiwanExchange exchange;
    public final OrderDesk desk;
    public final Account account;
    public final List<Trade> trades = new ArrayList<>();
    public final List<Report> reports = new ArrayList<>();
    public final List<String> states = new ArrayList<>();
    private long orders;

    public TestFloor(LocalTime time) {
        this(time, null);
    }

    /** @param listed of stock 1102 */
    public TestFloor(LocalTime time, @Nullable LocalDate listed) {
        exchange = new TaiwanExchange(
                List.of(stock("1101", null), stock("1102", listed)),
                LocalDateTime.of(MONDAY, time),
                1,
                Crowd.NOBODY,
                new TaiwanLedger(1_000));
        exchange.observe(this);
        desk = new OrderDesk(exchange);
        account = new Account(1, "test", "secret", new Holdings(CASH, 100_000));
        exchange.add(account);
    }

    private static Security stock(String code, @Nullable LocalDate listed) {
        return new Security(code, "Stock", Market.TWSE, SecurityType.STOCK, "", listed, 100 * Decimals.ONE, 1);
    }

    public void to(int hour, int minute, int second) {
        boolean reached =
                exchange.advance(TradingDays.millis(exchange.date(), LocalTime.of(hour, minute, second)), 1_000_000);
        if (!reached) {
            throw new IllegalStateException("too much to do");
        }
    }

    public SecurityMarket market() {
        return exchange.markets().getFirst();
    }

    /** Submits an order for stock 1101; {@code price} null makes it a market order. */
    public Decision submit(Side side, @Nullable String price, long shares, TimeInForce time) {
        OrderTerms terms = new OrderTerms(
                side,
                price == null ? OrderType.MARKET : OrderType.LIMIT,
                time,
                OrderSession.BOARD,
                price == null ? 0 : Decimals.parse("price", price),
                shares);
        return submit(terms);
    }

    public Decision submit(OrderTerms terms) {
        return desk.submit(account, "c" + ++orders, "1101", terms, 0);
    }

    public Order buy(String price, long shares) {
        return accepted(submit(Side.BUY, price, shares, TimeInForce.ROD));
    }

    public Order sell(String price, long shares) {
        return accepted(submit(Side.SELL, price, shares, TimeInForce.ROD));
    }

    public static Order accepted(Decision decision) {
        if (decision instanceof Decision.Accepted(var order)) {
            return order;
        }
        throw new AssertionError(decision);
    }

    public static RefusalCode refused(Decision decision) {
        if (decision instanceof Decision.Refused(var code, var _)) {
            return code;
        }
        throw new AssertionError(decision);
    }

    /** The trades as {@code price x shares kind}. */
    public List<String> tape() {
        return trades.stream()
                .map(each -> Decimals.format(each.price()) + " x " + each.shares() + " " + each.kind())
                .toList();
    }

    @Override
    public void report(Account told, Report report) {
        reports.add(report);
    }

    @Override
    public void traded(SecurityMarket market, Trade trade) {
        trades.add(trade);
    }

    @Override
    public void state(SecurityMarket market, SecurityState state, long nowMillis) {
        states.add(market.security().code() + " " + state + " "
                + TradingDays.local(nowMillis).toLocalTime());
    }

    @Override
    public void phase(Phase phase, long nowMillis) {
        states.add("* " + phase + " " + TradingDays.local(nowMillis).toLocalTime());
    }

    @Override
    public void changed(int index) {}
}
