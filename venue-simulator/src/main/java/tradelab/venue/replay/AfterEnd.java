package tradelab.venue.replay;

/** What a replay does when its recording is over. */
public enum AfterEnd {
    /** The book stays as it was. */
    HOLD,
    /** The recording begins again, at the speed it was recorded at, with trades numbered and dated onwards. */
    REPEAT
}
