package tradelab.trading.reconcile;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the venue's records are read. */
public interface ReconcileSettings {
    /** While an order is in doubt. */
    @WithDefault("2s")
    Duration interval();

    /** When nothing is in doubt. */
    @WithDefault("60s")
    Duration sweepInterval();

    /** An order in doubt is not sent again before; longer than any call can be under way. */
    @WithDefault("12s")
    Duration quarantine();

    /** Readings that must lack an order before it counts as never sent. */
    @WithDefault("3")
    int readingsMin();

    /** How far the venue's clock may be behind ours. */
    @WithDefault("60s")
    Duration clockSkew();
}
