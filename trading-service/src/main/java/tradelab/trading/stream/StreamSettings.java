package tradelab.trading.stream;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import tradelab.runtime.settings.ByteSize;

/** The bounds of the event stream. */
public interface StreamSettings {
    /** WebSocket and SSE connections at a time. */
    @WithDefault("200")
    int connectionsMax();

    /** The latest changes of each partition that are kept in memory; older ones are read from the database. */
    @WithDefault("4096")
    int recentMax();

    /** What may wait in the socket of one subscriber before it gets nothing more. */
    @WithDefault("1MiB")
    ByteSize queueMax();

    /** A subscriber whose socket stays full for longer is cut. It can come back and go on from where it was. */
    @WithDefault("15s")
    Duration stuckAfter();

    /** How often a quiet subscriber hears where the stream stands. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How often the database is asked whether the bus has lost something. */
    @WithDefault("500ms")
    Duration look();
}
