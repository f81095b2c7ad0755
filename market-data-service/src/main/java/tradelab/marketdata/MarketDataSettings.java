package tradelab.marketdata;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tradelab.marketdata.cache.CacheSettings;
import tradelab.marketdata.candle.HistorySettings;
import tradelab.marketdata.feed.BitfinexSettings;
import tradelab.marketdata.redis.RedisSettings;
import tradelab.marketdata.replica.ReplicaSettings;
import tradelab.marketdata.stream.BusSettings;
import tradelab.marketdata.stream.StreamSettings;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;

/** Everything that can be set of the market-data service. */
@ConfigMapping(prefix = "market-data")
public interface MarketDataSettings extends HasManagement {
    HttpSettings http();

    /** The feeds at work, by name; no two may tell the same instrument. */
    @WithDefault("bitfinex")
    List<String> feeds();

    BitfinexSettings bitfinex();

    /** Options of the other feeds: {@code market-data.feed.NAME.KEY}. */
    Map<String, Map<String, String>> feed();

    RedisSettings redis();

    CacheSettings cache();

    HistorySettings history();

    StreamSettings stream();

    ReplicaSettings replica();

    BusSettings bus();

    /** How often changed quotes are published on the bus, each at most once. */
    @WithDefault("2ms")
    Duration publishInterval();
}
