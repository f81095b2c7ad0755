package tradelab.venue.taiwan.exchange;

import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.market.Order;
import tradelab.venue.taiwan.market.Trade;

/** Folds every event into one number: two runs with the same digest did the same, in the same order. */
final class Digest {
    private long value = 0xCBF29CE484222325L;
    private long events;

    long value() {
        return value;
    }

    long events() {
        return events;
    }

    void order(int event, Order order, long nowMillis) {
        begin(event, nowMillis);
        fold(order.id());
        fold(order.price());
        fold(order.remaining());
        fold(order.filled());
        fold(ordinal(order.reason()));
    }

    void trade(Trade trade) {
        begin(Event.TRADED, trade.millis());
        fold(trade.id());
        fold(trade.buy().id());
        fold(trade.sell().id());
        fold(trade.price());
        fold(trade.shares());
        fold(trade.kind().ordinal());
    }

    void state(int event, String code, int state, long nowMillis) {
        begin(event, nowMillis);
        fold(code.hashCode());
        fold(state);
    }

    private static int ordinal(@Nullable Enum<?> each) {
        return each == null ? -1 : each.ordinal();
    }

    private void begin(int event, long nowMillis) {
        events++;
        fold(event);
        fold(nowMillis);
    }

    private void fold(long folded) {
        value = (value ^ folded) * 0x9E3779B97F4A7C15L;
        value ^= value >>> 29;
    }

    /** Kinds of events. */
    static final class Event {
        static final int RESTED = 1;
        static final int TRADED = 2;
        static final int CLOSED = 3;
        static final int STATE = 4;
        static final int PHASE = 5;

        private Event() {}
    }
}
