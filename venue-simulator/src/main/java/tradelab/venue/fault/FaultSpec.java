package tradelab.venue.fault;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * A fault as it is asked for, in a file or by {@code POST /sim/faults}. Fields that are not given are as below; a field
 * that the kind has no use for is refused.
 *
 * @param id names it; the venue gives one otherwise
 * @param scope what it strikes; everything otherwise
 * @param probability above 0 to 1, of each occasion in the scope; 1 otherwise
 * @param seed the same seed strikes the same occasions; 1 otherwise
 * @param skip occasions in the scope that pass unharmed first; 0 otherwise
 * @param count strikes after which it ends; any number otherwise
 * @param durationMillis time after which it ends; when it is removed otherwise
 * @param millis of delays, and how long what hangs is kept; 1000 for delays and 120000 for what hangs otherwise
 * @param status of a server error, 502 otherwise; of a recorded answer, 200 otherwise
 * @param executed whether a server error comes after the request was executed; false otherwise
 * @param retryAfterSeconds of a rate limit; no header otherwise
 * @param copies of bursts and duplicates; 100 and 1 otherwise
 * @param body of a recorded answer
 */
public record FaultSpec(
        @Nullable String id,
        FaultKind kind,
        FaultScope scope,
        Double probability,
        Long seed,
        Integer skip,
        @Nullable Integer count,
        @Nullable Long durationMillis,
        @Nullable Long millis,
        @Nullable Integer status,
        @Nullable Boolean executed,
        @Nullable Integer retryAfterSeconds,
        @Nullable Integer copies,
        @Nullable String body) {
    private static final long MILLIS_MAX = 3_600_000;
    private static final long DURATION_MAX = 30L * 24 * 3_600_000;
    private static final int COUNT_MAX = 1_000_000_000;
    private static final int BODY_MAX = 256 * 1024;
    private static final int COPIES_MAX = 10_000;
    private static final long DELAY_MILLIS = 1_000;
    private static final long HELD_MILLIS = 120_000;
    private static final int BURST_COPIES = 100;

    @SuppressWarnings("NullAway") // what is not given gets its value here
    public FaultSpec {
        var _ = Require.present("kind", kind);
        id = id == null ? null : Require.id("id", id);
        scope = scope == null ? FaultScope.ANY : scope;
        probability = probability == null ? Double.valueOf(1) : probability;
        if (!(probability > 0 && probability <= 1)) {
            throw Require.refused("probability", "above 0 to 1", probability.toString());
        }
        seed = seed == null ? Long.valueOf(1) : seed;
        skip = skip == null ? Integer.valueOf(0) : skip;
        var _ = Require.range("skip", skip, 0, COUNT_MAX);
        inRange("count", count, 1, COUNT_MAX);
        inRange("durationMillis", durationMillis, 1, DURATION_MAX);
        useful("millis", millis, kind.takesMillis(), kind);
        inRange("millis", millis, 1, MILLIS_MAX);
        boolean recorded = kind == FaultKind.RECORDED_ANSWER;
        useful("status", status, recorded || kind == FaultKind.SERVER_ERROR, kind);
        inRange("status", status, recorded ? 200 : 500, 599);
        useful("body", body, recorded, kind);
        if (recorded) {
            var _ = Require.text("body", body, BODY_MAX);
        }
        useful("executed", executed, kind == FaultKind.SERVER_ERROR, kind);
        useful("retryAfterSeconds", retryAfterSeconds, kind == FaultKind.RATE_LIMIT, kind);
        inRange("retryAfterSeconds", retryAfterSeconds, 0, 86_400);
        useful("copies", copies, kind.takesCopies(), kind);
        inRange("copies", copies, 1, COPIES_MAX);
        useful("count", count, kind != FaultKind.TAIWAN_HALT, kind);
        if (kind == FaultKind.TAIWAN_HALT && scope.symbol() == null) {
            throw Require.refused("scope.symbol", "a security's code or '*' for a taiwan-halt", null);
        }
    }

    /** Returns a fault of a kind without an end that strikes every occasion in the scope. */
    public static FaultSpec of(FaultKind kind, FaultScope scope) {
        return new FaultSpec(null, kind, scope, 1.0, 1L, 0, null, null, null, null, null, null, null, null);
    }

    /** Returns the same fault ending after so many strikes. */
    public FaultSpec times(int strikes) {
        return with(strikes, durationMillis, millis, copies);
    }

    /** Returns the same fault ending after so long. */
    public FaultSpec lasting(long duration) {
        return with(count, duration, millis, copies);
    }

    /** Returns the same fault repeating what it strikes so often. */
    public FaultSpec repeating(int times) {
        return with(count, durationMillis, millis, times);
    }

    /** Returns the same fault with another time to wait. */
    public FaultSpec waiting(long wait) {
        return with(count, durationMillis, wait, copies);
    }

    private FaultSpec with(
            @Nullable Integer strikes, @Nullable Long duration, @Nullable Long wait, @Nullable Integer times) {
        return new FaultSpec(
                id,
                kind,
                scope,
                probability,
                seed,
                skip,
                strikes,
                duration,
                wait,
                status,
                executed,
                retryAfterSeconds,
                times,
                body);
    }

    boolean strikesAt(Point point) {
        return switch (kind) {
            case DELAY, JITTER -> (point == Point.REQUEST) == (scope.channel() == null) && kind.strikesAt(point);
            case SERVER_ERROR -> point == (Boolean.TRUE.equals(executed) ? Point.ANSWER : Point.REQUEST);
            default -> kind.strikesAt(point);
        };
    }

    /** Returns how long something waits or is kept. */
    @JsonIgnore
    public long waitMillis() {
        if (millis != null) {
            return millis;
        }
        return kind == FaultKind.HANG || kind == FaultKind.DROP_ANSWER ? HELD_MILLIS : DELAY_MILLIS;
    }

    /** Returns how often something is repeated. */
    @JsonIgnore
    public int repeats() {
        if (copies != null) {
            return copies;
        }
        return kind == FaultKind.BURST ? BURST_COPIES : 1;
    }

    private static void inRange(String field, @Nullable Number value, long min, long max) {
        if (value != null) {
            var _ = Require.range(field, value.longValue(), min, max);
        }
    }

    private static void useful(String field, @Nullable Object value, boolean used, FaultKind kind) {
        if (value != null && !used) {
            throw Require.refused(field, "nothing for " + kind, value.toString());
        }
    }
}
