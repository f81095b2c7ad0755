package tradelab.trading.venue.bitfinex;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Says by which way the next batch goes: the preferred one, unless it has just failed.
 *
 * <p>Pure state machine, not thread-safe; the time is an argument. A way that failed is left alone for a while, longer each
 * time it fails again. If both did, the one is taken that may be tried sooner: somebody must find out.
 */
final class WayChoice {
    static final long AWAY_NANOS_MIN = TimeUnit.SECONDS.toNanos(1);
    static final long AWAY_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private static final class State {
        private long awayNanos;
        private long untilNanos;

        boolean isAway(long nowNanos) {
            return awayNanos > 0 && untilNanos - nowNanos > 0;
        }
    }

    private final Way preferred;
    private final Map<Way, State> states = new EnumMap<>(Way.class);

    WayChoice(Way preferred) {
        this.preferred = preferred;
        for (Way way : Way.values()) {
            states.put(way, new State());
        }
    }

    /** @param socketUp whether the WebSocket is authenticated: without that nothing goes there */
    Way next(boolean socketUp, long nowNanos) {
        if (!socketUp) {
            return Way.REST;
        }
        State first = of(preferred);
        State second = of(preferred.other());
        if (!first.isAway(nowNanos)) {
            return preferred;
        }
        return !second.isAway(nowNanos) || second.untilNanos - first.untilNanos < 0 ? preferred.other() : preferred;
    }

    void answered(Way way) {
        of(way).awayNanos = 0;
    }

    /** Nothing came back that could be the venue's word, or nothing could be sent. */
    void failed(Way way, long nowNanos) {
        State state = of(way);
        state.awayNanos = Math.clamp(2 * state.awayNanos, AWAY_NANOS_MIN, AWAY_NANOS_MAX);
        state.untilNanos = nowNanos + state.awayNanos;
    }

    private State of(Way way) {
        State state = states.get(way);
        if (state == null) {
            throw new IllegalStateException("way: expected one of " + states.keySet() + ", got " + way);
        }
        return state;
    }
}
