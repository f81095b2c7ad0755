package tradelab.venue.taiwan.market;

/** What a security traded today. Prices are times 10^8, 0 before the first trade. Not thread-safe. */
public final class DayStatistics {
    private long last;
    private long lastShares;
    private long lastMillis;
    private long volume;
    private long open;
    private long high;
    private long low;
    private long trades;

    void traded(long price, long shares, long millis) {
        last = price;
        lastShares = shares;
        lastMillis = millis;
        volume += shares;
        trades++;
        high = Math.max(high, price);
        low = low == 0 ? price : Math.min(low, price);
        open = open == 0 ? price : open;
    }

    public long last() {
        return last;
    }

    public long lastShares() {
        return lastShares;
    }

    public long lastMillis() {
        return lastMillis;
    }

    /** Shares traded. */
    public long volume() {
        return volume;
    }

    public long open() {
        return open;
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    public long trades() {
        return trades;
    }
}
