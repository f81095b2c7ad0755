package tradelab.monitor.history;

/** What became of a sample that came in. */
public enum Arrival {
    /** It is the newest of its instance. */
    RECORDED,
    /** It is older than the newest, and was put in its place. */
    LATE,
    /** A sample with the same time is already there; dropped. */
    DUPLICATE,
    /** It is older than the whole history that is kept; dropped. */
    TOO_OLD,
    /** Its clock and ours disagree by more than the limit; dropped, because it would tear the common time axis. */
    CLOCK_SKEWED,
    /** As many instances as may be are known, and none of them is silent; dropped. */
    ROSTER_FULL
}
