package tradelab.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
    private static final int SECONDS = 60;

    private final List<IdleState> heard = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void whatOnlyTakesHotPathsIsIdleWhenNothingComesIn() {
        open(new IdleStateHandler(SECONDS, 0, 0));

        write(SECONDS + 1);

        assertThat(heard).containsExactly(IdleState.READER_IDLE);
    }

    @Test
    void aStreamIsNotIdleWhileItIsWrittenTo() {
        open(new IdleStateHandler(SECONDS, 0, 0));
        IdleConnections.watchWrites(channel.pipeline());

        write(3 * SECONDS);
        assertThat(heard).isEmpty();

        pass(SECONDS + 1);
        assertThat(heard).contains(IdleState.ALL_IDLE);
    }

    @Test
    void aConnectionIsWatchedOnce() {
        open(new IdleStateHandler(SECONDS, 0, 0));
        IdleConnections.watchWrites(channel.pipeline());
        IdleStateHandler watch = channel.pipeline().get(IdleStateHandler.class);

        IdleConnections.watchWrites(channel.pipeline());

        assertThat(channel.pipeline().get(IdleStateHandler.class)).isSameAs(watch);
        assertThat(channel.pipeline().names()).startsWith("idle", "listener");
    }

    @Test
    void aConnectionWithoutATimeoutStaysSo() {
        open(new ChannelInboundHandlerAdapter());

        IdleConnections.watchWrites(channel.pipeline());

        assertThat(channel.pipeline().get(IdleStateHandler.class)).isNull();
    }

    private void open(io.netty.channel.ChannelHandler watch) {
        channel.freezeTime();
        channel.pipeline().addLast("idle", watch).addLast("listener", new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                heard.add(((IdleStateEvent) event).state());
            }
        });
    }

    private void write(int seconds) {
        for (int i = 0; i < seconds; i++) {
            channel.writeOutbound("beat");
            pass(1);
        }
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
