package tradelab.venue.matching;

import org.jspecify.annotations.Nullable;

/** Folds every event into one number: two runs with the same digest did the same, in the same order. */
public final class EventDigest implements MatchListener {
    private long digest = 0xCBF29CE484222325L;
    private long events;

    /** Returns the digest of everything so far. */
    public long value() {
        return digest;
    }

    /** Returns how many events went into it. */
    public long events() {
        return events;
    }

    @Override
    public void rested(long orderId, int owner, long price, long remaining, long nowMillis) {
        begin(1, nowMillis);
        fold(orderId);
        fold(owner);
        fold(price);
        fold(remaining);
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
        begin(2, nowMillis);
        fold(makerId);
        fold(makerOwner);
        fold(makerRemaining);
        fold(takerId);
        fold(takerOwner);
        fold(takerRemaining);
        fold(price);
        fold(amount);
    }

    @Override
    public void reduced(long orderId, int owner, long remaining, long nowMillis) {
        begin(3, nowMillis);
        fold(orderId);
        fold(owner);
        fold(remaining);
    }

    @Override
    public void closed(long orderId, int owner, long remaining, CloseReason reason, long nowMillis) {
        begin(4, nowMillis);
        fold(orderId);
        fold(owner);
        fold(remaining);
        fold(reason.ordinal());
    }

    @Override
    public @Nullable CloseReason triggered(long orderId, int owner, long nowMillis) {
        begin(5, nowMillis);
        fold(orderId);
        fold(owner);
        return null;
    }

    @Override
    public void trailed(long orderId, int owner, long stop, long nowMillis) {
        begin(6, nowMillis);
        fold(orderId);
        fold(owner);
        fold(stop);
    }

    private void begin(int event, long nowMillis) {
        events++;
        fold(event);
        fold(nowMillis);
    }

    private void fold(long value) {
        digest = (digest ^ value) * 0x9E3779B97F4A7C15L;
        digest ^= digest >>> 29;
    }
}
