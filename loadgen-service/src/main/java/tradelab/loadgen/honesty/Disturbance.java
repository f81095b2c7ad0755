package tradelab.loadgen.honesty;

/**
 * Something that kept the generator from working.
 *
 * @param fromNanos of the clock that the watch was given
 * @param lostNanos how much of the time until {@code toNanos} was lost to it
 */
public record Disturbance(Kind kind, long fromNanos, long toNanos, long lostNanos) {

    /** What it was; the text stands in results. */
    public enum Kind {
        STOPPED("the process was stopped, or its machine"),
        STARVED("it waited for a processor"),
        COLLECTED("garbage was collected"),
        STOLEN("the host took processor time away");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Returns how much of it falls into a window, if it is spread evenly. */
    public long lostWithin(long windowFromNanos, long windowToNanos) {
        long overlap = Math.min(toNanos, windowToNanos) - Math.max(fromNanos, windowFromNanos);
        long length = Math.max(1, toNanos - fromNanos);
        return overlap <= 0 ? 0 : (long) ((double) lostNanos * overlap / length);
    }
}
