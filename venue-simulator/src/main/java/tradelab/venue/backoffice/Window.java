package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import tradelab.venue.exchange.Fields;

/** Which part of a history a request asks for: times both inclusive, and how many rows at most. */
record Window(long start, long end, int limit) {
    private static final int DEFAULT = 125;
    private static final int MAX = 2_500;

    static Window of(JsonNode body) {
        long limit = Fields.whole(body, "limit", DEFAULT);
        if (limit < 1) {
            throw Fields.invalid("limit", Long.toString(limit));
        }
        return new Window(
                Fields.whole(body, "start", 0), Fields.whole(body, "end", Long.MAX_VALUE), (int) Math.min(limit, MAX));
    }

    boolean has(long millis) {
        return millis >= start && millis <= end;
    }
}
