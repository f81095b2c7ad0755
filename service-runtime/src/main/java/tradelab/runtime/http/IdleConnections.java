package tradelab.runtime.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;

/**
 * Which idle connections of an API with hot paths are closed.
 *
 * <p>Whoever watches writes pays for each answer: a promise for its head, one for its body, one for both, and a listener,
 * 5 % of a bare server's answer. So at first only what comes in counts. That is enough for hot paths that answer at once; a
 * connection that asks for anything else, such as a stream to which its client never says anything, is watched in both
 * directions from then on.
 */
final class IdleConnections {
    private IdleConnections() {}

    /** From now on what is written to it counts, too. On its event loop. */
    static void watchWrites(HttpConnection connection) {
        watchWrites(((HttpServerConnection) connection).channelHandlerContext().pipeline());
    }

    static void watchWrites(ChannelPipeline pipeline) {
        IdleStateHandler watch = pipeline.get(IdleStateHandler.class);
        if (watch != null && watch.getAllIdleTimeInMillis() == 0) {
            pipeline.replace(
                    watch,
                    pipeline.context(watch).name(),
                    new IdleStateHandler(0, 0, watch.getReaderIdleTimeInMillis(), TimeUnit.MILLISECONDS));
        }
    }
}
