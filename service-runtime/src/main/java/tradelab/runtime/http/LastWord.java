package tradelab.runtime.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.util.concurrent.TimeUnit;

/**
 * Tells a client why its frame ends the connection: 1009 for one that is too long. Vert.x would close without a word.
 *
 * <p>Closed at once with input unread, the line would be reset and the word lost: it stays half open until the client
 * has gone, or for a while.
 */
final class LastWord extends ChannelInboundHandlerAdapter {
    private final long graceSeconds;
    private boolean said;

    LastWord(long graceSeconds) {
        this.graceSeconds = graceSeconds;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (!(cause instanceof CorruptedWebSocketFrameException broken)) {
            super.exceptionCaught(context, cause);
        } else if (!said) {
            said = true;
            context.channel().config().setAutoRead(true); // the decoder throws away what still comes
            var _ = context.writeAndFlush(new CloseWebSocketFrame(broken.closeStatus()))
                    .addListener((ChannelFuture written) -> {
                        if (written.channel() instanceof DuplexChannel channel) {
                            var _ = channel.shutdownOutput();
                        }
                    });
            var _ = context.executor().schedule(() -> context.close(), graceSeconds, TimeUnit.SECONDS);
        }
    }
}
