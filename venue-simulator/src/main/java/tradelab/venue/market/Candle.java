package tradelab.venue.market;

/** Prices and volume of one span of time; times 10^8. */
public record Candle(long millis, long open, long close, long high, long low, long volume) {
    Candle with(long price, long amount) {
        return new Candle(millis, open, price, Math.max(high, price), Math.min(low, price), volume + amount);
    }
}
