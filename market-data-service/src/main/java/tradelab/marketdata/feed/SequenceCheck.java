package tradelab.marketdata.feed;

/** Follows the sequence numbers of one connection. Not thread-safe. */
final class SequenceCheck {
    /** What a number says. */
    enum Verdict {
        IN_ORDER,
        /** Frames before this one were lost; this one is good. */
        GAP,
        /** A repetition, or a frame that others overtook: must not be used. */
        OLD
    }

    private long expected = -1;

    void reset() {
        expected = -1;
    }

    boolean started() {
        return expected >= 0;
    }

    Verdict see(long sequence) {
        if (expected < 0 || sequence == expected) {
            expected = sequence + 1;
            return Verdict.IN_ORDER;
        }
        if (sequence < expected) {
            return Verdict.OLD;
        }
        expected = sequence + 1;
        return Verdict.GAP;
    }
}
