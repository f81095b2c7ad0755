package tradelab.venue.taiwan.market;

import tradelab.contracts.Decimals;
import tradelab.contracts.Require;

/**
 * What a client asks for. Whether the market takes it now is another question.
 *
 * @param price times 10^8; 0 for market and fixed-price orders
 * @param shares above 0
 */
public record OrderTerms(
        Side side, OrderType type, TimeInForce timeInForce, OrderSession session, long price, long shares) {
    private static final long SHARES_MAX = 1_000_000_000L;

    public OrderTerms {
        boolean priced = type == OrderType.LIMIT && session != OrderSession.FIXED;
        if (priced ? price < 1 : price != 0) {
            throw Require.refused("price", priced ? "above 0" : "none for this kind of order", Decimals.format(price));
        }
        shares = Require.range("shares", shares, 1, SHARES_MAX);
    }

    /** A limit order of board lots for the rest of the day. */
    public static OrderTerms limit(Side side, long price, long shares) {
        return new OrderTerms(side, OrderType.LIMIT, TimeInForce.ROD, OrderSession.BOARD, price, shares);
    }

    /** A limit order that takes what is there. */
    public static OrderTerms taking(Side side, long price, long shares) {
        return new OrderTerms(side, OrderType.LIMIT, TimeInForce.IOC, OrderSession.BOARD, price, shares);
    }
}
