package tradelab.loadgen;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tradelab.runtime.settings.ByteSize;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;
import tradelab.runtime.settings.Port;
import tradelab.runtime.settings.Secret;

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

    /** Most that a run may send and receive together; as much as there is unless set. */
    Optional<ByteSize> bytesPerSecondMax();

    /** Requests a second of all runs of this process together. */
    OptionalDouble totalRateMax();

    /** Connections of all runs of this process together. */
    OptionalInt totalConnectionsMax();

    /** What all runs of this process may send and receive together. */
    Optional<ByteSize> totalBytesPerSecondMax();

    /** Targets by name, loaded on these terms or not at all: {@code loadgen.targets.orders.url}. */
    Map<String, Target> targets();

    /** How often a target that is asked for its consent is asked again while it is loaded. */
    @WithDefault("30s")
    Duration consentEvery();

    /** A registered target. Its bounds hold for all runs of this process together. */
    interface Target {
        /** Scheme, host and port, and what paths begin with. */
        String url();

        /** {@code address/bits} that its addresses must be of. */
        Optional<List<String>> networks();

        OptionalDouble rateMax();

        OptionalInt connectionsMax();

        Optional<ByteSize> bytesPerSecondMax();

        Optional<Duration> durationMax();

        /** What {@code /.well-known/tradelab-load-consent} of the target must answer; it is not asked unless set. */
        Optional<Secret> consentToken();
    }

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
