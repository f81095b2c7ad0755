package tradelab.venue.rest;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.Fields;

/** Query parameters, read as the exchange reads them. */
record Query(MultiMap parameters) {
    @Nullable
    String text(String name) {
        return parameters.get(name);
    }

    long whole(String name, long otherwise) {
        String text = parameters.get(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            throw Fields.invalid(name, text);
        }
        return Long.parseLong(text);
    }

    /** Returns {@code end}, or {@code otherwise}: 0, which some clients send, is no end. */
    long end(long otherwise) {
        long end = whole("end", otherwise);
        return end == 0 ? otherwise : end;
    }

    /** Returns {@code limit}, from 1 to {@code max}. */
    int limit(int otherwise, int max) {
        long limit = whole("limit", otherwise);
        if (limit < 1) {
            throw Fields.invalid("limit", Long.toString(limit));
        }
        return (int) Math.min(limit, max);
    }
}
