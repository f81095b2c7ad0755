package tradelab.marketdata.candle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;

/** Candles as the definition says, from all trades at once. */
final class NaiveCandles {
    private NaiveCandles() {}

    static List<Candle> of(List<Trade> trades, Timeframe frame, long nowMillis) {
        TreeMap<Long, List<Trade>> frames = new TreeMap<>();
        trades.stream()
                .sorted(Comparator.comparingLong(Trade::venueEpochMillis).thenComparingLong(Trade::id))
                .forEach(trade -> frames.computeIfAbsent(frame.start(trade.venueEpochMillis()), _ -> new ArrayList<>())
                        .add(trade));
        return frames.entrySet().stream()
                .map(entry -> one(entry.getKey(), entry.getValue(), nowMillis >= frame.end(entry.getKey())))
                .toList();
    }

    private static Candle one(long start, List<Trade> trades, boolean closed) {
        BigInteger turnover = BigInteger.ZERO;
        long volume = 0;
        for (Trade trade : trades) {
            turnover = turnover.add(BigInteger.valueOf(trade.price().units())
                    .multiply(BigInteger.valueOf(trade.amount().units())));
            volume += trade.amount().units();
        }
        return new Candle(
                start,
                trades.getFirst().price(),
                trades.stream().map(Trade::price).max(Comparator.naturalOrder()).orElseThrow(),
                trades.stream().map(Trade::price).min(Comparator.naturalOrder()).orElseThrow(),
                trades.getLast().price(),
                new Amount(volume),
                new Price(
                        Math.max(1, turnover.divide(BigInteger.valueOf(volume)).longValueExact())),
                (long) trades.size(),
                closed,
                true);
    }
}
