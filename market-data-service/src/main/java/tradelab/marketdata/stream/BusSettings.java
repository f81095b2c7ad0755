package tradelab.marketdata.stream;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is published on the event bus besides quotes and trades. */
public interface BusSettings {
    /** Instruments whose book changes are published, such as {@code BITFINEX:tBTCUSD}; {@code *} for all. */
    Optional<List<String>> books();

    /** Levels a side. */
    @WithDefault("25")
    int bookDepth();

    /** The shortest time between two changes of a book. */
    @WithDefault("50ms")
    Duration bookInterval();

    /** How often each book is published whole, for who has missed something. */
    @WithDefault("5s")
    Duration bookWhole();

    /** Frames whose candles are published, such as {@code 1m,1h}. */
    @WithDefault("1m")
    List<String> candles();

    /** The shortest time between two states of a candle. */
    @WithDefault("1s")
    Duration candleInterval();
}
