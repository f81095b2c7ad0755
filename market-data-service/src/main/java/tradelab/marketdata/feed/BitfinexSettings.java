package tradelab.marketdata.feed;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tradelab.runtime.settings.ByteSize;

/** The Bitfinex feed, and the bounds of its connections. */
public interface BitfinexSettings {
    /** WebSocket v2 of the venue: {@code wss://api-pub.bitfinex.com/ws/2}, or the simulator's. */
    @WithDefault("ws://127.0.0.1:8086/ws/2")
    String url();

    /** The venue's own names of what is fed. */
    @WithDefault("tBTCUSD,tETHUSD")
    List<String> symbols();

    /** Among book, trades and ticker. */
    @WithDefault("book,trades,ticker")
    List<String> channels();

    /** Levels a side: 1, 25, 100 or 250. */
    @WithDefault("100")
    int bookLength();

    /** Channels of one connection; the venue refuses more than 25. */
    @WithDefault("25")
    int channelsPerSocket();

    /** New connections a minute, of all sockets together; the venue blocks who makes more than 20. */
    @WithDefault("20")
    int connectsPerMinute();

    @WithDefault("5s")
    Duration connectTimeout();

    /** A connection without any byte for longer is replaced; the venue sends heartbeats every 15 s. */
    @WithDefault("30s")
    Duration idleTimeout();

    /** REST of the venue; by default the host of its WebSocket. */
    Optional<String> restUrl();

    /** How often quotes of books that are away are asked for by REST, one call for many; 0 for never. */
    @WithDefault("5s")
    Duration restInterval();

    @WithDefault("250ms")
    Duration reconnectFirst();

    @WithDefault("15s")
    Duration reconnectLongest();

    /** A longer WebSocket frame ends the connection. */
    @WithDefault("256KiB")
    ByteSize frameMax();

    /** A longer message of several frames ends the connection. */
    @WithDefault("1MiB")
    ByteSize messageMax();
}
