package tradelab.marketdata.candle;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.Timeframe;

/**
 * Mean prices by amount of the trades that were seen here.
 *
 * @param sessionVwap since midnight UTC; absent if nothing was traded
 * @param sessionComplete whether every trade of the session is in it
 * @param rollingVwap of the last 60 minutes, the current one included; absent if nothing was traded
 * @param rollingComplete whether every trade of these is in it
 * @param session the candle of the day; absent if nothing was traded
 * @param realisedVolatility root of the summed squares of the log returns of the last 60 closed minutes; absent unless
 *     there are as many
 * @param receiveEpochMillis when the venue was last heard of this instrument's trades
 * @param live whether trades come in now without a hole
 */
public record TradeMeans(
        @Nullable Price sessionVwap,
        Amount sessionVolume,
        boolean sessionComplete,
        @Nullable Price rollingVwap,
        Amount rollingVolume,
        boolean rollingComplete,
        @Nullable Candle session,
        @Nullable Double realisedVolatility,
        long receiveEpochMillis,
        boolean live) {
    /** How long the rolling window is. */
    public static final Duration ROLLING = Duration.ofMinutes(60);

    static TradeMeans of(TradeHistory history, long receiveEpochMillis, long nowMillis) {
        long rolling = Timeframe.M1.start(nowMillis) - ROLLING.toMillis() + 60_000;
        return new TradeMeans(
                history.vwap(Timeframe.D1, nowMillis),
                new Amount(history.volume(Timeframe.D1, nowMillis)),
                history.isComplete(Timeframe.D1.start(nowMillis)),
                history.vwap(Timeframe.M1, rolling),
                new Amount(history.volume(Timeframe.M1, rolling)),
                history.isComplete(rolling),
                last(history.candles(Timeframe.D1, Long.MAX_VALUE, 1, false, nowMillis), nowMillis),
                volatility(history, nowMillis),
                receiveEpochMillis,
                history.live());
    }

    private static @Nullable Candle last(List<Candle> candles, long nowMillis) {
        return candles.isEmpty() || candles.getLast().startEpochMillis() < Timeframe.D1.start(nowMillis)
                ? null
                : candles.getLast();
    }

    private static @Nullable Double volatility(TradeHistory history, long nowMillis) {
        int minutes = (int) ROLLING.toMinutes();
        List<Candle> candles =
                history.candles(Timeframe.M1, Timeframe.M1.start(nowMillis), minutes + 1, true, nowMillis);
        if (candles.size() <= minutes) {
            return null;
        }
        double squares = 0;
        for (int i = 1; i < candles.size(); i++) {
            double change = Math.log((double) candles.get(i).close().units()
                    / candles.get(i - 1).close().units());
            squares += change * change;
        }
        return Math.sqrt(squares);
    }
}
