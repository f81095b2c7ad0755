package tradelab.benchmarks;

import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;

/** Limit orders that rest far below the market, each with an id that no other has. */
final class Orders {
    static final String ACCOUNT = "bench";

    /** As the HTTP interface takes it; the load generator fills in the id. */
    static final String JSON = "{\"account\":\"" + ACCOUNT
            + "\",\"clientOrderId\":\"${uuid}\",\"instrument\":\"BITFINEX:tBTCUSD\",\"side\":\"BUY\","
            + "\"type\":\"LIMIT\",\"price\":\"1.5\",\"amount\":\"0.001\"}";

    static final Instrument INSTRUMENT = Instrument.parse("BITFINEX:tBTCUSD");
    static final Price PRICE = new Price(Decimals.ONE + Decimals.ONE / 2);
    static final Amount AMOUNT = new Amount(Decimals.ONE / 1_000);

    private final AtomicLong number = new AtomicLong();
    private final int accounts;

    /** @param accounts among how many the orders are spread */
    Orders(int accounts) {
        this.accounts = accounts;
    }

    /** Returns the body of a bulk request of so many. */
    static String bulk(int count) {
        return "{\"orders\":[" + String.join(",", Collections.nCopies(count, JSON)) + "]}";
    }

    SubmitOrder next() {
        long next = number.incrementAndGet();
        String account = accounts == 1 ? ACCOUNT : ACCOUNT + next % accounts;
        return new SubmitOrder(account, "b" + next, INSTRUMENT, Side.BUY, OrderType.LIMIT, PRICE, AMOUNT, null);
    }
}
