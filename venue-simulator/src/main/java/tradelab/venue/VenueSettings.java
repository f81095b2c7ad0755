package tradelab.venue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;
import tradelab.runtime.settings.Secret;
import tradelab.venue.replay.AfterEnd;

/** Settings of the venue simulator. */
@ConfigMapping(prefix = "venue")
public interface VenueSettings extends HasManagement {
    HttpSettings http();

    /** The API key of the account. */
    @WithDefault("demo")
    String key();

    @WithDefault("demo-secret")
    Secret secret();

    /**
     * Further accounts, each {@code KEY=SECRET} with the same balances. A nonce only ever rises within a key, so two
     * programs need two keys; by default one is the trading service's own.
     */
    @WithDefault("trading=trading-secret")
    List<AccountKey> furtherAccounts();

    /** What each account has to trade with, by currency. */
    @WithDefault("USD=10000000,BTC=1000,ETH=10000,UST=10000000")
    List<NamedUnits> balances();

    /** What each account has behind its margin positions, by currency. */
    @WithDefault("USD=1000000,UST=1000000,USTF0=1000000")
    List<NamedUnits> marginBalances();

    /** What each account has to lend, by currency. */
    @WithDefault("USD=1000000")
    List<NamedUnits> fundingBalances();

    /** More accounts and instruments with options of their own; see {@code VenueFile}. */
    Optional<String> file();

    /** Markets and the prices they start from. */
    @WithDefault("tBTCUSD=50000,tETHUSD=2500,tBTCUST=50000,tBTCF0:USTF0=50000")
    List<NamedUnits> instruments();

    /** Part of what a maker receives. */
    @WithDefault("0.001")
    BigDecimal makerFee();

    /** Part of what a taker receives. */
    @WithDefault("0.002")
    BigDecimal takerFee();

    /** Orders in one book. */
    @WithDefault("1000000")
    int bookOrdersMax();

    /** Open orders of one account. */
    @WithDefault("1000000")
    int openOrdersMax();

    /** Closed orders and fills remembered for each account. */
    @WithDefault("200000")
    int historyMax();

    /** Requests a minute from one address; 0 for any number. */
    @WithDefault("0")
    int rateLimitPerMinute();

    /**
     * Whether the exchange's own limits are kept: requests a minute by endpoint, 20 connections a minute and 5
     * authentications in 15 seconds, each from one address.
     */
    @WithDefault("false")
    boolean exchangeLimits();

    /** Arrivals remembered in the ledger. */
    @WithDefault("1000000")
    int ledgerMax();

    /** What arrived for orders, executions and ends remembered in the history of orders. */
    @WithDefault("200000")
    int historyEntriesMax();

    /** Where every input of the exchange is written as it comes, so that it can be done again; not beside a replay. */
    Optional<String> journalFile();

    /** Requests, handshakes and WebSocket inputs remembered in the journal of arrivals. */
    @WithDefault("50000")
    int arrivalsMax();

    /** Faults in force from the start, as JSON; see {@code FaultFile}. */
    Optional<String> faultsFile();

    /** Where the ledger is written when the service stops. */
    Optional<String> ledgerFile();

    Stream stream();

    Generator generator();

    Replay replay();

    Taiwan taiwan();

    /** The WebSocket. */
    interface Stream {
        @WithDefault("25")
        int channelsMax();

        @WithDefault("1000")
        int connectionsMax();

        /** Characters waiting for a subscriber whose socket is full; one more cuts it. */
        @WithDefault("16777216")
        long unsentMax();

        /** A subscriber whose socket stays full for longer is cut. */
        @WithDefault("15s")
        Duration fullMax();

        @WithDefault("15s")
        Duration heartbeat();
    }

    /** Generated order flow, for every market that is not replayed. */
    interface Generator {
        @WithDefault("true")
        boolean enabled();

        @WithDefault("1")
        long seed();

        /** Orders and cancels a second in each market. */
        @WithDefault("100")
        int eventsPerSecond();

        /** calm, open, crash, bubble or flash-crash; begins with the venue. */
        @WithDefault("calm")
        String regime();

        /** Swings of the prices, times those of the regime; 0 to 1000. */
        @WithDefault("1")
        BigDecimal volatility();

        /** Seconds of the crowd's life in one of the clock, above 0 to 1000. */
        @WithDefault("1")
        BigDecimal speed();
    }

    /** Replay of recorded frames. */
    interface Replay {
        /** Raw frames separated by {@code ;;}; nothing is replayed without. */
        Optional<String> file();

        /** 1 as recorded, 10 ten times as fast, 0 as fast as subscribers take it. */
        @WithDefault("1")
        BigDecimal speed();

        /** Book subscribers that must be there before the first update is played. */
        @WithDefault("0")
        int subscribersMin();

        /** {@code hold} keeps the last book, {@code repeat} begins again. */
        @WithDefault("hold")
        AfterEnd afterEnd();
    }

    /** The Taiwan stock market beside the other one. */
    interface Taiwan {
        @WithDefault("false")
        boolean enabled();

        /** Securities as CSV; a universe is generated without. */
        Optional<String> symbolsFile();

        @WithDefault("1")
        long seed();

        /** Taipei time at which the market clock starts. */
        @WithDefault("2026-01-05T08:59:00")
        LocalDateTime marketTime();

        /** Market seconds in one second of the wall clock. */
        @WithDefault("1")
        BigDecimal clockSpeed();

        /** Background orders and cancels in a market second, over all securities; 0 for none. */
        @WithDefault("4000")
        int eventsPerSecond();

        /** Market time between two turns of the background orders, 1 ms to 1 s: what is due in it comes at once. */
        @WithDefault("50ms")
        Duration slice();

        /** calm, open, crash, bubble or limit-down. */
        @WithDefault("calm")
        String regime();

        /** How wide prices swing, times that of the regime: 0 to 1000. */
        @WithDefault("1")
        BigDecimal volatility();

        /** Wall time between two frames of snapshots. */
        @WithDefault("100ms")
        Duration publishInterval();

        /** What each account has, in TWD. */
        @WithDefault("1000000000")
        BigDecimal cash();

        /** Shares of every security that each account holds. */
        @WithDefault("1000000")
        long shares();
    }
}
