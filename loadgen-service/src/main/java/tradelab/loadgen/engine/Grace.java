package tradelab.loadgen.engine;

/**
 * How long what has begun may go on: sessions and requests together, in nanoseconds. As k6's {@code gracefulStop} and
 * {@code gracefulRampDown}.
 *
 * @param stopNanos after the end of the test; negative if nothing is said: then sessions end with the test, and requests
 *     under way when they time out
 * @param rampDownNanos of a virtual user after it should have gone; negative for as long as it takes
 */
public record Grace(long stopNanos, long rampDownNanos) {
    public static final Grace UNSAID = new Grace(-1, -1);

    boolean isSaid() {
        return stopNanos >= 0;
    }
}
