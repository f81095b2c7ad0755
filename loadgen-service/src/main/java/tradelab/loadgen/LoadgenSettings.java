package tradelab.loadgen;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tradelab.runtime.settings.ByteSize;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;
import tradelab.runtime.settings.Port;

/** Settings of the load generator. */
@ConfigMapping(prefix = "loadgen")
public interface LoadgenSettings extends HasManagement {
    HttpSettings http();

    /** What may be loaded: {@code host:port}, {@code address/bits:port}, port ranges, {@code *}, {@code loopback:*}. */
    @WithDefault("loopback:*")
    List<String> allowedTargets();

    /** Ports that are refused on every host beside the usual ones of stores and clusters and those of this cluster. */
    Optional<List<Port>> forbiddenPorts();

    /** Addresses of the event bus that may be loaded, each spelt out. */
    @WithDefault("marketdata.quote.get.v1,marketdata.book.get.v1,marketdata.candles.get.v1,marketdata.ticker.get.v1")
    List<String> allowedAddresses();

    /** A file of certificates, PEM, that targets are held against; the system's unless given. */
    Optional<String> tlsCa();

    /** Where {@code tradelab up --processes} lists the processes of its suite; without it no process is harmed. */
    Optional<String> localProcessesFile();

    /** The only folder whose files definitions sent here may name as data; without it they read none. */
    Optional<String> dataFolder();

    /** Definitions that are kept; the oldest without a run under way is forgotten. */
    @WithDefault("200")
    int testsMax();

    /** Finished runs that are kept with their results. */
    @WithDefault("200")
    int runsMax();

    /** Runs under way at the same time; more are refused. */
    @WithDefault("4")
    int runsAtOnce();

    /** Highest rate that a run may reach, at its peak and after every change. */
    @WithDefault("1000000")
    double rateMax();

    /** Most connections that a definition may ask for. */
    @WithDefault("10000")
    int connectionsMax();

    /** Longest that a run may last, extensions included. */
    @WithDefault("24h")
    Duration durationMax();

    @WithDefault("3s")
    Duration connectTimeout();

    /** A longer response counts as malformed. */
    @WithDefault("16MiB")
    ByteSize responseMax();

    /** How long requests under way may take to end when a run is stopped. */
    @WithDefault("1s")
    Duration stopGrace();

    /** How often a result is sent to the report service before it is left in memory only. */
    @WithDefault("6")
    int deliveryAttempts();
}
