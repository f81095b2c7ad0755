package tradelab.trading.order;

import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;

/** Orders for tests. */
public final class Orders {
    public static final Instrument BTC = new Instrument("BITFINEX", "tBTCUSD");
    public static final long NOW = 1_790_000_000_000L;

    private Orders() {}

    /** A sale of 1 BTC, or with an even number a purchase, at 6,400. */
    public static SubmitOrder limit(String account, int number) {
        return new SubmitOrder(
                account,
                "c" + number,
                BTC,
                number % 2 == 0 ? Side.BUY : Side.SELL,
                OrderType.LIMIT,
                Price.parse("6400"),
                Amount.parse("1"),
                null);
    }

    /** A step of such an order. */
    public static OrderChange changed(String account, int number) {
        return new OrderChange(new Order(limit(account, number), number, NOW));
    }

    public static Order order(int number) {
        return new Order(limit("a", number), number, NOW);
    }
}
