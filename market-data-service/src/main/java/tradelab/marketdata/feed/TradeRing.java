package tradelab.marketdata.feed;

import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;

/** The latest trades of one instrument. Not thread-safe. Adding does not allocate. */
final class TradeRing {
    private final long[] ids;
    private final long[] epochMillis;
    private final long[] prices;
    private final long[] amounts;
    private long added;

    TradeRing(int capacity) {
        this.ids = new long[capacity];
        this.epochMillis = new long[capacity];
        this.prices = new long[capacity];
        this.amounts = new long[capacity];
    }

    /** @param amount scaled by 10^8; below 0 if the taker sold */
    void add(long id, long tradeEpochMillis, long amount, long price) {
        int at = (int) (added++ % ids.length);
        ids[at] = id;
        epochMillis[at] = tradeEpochMillis;
        amounts[at] = amount;
        prices[at] = price;
    }

    void clear() {
        added = 0;
    }

    /** Returns the latest trades, newest first. */
    List<Trade> latest(int limit) {
        int count = (int) Math.min(Math.min(limit, ids.length), added);
        List<Trade> trades = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            int at = (int) ((added - i) % ids.length);
            trades.add(new Trade(
                    ids[at],
                    epochMillis[at],
                    new Price(prices[at]),
                    new Amount(Math.abs(amounts[at])),
                    amounts[at] > 0 ? Trade.Taker.BUY : Trade.Taker.SELL));
        }
        return trades;
    }
}
