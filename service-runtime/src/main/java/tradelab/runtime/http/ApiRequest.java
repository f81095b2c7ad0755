package tradelab.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;
import tradelab.contracts.Require;

/** A request as an operation's handler sees it. */
public record ApiRequest(RoutingContext context) {
    private static final int NAME_SHOWN_MAX = 64;

    /** Returns a part of the path, decoded. */
    public String path(String name) {
        return Require.present(name, context.pathParam(name));
    }

    /** Returns a query parameter, or null. */
    public @Nullable String query(String name) {
        List<String> values = context.queryParam(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    /**
     * Returns a query parameter that is a whole number, or {@code otherwise}.
     *
     * @throws IllegalArgumentException naming the parameter, if it is not one from {@code min} to {@code max}
     */
    public long query(String name, long otherwise, long min, long max) {
        String text = query(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Require.range(name, Long.parseLong(text), min, max);
        } catch (NumberFormatException e) {
            throw Require.refused(name, "a whole number from " + min + " to " + max, text);
        }
    }

    /**
     * Refuses a request with other query parameters than these: one that was misspelt would otherwise ask for more than was
     * meant.
     *
     * @throws IllegalArgumentException naming the parameter
     */
    public void queryOnly(String... names) {
        for (String name : context.queryParams().names()) {
            if (!List.of(names).contains(name)) {
                throw new IllegalArgumentException(
                        shortened(name) + ": unknown parameter, expected one of " + List.of(names));
            }
        }
    }

    private static String shortened(String name) {
        return name.length() <= NAME_SHOWN_MAX ? name : name.substring(0, NAME_SHOWN_MAX) + "…";
    }

    /** @throws IllegalArgumentException naming the field, for anything that is not a valid {@code T} */
    public <T> T body(Class<T> type) {
        return Json.read(rawBody(), type);
    }

    public Buffer rawBody() {
        Buffer body = context.body().buffer();
        return body == null ? Buffer.buffer() : body;
    }
}
