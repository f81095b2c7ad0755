package tradelab.contracts;

import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * How a message looks on the wire: always a {@link Buffer}, so any Vert.x node can take part without registering a
 * codec, and a test in one JVM exercises the same bytes as a cluster.
 *
 * @param <T> the message type
 * @param encode total: every value of {@code T} has a wire form
 * @param decode throws {@link IllegalArgumentException}, naming the field, for anything that is not a valid {@code T}
 */
public record Wire<T>(Function<T, Buffer> encode, Function<Buffer, T> decode) {

    /** The control plane's form: strict JSON of a record, see {@link Json}. */
    public static <T> Wire<T> json(Class<T> type) {
        return new Wire<>(Json::write, buffer -> Json.read(buffer, type));
    }

    T read(Object body) {
        if (!(body instanceof Buffer buffer)) {
            String got = body == null ? "nothing" : body.getClass().getSimpleName();
            throw new IllegalArgumentException("body: expected a buffer, got " + got);
        }
        return decode.apply(buffer);
    }
}
