package tradelab.runtime.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is more than a body with 200.
 *
 * @param body written as JSON; a {@link io.vertx.core.buffer.Buffer} or text as it is; null for none
 */
public record HttpReply(int status, @Nullable Object body, Map<String, String> headers) {
    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public static HttpReply of(int status, @Nullable Object body) {
        return new HttpReply(status, body, Map.of());
    }

    /** Returns the same answer with one more header. */
    public HttpReply with(String header, String value) {
        Map<String, String> more = new java.util.HashMap<>(headers);
        more.put(header, value);
        return new HttpReply(status, body, more);
    }
}
