package tradelab.loadgen.run;

import java.time.Duration;
import tradelab.contracts.Require;
import tradelab.loadgen.cap.Caps;

/**
 * What bounds every run, whatever its definition says.
 *
 * @param connectTimeout for opening a connection
 * @param responseBytesMax a longer response is malformed, and its connection closed
 * @param stopGrace how long requests under way may take to end when a run is stopped
 * @param tlsCa a file of certificates, PEM, that targets are held against; empty for the system's
 * @param caps what a run may ask for
 * @param consentEvery how often targets that are asked for their consent are asked again
 */
public record EngineBounds(
        Duration connectTimeout,
        long responseBytesMax,
        Duration stopGrace,
        String tlsCa,
        Caps caps,
        Duration consentEvery) {
    private static final Duration CONSENT_EVERY_DEFAULT = Duration.ofSeconds(30);
    public static final EngineBounds DEFAULT =
            new EngineBounds(Duration.ofSeconds(3), 16L * 1024 * 1024, Duration.ofSeconds(1));

    /** Bounds with the system's certificates, and the largest caps. */
    public EngineBounds(Duration connectTimeout, long responseBytesMax, Duration stopGrace) {
        this(connectTimeout, responseBytesMax, stopGrace, "", Caps.LARGEST, CONSENT_EVERY_DEFAULT);
    }

    public EngineBounds {
        var _ = Require.range("connectTimeout", connectTimeout.toMillis(), 1, 60_000);
        var _ = Require.range("responseBytesMax", responseBytesMax, 1_024, 1L << 40);
        var _ = Require.range("stopGrace", stopGrace.toMillis(), 0, 60_000);
        var _ = Require.range("loadgen.consent-every: milliseconds", consentEvery.toMillis(), 100, 30_000);
    }

    /** Returns the same bounds with other caps. */
    public EngineBounds within(Caps newCaps) {
        return new EngineBounds(connectTimeout, responseBytesMax, stopGrace, tlsCa, newCaps, consentEvery);
    }
}
