package tradelab.venue.matching;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Passes events on, and tells the price of each trade to whoever waits for prices. */
final class TradesTold implements MatchListener {
    private final MatchListener next;
    LongConsumer prices = _ -> {};

    TradesTold(MatchListener next) {
        this.next = next;
    }

    @Override
    public void rested(long orderId, int owner, long price, long remaining, long nowMillis) {
        next.rested(orderId, owner, price, remaining, nowMillis);
    }

    @Override
    public void traded(
            long makerId,
            int makerOwner,
            long makerRemaining,
            long takerId,
            int takerOwner,
            long takerRemaining,
            long price,
            long amount,
            long nowMillis) {
        prices.accept(price);
        next.traded(makerId, makerOwner, makerRemaining, takerId, takerOwner, takerRemaining, price, amount, nowMillis);
    }

    @Override
    public void reduced(long orderId, int owner, long remaining, long nowMillis) {
        next.reduced(orderId, owner, remaining, nowMillis);
    }

    @Override
    public @Nullable CloseReason triggered(long orderId, int owner, long nowMillis) {
        return next.triggered(orderId, owner, nowMillis);
    }

    @Override
    public void trailed(long orderId, int owner, long stop, long nowMillis) {
        next.trailed(orderId, owner, stop, nowMillis);
    }

    @Override
    public void closed(long orderId, int owner, long remaining, CloseReason reason, long nowMillis) {
        next.closed(orderId, owner, remaining, reason, nowMillis);
    }
}
