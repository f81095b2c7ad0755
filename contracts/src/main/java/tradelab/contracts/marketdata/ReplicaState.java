package tradelab.contracts.marketdata;

import java.util.List;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * What one replica of the market-data service tells the others again and again. Who is not heard any more feeds nothing.
 *
 * @param replica unique in the cluster; another one after each start
 * @param sharing whether instruments are for it to feed: not before it knows the others, nor when it is to stop
 * @param live what it feeds and whose book is LIVE now
 * @param handingOver what of it is fed only until another replica has it: nobody else may rely on it
 */
public record ReplicaState(String replica, boolean sharing, List<Instrument> live, List<Instrument> handingOver) {
    /** The most instruments of one replica. */
    public static final int LIVE_MAX = 50_000;

    public ReplicaState {
        replica = Require.id("replica", replica);
        live = List.copyOf(live);
        handingOver = List.copyOf(handingOver);
        var _unused = Require.range("live", live.size(), 0, LIVE_MAX);
        var _unused2 = Require.range("handingOver", handingOver.size(), 0, live.size());
    }
}
