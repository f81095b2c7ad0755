package tradelab.venue.replay;

import tradelab.venue.market.PublicFeed.Channel;

/** What a recorded frame says about a market. Values are times 10^8; amounts carry the recording's sign. */
sealed interface RecordedEvent {
    String symbol();

    /** The whole book; the arrays are parallel. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record BookSnapshot(String symbol, long[] prices, int[] counts, long[] amounts) implements RecordedEvent {}

    /** One level; count 0 deletes it. */
    record BookUpdate(String symbol, long price, int count, long amount) implements RecordedEvent {}

    /** The last trades before the subscription; the arrays are parallel. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record TradeHistory(String symbol, long[] ids, long[] millis, long[] amounts, long[] prices)
            implements RecordedEvent {}

    /** A trade: {@code te} if {@code executed}, else {@code tu}. */
    record Trade(String symbol, boolean executed, long id, long millis, long amount, long price)
            implements RecordedEvent {}

    /** A channel had nothing to say for 15 s. */
    record Heartbeat(String symbol, Channel channel) implements RecordedEvent {}
}
