package tradelab.loadgen.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * Something that goes wrong on the way, for a time.
 *
 * @param direction which way is harmed; connections as a whole are, by {@link Kind#RESET} and {@link Kind#HALF_OPEN}
 * @param amount in the unit of the kind; 0 where there is none
 * @param jitterMillis see the kind
 * @param share of the chunks that are harmed, above 0 and at most 1; see the kind
 * @param timeToLive after which it is over by itself
 */
public record Fault(Kind kind, Direction direction, long amount, long jitterMillis, double share, Duration timeToLive) {
    public static final Duration TIME_TO_LIVE_MAX = Duration.ofHours(1);

    private static final long MILLIS_MAX = 60_000;

    /** What goes wrong. */
    public enum Kind {
        /** Bytes come {@code amount} milliseconds later, give or take {@code jitterMillis}; never out of order. */
        LATENCY(MILLIS_MAX),
        /** At most {@code amount} bytes a second. */
        BANDWIDTH(1L << 40),
        /** Bytes come in pieces of {@code amount}, {@code jitterMillis} apart. */
        SLICE(1L << 20),
        /** A connection is closed after {@code amount} bytes. */
        LIMIT(1L << 40),
        /** Nothing arrives; connections stay open. */
        BLACK_HOLE(0),
        /** The target's end is gone, the client's stays open and hears nothing. */
        HALF_OPEN(0),
        /** Connections are reset, and new ones at once. */
        RESET(0),
        /** An end of a connection is passed on {@code amount} milliseconds later. */
        SLOW_CLOSE(MILLIS_MAX),
        /** One bit is wrong in this {@code share} of the chunks. */
        CORRUPT(0);

        private final long amountMax;

        Kind(long amountMax) {
            this.amountMax = amountMax;
        }
    }

    /** Which way. */
    public enum Direction {
        /** From the client to the target. */
        UPSTREAM,
        /** From the target to the client. */
        DOWNSTREAM,
        BOTH;

        boolean covers(Direction one) {
            return this == BOTH || this == one;
        }
    }

    public Fault {
        kind = Require.present("kind", kind);
        direction = Require.present("direction", direction);
        var _ = Require.range("amount", amount, kind.amountMax == 0 ? 0 : 1, kind.amountMax);
        var _ = Require.range("jitterMillis", jitterMillis, 0, MILLIS_MAX);
        if (!(share > 0 && share <= 1)) {
            throw Require.refused("share", "above 0 and at most 1", Double.toString(share));
        }
        if (timeToLive.compareTo(Duration.ofMillis(1)) < 0 || timeToLive.compareTo(TIME_TO_LIVE_MAX) > 0) {
            throw Require.refused("timeToLive", "1 ms to " + TIME_TO_LIVE_MAX, timeToLive.toString());
        }
    }

    /** A fault with defaults for what is left out: both ways, no amount, no jitter, every chunk. */
    public static Fault of(
            Kind kind,
            @Nullable Direction direction,
            @Nullable Long amount,
            @Nullable Long jitterMillis,
            @Nullable Double share,
            Duration timeToLive) {
        return new Fault(
                kind,
                direction == null ? Direction.BOTH : direction,
                amount == null ? 0 : amount,
                jitterMillis == null ? 0 : jitterMillis,
                share == null ? 1 : share,
                timeToLive);
    }
}
