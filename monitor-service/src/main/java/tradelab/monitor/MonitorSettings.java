package tradelab.monitor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;

/** Settings of the monitor. */
@ConfigMapping(prefix = "monitor")
public interface MonitorSettings extends HasManagement {
    HttpSettings http();

    /** How many instances of services are remembered, the silent ones included. */
    @WithDefault("64")
    int instancesMax();

    /** How many samples are kept of each; at one a second, 900 are 15 minutes. */
    @WithDefault("900")
    int samplesMax();

    /** An instance that is silent for longer is lost. */
    @WithDefault("3s")
    Duration lostAfter();

    /** An instance that is silent for longer is forgotten, with its history. */
    @WithDefault("10m")
    Duration removeAfter();

    /** Samples from a clock further away from ours are refused. */
    @WithDefault("5s")
    Duration clockSkewMax();

    Stream stream();

    /** The live stream. */
    interface Stream {
        /** Between two messages. */
        @WithDefault("1s")
        Duration tick();

        /** Further watchers are refused with 429. */
        @WithDefault("64")
        int subscribersMax();

        /** A watcher with more messages unread is cut. */
        @WithDefault("15")
        int unreadMax();
    }
}
