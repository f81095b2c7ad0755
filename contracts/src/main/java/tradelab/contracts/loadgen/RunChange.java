package tradelab.contracts.loadgen;

import tradelab.contracts.Require;

/**
 * A change of a run under way, as the controller of a distributed run tells its agents.
 *
 * @param perSecond the new rate; 0 unless that is what changes
 * @param byNanos how much longer the run is to last; 0 unless it is extended
 */
public record RunChange(Kind kind, double perSecond, long byNanos) {
    /** What changes. */
    public enum Kind {
        RATE,
        PAUSE,
        RESUME,
        EXTEND
    }

    public RunChange {
        kind = Require.present("kind", kind);
        if (!(perSecond >= 0) || Double.isInfinite(perSecond)) {
            throw Require.refused("perSecond", "0 or more", Double.toString(perSecond));
        }
        byNanos = Require.range("byNanos", byNanos, 0, Long.MAX_VALUE);
    }
}
