package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A merchant's invoice: what its owner sees of it, and when nobody can pay it any more. Not thread-safe. */
record Invoice(String id, long createdMillis, long endMillis, ObjectNode shown) {
    static final String CREATED = "CREATED";
    static final String COMPLETED = "COMPLETED";
    static final String EXPIRED = "EXPIRED";

    String status() {
        return shown.path("status").asText();
    }

    boolean isOpen() {
        return status().equals(CREATED);
    }

    /** Puts it into a state and notes when. */
    void become(String status, long nowMillis) {
        var _ = shown.put("status", status);
        var _ = shown.withArrayProperty("events")
                .addObject()
                .put("t", nowMillis)
                .put("event", status);
    }

    /** Ends it if its time is over. */
    void age(long nowMillis) {
        if (isOpen() && nowMillis >= endMillis) {
            become(EXPIRED, endMillis);
        }
    }
}
