package tradelab.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** As the HTTP interface takes it; the load generator fills in the id, which rises as those of {@link #next} do. */
    static final String JSON = json("");

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
        return IntStream.range(0, count)
                .mapToObj(place -> json("-" + place))
                .collect(Collectors.joining(",", "{\"orders\":[", "]}"));
    }

    private static String json(String place) {
        return "{\"account\":\"" + ACCOUNT + "\",\"clientOrderId\":\"${run}-${seq}" + place
                + "\",\"instrument\":\"BITFINEX:tBTCUSD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"1.5\","
                + "\"amount\":\"0.001\"}";
    }

    SubmitOrder next() {
        long next = number.incrementAndGet();
        String account = accounts == 1 ? ACCOUNT : ACCOUNT + next % accounts;
        return new SubmitOrder(account, "b" + next, INSTRUMENT, Side.BUY, OrderType.LIMIT, PRICE, AMOUNT, null);
    }
}
