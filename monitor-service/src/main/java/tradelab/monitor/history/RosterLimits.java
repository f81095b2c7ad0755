package tradelab.monitor.history;

import tradelab.contracts.Require;

/**
 * The bounds of a {@link Roster}.
 *
 * @param instancesMax how many instances are remembered, the silent ones included
 * @param samplesMax how many samples are kept of each instance
 * @param lostAfterMillis of silence until an instance counts as lost
 * @param removeAfterMillis of silence until an instance is forgotten
 * @param clockSkewMaxMillis by which an instance's clock may differ from ours
 */
public record RosterLimits(
        int instancesMax, int samplesMax, long lostAfterMillis, long removeAfterMillis, long clockSkewMaxMillis) {

    private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;

    public RosterLimits {
        var _instances = Require.range("instancesMax", instancesMax, 1, 10_000);
        var _samples = Require.range("samplesMax", samplesMax, 1, 86_400);
        var _lost = Require.range("lostAfterMillis", lostAfterMillis, 1, DAY_MILLIS);
        var _remove = Require.range("removeAfterMillis", removeAfterMillis, lostAfterMillis, 7 * DAY_MILLIS);
        var _skew = Require.range("clockSkewMaxMillis", clockSkewMaxMillis, 1, DAY_MILLIS);
    }
}
