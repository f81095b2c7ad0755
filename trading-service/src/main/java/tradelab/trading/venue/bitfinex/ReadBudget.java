package tradelab.trading.venue.bitfinex;

import java.util.EnumMap;
import java.util.Map;
import tradelab.trading.pace.Pace;

/**
 * How often records may be read. The exchange counts each kind by itself, so that reading one takes nothing from another,
 * nor from the calls that carry orders.
 *
 * <p>Not thread-safe: one event loop owns it. Takes the time as an argument.
 */
final class ReadBudget {
    /** What the exchange counts together: open and closed orders, for example. */
    enum Kind {
        ORDERS,
        TRADES,
        WALLETS
    }

    /** What the exchange allows. */
    static final int PER_MINUTE = 90;

    private final Map<Kind, Pace> paces = new EnumMap<>(Kind.class);

    ReadBudget(long nowNanos) {
        for (Kind kind : Kind.values()) {
            paces.put(kind, Pace.perMinute(PER_MINUTE, nowNanos));
        }
    }

    /** From now on each kind may be read so often; as {@link Pace#changed}. */
    void pace(int perMinute, long spentNanos, long nowNanos) {
        paces.replaceAll((_, pace) -> pace.changed(perMinute, spentNanos, nowNanos));
    }

    boolean tryTake(Kind kind, long nowNanos) {
        return of(kind).tryTake(true, nowNanos);
    }

    long nanosUntil(Kind kind, long nowNanos) {
        return of(kind).nanosUntil(true, nowNanos);
    }

    /** Returns which part of the reads that may be made at once is used up, 0 to 1, of the kind that is read most. */
    double used(long nowNanos) {
        return paces.values().stream()
                .mapToDouble(pace -> pace.used(nowNanos))
                .max()
                .orElse(0);
    }

    private Pace of(Kind kind) {
        Pace pace = paces.get(kind);
        if (pace == null) {
            throw new IllegalStateException("kind: expected one of " + paces.keySet() + ", got " + kind);
        }
        return pace;
    }
}
