package tradelab.venue.socket;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.TimeUnit;

/** Ends connections whose clients do not read, or that are to end without a word. */
public final class SocketEnd {
    private static final short TRY_AGAIN_LATER = 1013;

    /** How long a client that is cut has to read why. */
    private static final long GRACE_SECONDS = 2;

    private SocketEnd() {}

    /**
     * Tells a client that it is too slow and ends the connection soon, read or not: the reason waits behind what the
     * client does not read, and so would the end of the connection.
     */
    public static void tooSlow(ServerWebSocket socket) {
        var _ = socket.close(TRY_AGAIN_LATER, "too slow");
        if (socket instanceof WebSocketInternal internal) {
            var context = internal.channelHandlerContext();
            var _ = context.executor().schedule(() -> context.close(), GRACE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Cuts the line without a word. */
    public static void drop(ServerWebSocket socket) {
        if (socket instanceof WebSocketInternal internal) {
            var _ = internal.channelHandlerContext().close();
        } else {
            var _ = socket.close();
        }
    }
}
