package tradelab.runtime.http;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends connections whose clients do not read, or that are to end without a word. */
public final class SocketEnd {
    private static final Logger LOG = LoggerFactory.getLogger(SocketEnd.class);
    private static final short TOO_BIG = 1009;
    private static final short TRY_AGAIN_LATER = 1013;

    /** How long a client that is cut has to read why. */
    private static final long GRACE_SECONDS = 5;

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

    /** Lets a client whose frame or message is too long read that (1009). Call it once for each socket. */
    public static void explainTooBig(ServerWebSocket socket) {
        if (socket instanceof WebSocketInternal internal) {
            var context = internal.channelHandlerContext();
            var _ = context.pipeline().addBefore(context.name(), "last-word", new LastWord(GRACE_SECONDS));
        }
        socket.exceptionHandler(e -> {
            LOG.debug("websocket_broken remote={} reason=\"{}\"", socket.remoteAddress(), e.getMessage());
            if (e instanceof IllegalStateException && !socket.isClosed()) { // frames that make up too long a message
                var _ = socket.close(TOO_BIG, "message too long");
            }
        });
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
