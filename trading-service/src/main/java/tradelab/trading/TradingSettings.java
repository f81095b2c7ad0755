package tradelab.trading;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;
import tradelab.runtime.settings.PostgresSettings;
import tradelab.trading.desk.DeskSettings;
import tradelab.trading.reconcile.ReconcileSettings;
import tradelab.trading.stream.StreamSettings;
import tradelab.trading.venue.bitfinex.BitfinexSettings;

/** Settings of the trading service. */
@ConfigMapping(prefix = "trading")
public interface TradingSettings extends HasManagement {
    HttpSettings http();

    PostgresSettings postgres();

    BitfinexSettings bitfinex();

    DeskSettings desk();

    ReconcileSettings reconcile();

    RiskSettings risk();

    StreamSettings stream();

    /** Names of the venues that are switched on: {@code bitfinex}, {@code paper}, and whatever a plug-in calls itself. */
    @WithDefault("bitfinex")
    List<String> venues();

    /** Settings of venues that are plug-ins: {@code trading.venue-settings.paper.source}. */
    Map<String, Map<String, String>> venueSettings();

    /** Failed calls in a row after which a venue is left alone for a while. */
    @WithDefault("5")
    int breakerFailures();

    /** For how long. */
    @WithDefault("2s")
    Duration breakerOpen();

    /**
     * Among how many partitions accounts are spread, 1 to 16. Instances share them, so it is the most instances that can
     * own some. The first start with a database decides for good.
     */
    @WithDefault("4")
    int partitions();

    /** Calls that carry orders, of all instances together; Bitfinex takes 90, the default is for a simulator on this machine. */
    @WithDefault("6000")
    int callsPerMinute();

    /**
     * Reads of each kind of a venue's records (orders, trades, balances), of all instances together; Bitfinex takes 90, the
     * default is for a simulator on this machine.
     */
    @WithDefault("6000")
    int readsPerMinute();

    /** Operations of one call; Bitfinex takes 75. */
    @WithDefault("75")
    int batchMax();

    /** Where a venue differs: {@code trading.venue-limits.bitfinex.calls-per-minute}. */
    Map<String, VenueLimits> venueLimits();

    /** What one venue takes. */
    interface VenueLimits {
        OptionalInt callsPerMinute();

        OptionalInt readsPerMinute();

        OptionalInt batchMax();
    }

    /** How long an operation may wait for company in its batch. */
    @WithDefault("3ms")
    Duration batchLinger();

    /** How old a durable intent may be when its first byte leaves. */
    @WithDefault("2s")
    Duration intentAge();

    /** What may be traded, and in what sizes. */
    interface RiskSettings {
        /** Whether new orders are refused. */
        @WithDefault("false")
        boolean halted();

        /** The accounts that may trade; all if there are none here. */
        Optional<Set<String>> accounts();

        /** Single instruments, and whole venues as {@code TWSE:*}. */
        @WithDefault("BITFINEX:tBTCUSD,BITFINEX:tETHUSD")
        Set<String> instruments();

        @WithDefault("10000000")
        String priceMax();

        @WithDefault("0.00000001")
        String priceTick();

        @WithDefault("0.00000001")
        String amountMin();

        @WithDefault("1000")
        String amountMax();

        @WithDefault("0.00000001")
        String amountLot();

        /** Price times amount of one order at most, in the quote currency. */
        Optional<String> notionalMax();

        /** Price times what is open at most, of an account in one instrument. */
        Optional<String> exposureMax();

        /** New orders of an account in any second at most. */
        OptionalInt ordersPerSecond();

        /** How far beyond the other side's best price an order may reach: 0.05. A stale quote then refuses all. */
        Optional<String> collar();

        /** An older quote counts as none. */
        @WithDefault("2s")
        Duration quoteAgeMax();

        /** New orders of an account within the duplicate window that differ in nothing but their id. */
        OptionalInt equalOrdersMax();

        @WithDefault("1s")
        Duration duplicateWindow();

        /** Whether an order that could trade with an open one of its account is refused. */
        @WithDefault("false")
        boolean refuseSelfMatch();

        /** Whether only post-only orders are taken, of all accounts. */
        @WithDefault("false")
        boolean makerOnly();
    }
}
