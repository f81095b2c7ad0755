package tradelab.marketdata.reconnect;

import java.time.Duration;
import java.util.random.RandomGenerator;
import tradelab.contracts.Require;

/**
 * How long to wait before the next attempt to connect: doubling from a first to a longest wait, half of each wait random
 * so that clients which lost the same server do not return together, and never more attempts a minute than allowed.
 *
 * <p>Not thread-safe. Takes the time as an argument.
 */
public final class Backoff {
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int DOUBLINGS_MAX = 30;

    private final long firstMillis;
    private final long longestMillis;
    private final long[] attemptMillis; // a ring of the last attempts: the oldest must be a minute ago
    private final RandomGenerator random;
    private int next;
    private int failures;

    /** @param attemptsPerMinute 1 to 6000 */
    public Backoff(Duration first, Duration longest, int attemptsPerMinute, RandomGenerator random) {
        this.firstMillis = Require.range("first", first.toMillis(), 1, MINUTE_MILLIS);
        this.longestMillis = Require.range("longest", longest.toMillis(), firstMillis, 60 * MINUTE_MILLIS);
        this.attemptMillis = new long[(int) Require.range("attemptsPerMinute", attemptsPerMinute, 1, 6_000)];
        java.util.Arrays.fill(attemptMillis, Long.MIN_VALUE / 2);
        this.random = random;
    }

    /** Returns how long to wait from now, and counts the attempt that follows. */
    public long nextDelayMillis(long nowMillis) {
        long delay = failures == 0 ? 0 : jittered();
        long allowedMillis = attemptMillis[next] + MINUTE_MILLIS;
        long atMillis = Math.max(nowMillis + delay, allowedMillis);
        attemptMillis[next] = atMillis;
        next = (next + 1) % attemptMillis.length;
        failures++;
        return atMillis - nowMillis;
    }

    /** The connection stands and works: the next loss begins with short waits again. */
    public void succeeded() {
        failures = 0;
    }

    private long jittered() {
        long doubled = firstMillis << Math.min(DOUBLINGS_MAX, failures - 1);
        long wait = Math.min(longestMillis, doubled);
        return wait / 2 + random.nextLong(wait - wait / 2 + 1);
    }
}
