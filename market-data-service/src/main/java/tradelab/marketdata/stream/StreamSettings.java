package tradelab.marketdata.stream;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import tradelab.runtime.settings.ByteSize;

/** WebSocket and SSE streams, and their bounds. */
public interface StreamSettings {
    /** More connections are refused with 503. */
    @WithDefault("1000")
    int connectionsMax();

    /** Streams of one connection; more are refused. */
    @WithDefault("100")
    int subscriptionsMax();

    /** How often changes are looked for: the shortest time between two updates of a stream. */
    @WithDefault("20ms")
    Duration interval();

    /** What may wait for a consumer; above it he gets no more states until he has caught up. */
    @WithDefault("256KiB")
    ByteSize queueMax();

    /** Trades that wait beyond that; above it the connection is cut. */
    @WithDefault("1MiB")
    ByteSize owedMax();

    /** A consumer whose queue was full for as long is cut. */
    @WithDefault("10s")
    Duration stuckAfter();

    @WithDefault("5s")
    Duration heartbeat();
}
