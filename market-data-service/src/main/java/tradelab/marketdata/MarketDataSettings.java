package tradelab.marketdata;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import tradelab.marketdata.cache.RedisSettings;
import tradelab.marketdata.candle.HistorySettings;
import tradelab.marketdata.feed.BitfinexSettings;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;

/** Everything that can be set of the market-data service. */
@ConfigMapping(prefix = "market-data")
public interface MarketDataSettings extends HasManagement {
    HttpSettings http();

    BitfinexSettings bitfinex();

    RedisSettings redis();

    CacheSettings cache();

    HistorySettings history();

    /** How often changed quotes are published on the bus, each at most once. */
    @WithDefault("10ms")
    Duration publishInterval();

    /** The memory tier. */
    interface CacheSettings {
        /** Quotes of other replicas held at a time; what this one feeds is held always. */
        @WithDefault("10000")
        int copiesMax();

        /** How long a copy is used before Redis is asked again. */
        @WithDefault("250ms")
        Duration copyLife();

        /** How long it is believed that nobody has an instrument. */
        @WithDefault("1s")
        Duration absentLife();
    }
}
