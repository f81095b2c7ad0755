package tradelab.venue.taiwan.exchange;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.exchange.Decision.Refused;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.OrderTerms;
import tradelab.venue.taiwan.market.OrderType;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.market.TimeInForce;
import tradelab.venue.taiwan.rules.Lots;
import tradelab.venue.taiwan.rules.Ticks;
import tradelab.venue.taiwan.session.Phase;

/** Decides whether a security takes an order now. Plain functions. */
public final class OrderRules {
    private static final LocalTime ODD_AFTER_HOURS = LocalTime.of(13, 40);

    private OrderRules() {}

    /** Returns why the order is refused, or null. */
    public static @Nullable Refused check(SecurityMarket market, OrderTerms terms, LocalTime time) {
        Refused refused = open(market, terms.session(), time);
        if (refused == null) {
            refused = kind(market, terms);
        }
        if (refused == null) {
            refused = lot(terms.session(), terms.shares());
        }
        if (refused == null && terms.price() != 0) {
            refused = price(market, terms.price());
        }
        return refused;
    }

    /** Returns why a session takes neither orders nor amendments now, or null. */
    static @Nullable Refused open(SecurityMarket market, OrderSession session, LocalTime time) {
        if (market.state() == SecurityState.HALTED) {
            return new Refused(
                    RefusalCode.HALTED, "symbol: " + market.security().code() + " is halted");
        }
        Phase phase = market.phase();
        boolean open = switch (session) {
            case BOARD ->
                phase == Phase.PRE_OPEN
                        || phase == Phase.CONTINUOUS
                        || phase == Phase.PRE_CLOSE
                        || market.state() == SecurityState.DELAYED_CLOSE;
            case ODD ->
                phase == Phase.CONTINUOUS
                        || phase == Phase.PRE_CLOSE
                        || (phase == Phase.AFTER_CLOSE && !time.isBefore(ODD_AFTER_HOURS))
                        || phase == Phase.FIXED_PRICE;
            case FIXED -> phase == Phase.FIXED_PRICE && market.day().last() != 0;
        };
        return open ? null : new Refused(RefusalCode.WRONG_SESSION, session + " orders are not taken in " + phase);
    }

    static @Nullable Refused lot(OrderSession session, long shares) {
        boolean right = session == OrderSession.ODD ? Lots.isOdd(shares) : Lots.isBoard(shares);
        if (right) {
            return null;
        }
        String expected = session == OrderSession.ODD
                ? "1 to 999"
                : "a multiple of 1000, at most " + (Lots.BOARD_LOTS_MAX * Lots.BOARD);
        return new Refused(RefusalCode.WRONG_LOT, "shares: expected " + expected + ", got " + shares);
    }

    static @Nullable Refused price(SecurityMarket market, long price) {
        Ticks ticks = market.security().ticks();
        if (!ticks.isOn(price)) {
            return new Refused(
                    RefusalCode.OFF_TICK,
                    "price: expected a multiple of " + Decimals.format(ticks.at(price)) + ", got "
                            + Decimals.format(price));
        }
        if (!market.limits().allows(price)) {
            return new Refused(
                    RefusalCode.OUTSIDE_LIMITS,
                    "price: expected " + Decimals.format(market.limits().down()) + " to "
                            + Decimals.format(market.limits().up()) + ", got " + Decimals.format(price));
        }
        return null;
    }

    private static @Nullable Refused kind(SecurityMarket market, OrderTerms terms) {
        boolean waits = terms.type() == OrderType.LIMIT && terms.timeInForce() == TimeInForce.ROD;
        boolean allowed = waits || (terms.session() == OrderSession.BOARD && market.isContinuous());
        return allowed
                ? null
                : new Refused(
                        RefusalCode.ORDER_KIND_NOT_ALLOWED,
                        "orderType: expected LIMIT and ROD outside continuous trading, got " + terms.type() + " and "
                                + terms.timeInForce());
    }
}
