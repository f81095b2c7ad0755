package tradelab.venue.replay;

/**
 * An event and when it was recorded.
 *
 * @param atMillis milliseconds since 1970; never goes back within a recording
 */
record TimedEvent(long atMillis, RecordedEvent event) {}
